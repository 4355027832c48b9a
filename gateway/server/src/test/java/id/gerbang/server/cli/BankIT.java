package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.bank.BankSimulator;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.SnapSignature;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank that signs for real looks at a bill and pays it, over HTTP at a whole gateway. */
class BankIT {
  private static final String ROOT = "/snap/v1.0";
  private static final String SECRET = "not so secret";
  private static final String WORKER = "6281200010801";
  private static final AtomicLong IDS = new AtomicLong(100_000_000);

  @TempDir private Path data;
  private KeyPair keys;
  private RunningServer server;

  @BeforeEach
  void open() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    Settings plain = TestStores.here().under(RunningServer.settings(0));
    Settings.Bank bank =
        new Settings.Bank(
            "bri",
            "client",
            new Secret(SECRET),
            "partner",
            keys.getPublic(),
            false,
            Duration.ofMinutes(5),
            AddressList.NONE);
    server =
        RunningServer.start(
            data,
            plain.but(draft -> draft.billing = plain.billing().with(List.of(bank))),
            World.real());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String now() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
  }

  private JsonObject token(String clientId, String timestamp, String signature) {
    return answer(
        HttpRequest.newBuilder(URI.create(server.url() + ROOT + "/access-token/b2b"))
            .header("Content-Type", "application/json")
            .header("X-CLIENT-KEY", clientId)
            .header("X-TIMESTAMP", timestamp)
            .header("X-SIGNATURE", signature)
            .POST(HttpRequest.BodyPublishers.ofString("{\"grantType\":\"client_credentials\"}")));
  }

  private String token() {
    String at = now();
    JsonObject answer = token("client", at, SnapSignature.token(keys.getPrivate(), "client", at));
    assertThat(answer.getString("responseCode")).isEqualTo("2007300");
    assertThat(answer.getString("expiresIn")).isEqualTo("900");
    return answer.getString("accessToken");
  }

  private static JsonObject answer(HttpRequest.Builder request) {
    HttpResponse<String> response = RunningServer.send(request);
    JsonObject json = new JsonObject(response.body());
    assertThat(json.getString("responseCode")).startsWith("" + response.statusCode());
    return json;
  }

  private JsonObject call(String path, String body) {
    return call(path, body, "" + IDS.incrementAndGet(), now(), SECRET, token());
  }

  private JsonObject call(
      String path, String body, String externalId, String at, String secret, String token) {
    byte[] signature =
        SnapSignature.transaction(
            secret, "POST", ROOT + path, token, body.getBytes(StandardCharsets.UTF_8), at);
    return answer(
        HttpRequest.newBuilder(URI.create(server.url() + ROOT + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .header("X-TIMESTAMP", at)
            .header("X-SIGNATURE", SnapSignature.written(signature, SnapSignature.Form.BASE64))
            .header("X-PARTNER-ID", "partner")
            .header("X-EXTERNAL-ID", externalId)
            .header("CHANNEL-ID", "00002")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String body(String code, String amount, String id) {
    return """
    { "partnerServiceId" : "   77777", "customerNo": "%1$s", "virtualAccountNo": "   77777%1$s",
      "virtualAccountName": "Wayan  S", "inquiryRequestId": "%3$s", "paymentRequestId": "%3$s",
      "paidAmount": {"value": "%2$s", "currency": "IDR"} }
    """
        .formatted(code, amount, id);
  }

  /** Registers over USSD, and is approved. */
  private String member() {
    HttpPhone phone = new HttpPhone(server.url(), WORKER);
    RegisterDialogue.play(phone, "5171991708908001", "Wayan Sudarma", "17081990");
    String reference =
        new JsonObject(server.get("/api/v1/applications?phone=" + WORKER).body())
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("reference");
    server
        .server
        .gateway()
        .database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL WHERE"
                        + " reference = ?",
                    reference));
    assertThat(
            server
                .post(
                    "/api/v1/applications/" + reference + "/decision",
                    "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000801\"}")
                .statusCode())
        .isEqualTo(200);
    return reference;
  }

  private static String code(JsonObject answer) {
    return answer.getString("responseCode");
  }

  @Test
  void whoDoesNotProveItselfIsRefusedWithSnapsCodes() {
    String at = now();
    String good = SnapSignature.token(keys.getPrivate(), "client", at);
    assertThat(code(token("nobody", at, good))).isEqualTo("4017300");
    assertThat(code(token("client", at, "bm8="))).isEqualTo("4017300");
    assertThat(code(token("client", "yesterday", good))).isEqualTo("4007301");
    assertThat(code(token("", at, good))).isEqualTo("4007302");
    String old = "2026-01-01T00:00:00+07:00";
    String signedOld = SnapSignature.token(keys.getPrivate(), "client", old);
    assertThat(code(token("client", old, signedOld))).isEqualTo("4017300");

    String body = body("123456789012", "8400.00", "r");
    String path = "/transfer-va/payment";
    assertThat(code(call(path, body, "1", now(), "wrong", token()))).isEqualTo("4012500");
    assertThat(code(call(path, body, "1", now(), SECRET, "bm8"))).isEqualTo("4012501");
    assertThat(code(call(path, body, "1", old, SECRET, token()))).isEqualTo("4012500");
    assertThat(code(call(path, body, "one", now(), SECRET, token()))).isEqualTo("4002501");
    assertThat(code(call(path, body, "1", "now", SECRET, token()))).isEqualTo("4002501");
    assertThat(code(call(path, "no json", "2", now(), SECRET, token()))).isEqualTo("4002500");
    assertThat(code(call(path, "{}"))).isEqualTo("4002502");
    assertThat(code(call(path, body.replace("8400.00", "8400")))).isEqualTo("4002501");
    assertThat(code(call(path, body.replace("\"IDR\"", "\"USD\"")))).isEqualTo("4002501");
    assertThat(code(call(path, body.replace("   77777\"", "   77778\"")))).isEqualTo("4002501");
    assertThat(code(call(path, body))).isEqualTo("4042512");
    assertThat(code(call(path, " ".repeat(70_000)))).isEqualTo("4132500");
  }

  @Test
  void fromTheRegistrationToTheReceipt() {
    JsonObject bill = bill(member());
    String pay = bill.getString("paymentCode");
    String amount = bill.getLong("amount") + ".00";

    JsonObject seen = call("/transfer-va/inquiry", body(pay, amount, "rq-1"));
    assertThat(code(seen)).isEqualTo("2002400");
    JsonObject shown = seen.getJsonObject("virtualAccountData");
    assertThat(shown.getJsonObject("totalAmount").getString("value")).isEqualTo(amount);
    assertThat(shown.getString("virtualAccountName")).doesNotContain("Sudarma");

    String path = "/transfer-va/payment";
    assertThat(code(call(path, body(pay, "1.00", "rq-1")))).isEqualTo("4042513");
    assertThat(code(call(path, body(pay, amount.replace(".00", ".50"), "rq-1"))))
        .isEqualTo("4042513");
    String id = "" + IDS.incrementAndGet();
    String told = "\"trxDateTime\": \"2026-11-20T23:30:00+07:00\", \"customerNo\"";
    String at = body(pay, amount, "rq-1").replace("\"customerNo\"", told);
    assertThat(code(call(path, at.replace("T23", "T25")))).isEqualTo("4002501");
    assertThat(code(call(path, at.replace("T23:30:00+07:00", "")))).isEqualTo("4002501");
    JsonObject paid = call(path, at, id, now(), SECRET, token());
    assertThat(code(paid)).isEqualTo("2002500");
    assertThat(code(call(path, body(pay, amount, "rq-1"), id, now(), SECRET, token())))
        .isEqualTo("4092500");
    assertThat(call(path, body(pay, amount, "rq-1"))).as("a retry").isEqualTo(paid);
    assertThat(code(call(path, body(pay, amount, "rq-2")))).isEqualTo("4042514");
    assertThat(code(call(path, body(pay, "2.00", "rq-1")))).isEqualTo("4042518");
    assertThat(code(call("/transfer-va/inquiry", body(pay, amount, "rq-3")))).isEqualTo("4042414");
    assertThat(server.get("/api/v1/payments?phone=" + WORKER + "&status=paid").body())
        .contains("\"paidAt\":\"2026-11-20T16:30:00Z\"", "\"bill\":\"" + pay + "\"");
    TestRecords.await(
        "the receipt is in the outbox",
        () -> server.get("/api/v1/outbox?phone=" + WORKER).body().contains("AKTIF"));
  }

  @Test
  void theBankOfADemoPaysFromTheTerminal() throws Exception {
    server.close();
    Settings plain = TestStores.here().under(RunningServer.settings(0));
    server = RunningServer.start(data, DemoCommand.withBank(plain, data), World.real());
    JsonObject bill = bill(member());
    String[] pay = {
      "bank", "pay", bill.getString("paymentCode"), "--url", server.url(), "--data", "" + data
    };
    assertThat(GerbangCommand.run(pay)).isZero();
    assertThat(GerbangCommand.run(pay)).as("it is paid").isEqualTo(1);
    assertThat(server.get("/api/v1/outbox?phone=" + WORKER).body()).contains("AKTIF");
  }

  /** The bank has no part of our records: it hears of each account, and tells of the money. */
  @Test
  void aBankThatKeepsAccountsTellsOfMoneyAndMakesQris() {
    server.close();
    Vertx vertx = Vertx.vertx();
    Settings plain = TestStores.here().under(RunningServer.settings(0));
    DemoBank demo = DemoBank.made(data, plain.billing().serviceId());
    try (BankSimulator bank =
        new BankSimulator(
            vertx,
            0,
            demo.who(),
            DemoCommand.teller(demo, plain),
            task -> Thread.startVirtualThread(task),
            new SecureRandom())) {
      List<Settings.Bank> banks = List.of(demo.settings(bank.url(), true));
      server =
          RunningServer.start(
              data, plain.but(draft -> draft.billing = plain.billing().with(banks)), World.real());
      String member = member();
      String account = "77777" + bill(member).getString("paymentCode");
      TestRecords.await("the bank has the account", () -> bank.kept(account).isPresent());
      assertThat(counter(bank, new JsonObject().put("account", account)).getString("responseCode"))
          .isEqualTo("2003400");
      assertThat(status(account)).isEqualTo("paid");
      TestRecords.await("the account is gone", () -> bank.kept(account).isEmpty());
      assertThat(counter(bank, new JsonObject().put("account", account)).getString("said"))
          .contains("no such account");

      String second = issue(member, "bank-it-2").getString("paymentCode");
      String path = "/api/v1/bills/" + second + "/qris";
      JsonObject qris = new JsonObject(server.get(path).body());
      assertThat(new JsonObject(server.get(path).body())).as("made once").isEqualTo(qris);
      JsonObject customer = new JsonObject().put("qris", qris.getString("content"));
      assertThat(counter(bank, customer.copy().put("silent", true)).getString("said"))
          .contains("not told");
      server.server.gateway().calledBanks.runDue(Instant.now().plusSeconds(61));
      assertThat(status("77777" + second)).as("the bank was asked").isEqualTo("paid");
      assertThat(counter(bank, customer).getString("responseCode")).isEqualTo("2005200");
      assertThat(server.get(path).statusCode()).isEqualTo(404);
      server
          .server
          .gateway()
          .database
          .jdbi()
          .useHandle(
              handle ->
                  assertThat(
                          handle
                              .createQuery("SELECT count(*) FROM payment WHERE status = 'paid'")
                              .mapTo(int.class)
                              .one())
                      .as("each bill once, however it was told")
                      .isEqualTo(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      vertx.close();
    }
  }

  private static JsonObject counter(BankSimulator bank, JsonObject customer) {
    return new JsonObject(
        RunningServer.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bank.port() + "/counter"))
                    .POST(HttpRequest.BodyPublishers.ofString(customer.encode())))
            .body());
  }

  private String status(String account) {
    return server
        .server
        .gateway()
        .database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT status FROM bill WHERE virtual_account = ?")
                    .bind(0, account)
                    .mapTo(String.class)
                    .one());
  }

  private JsonObject bill(String member) {
    issue(member, "bank-it");
    return new JsonObject(server.get("/api/v1/bills?phone=" + WORKER).body())
        .getJsonArray("items")
        .getJsonObject(0);
  }

  private JsonObject issue(String member, String intent) {
    long price =
        new JsonObject(server.get("/api/v1/members/" + member).body())
            .getJsonObject("due")
            .getLong("amount");
    Issued issued =
        server
            .server
            .gateway()
            .domain
            .billIssue
            .issue(new NewBill(new Msisdn(WORKER), member, 1, price, "id", intent), Instant.now());
    assertThat(issued).isInstanceOf(Issued.Done.class);
    return new JsonObject().put("paymentCode", ((Issued.Done) issued).bill().paymentCode());
  }
}
