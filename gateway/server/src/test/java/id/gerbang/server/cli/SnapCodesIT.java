package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.payment.SnapSignature;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every response code of payments-snap-bi.md, over HTTP at a whole gateway, as a table. */
class SnapCodesIT {
  private static final String V1 = "/snap/v1.0";
  private static final String TOKEN = V1 + "/access-token/b2b";
  private static final String INQUIRY = V1 + "/transfer-va/inquiry";
  private static final String PAYMENT = V1 + "/transfer-va/payment";
  private static final String STATUS = V1 + "/transfer-va/status";
  private static final String NOTIFY = V1 + "/transfer-va/notify-payment-intrabank";
  private static final String QR = V1 + "/qr/qr-mpm-notify";
  private static final String SECRET = "a secret of the bank";
  private static final String WORKER = "6281200010802";
  private static final String NOBODY = "900000000000";
  private static final AtomicLong IDS = new AtomicLong(200_000_000);
  private static final AtomicLong REQUESTS = new AtomicLong();

  @TempDir private static Path data;
  private static KeyPair keys;
  private static RunningServer server;
  private static String token;
  private static String member;
  private static String expired;
  private static String paid;
  private static String paidAs;
  private static String paidAmount;
  private static String open;
  private static String openAmount;

  @BeforeAll
  static void open() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    Settings plain = TestStores.here().under(RunningServer.settings(0));
    List<Settings.Bank> banks = List.of(bank("bri", ""), bank("other", "192.0.2.1"));
    server =
        RunningServer.start(
            data, plain.but(d -> d.billing = plain.billing().with(banks)), World.real());
    token = new Asked(TOKEN).answer().getString("accessToken");
    member = member();
    JsonObject first = bill(1);
    expired = first.getString("paymentCode");
    sql("UPDATE bill SET status = 'expired' WHERE payment_code = '" + expired + "'");
    JsonObject second = bill(1);
    paid = second.getString("paymentCode");
    paidAmount = second.getLong("amount") + ".00";
    paidAs = "first-" + paid;
    assertThat(new Asked(PAYMENT).bill(paid, paidAmount, paidAs).code()).isEqualTo("2002500");
    JsonObject third = bill(1);
    open = third.getString("paymentCode");
    openAmount = third.getLong("amount") + ".00";
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static Settings.Bank bank(String name, String allow) {
    return new Settings.Bank(
        name,
        "client-" + name,
        new Secret(SECRET),
        "partner",
        keys.getPublic(),
        false,
        Duration.ofMinutes(5),
        AddressList.parse(allow).orElseThrow());
  }

  private static void sql(String sql) {
    server.server.gateway().database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static long count(String what) {
    return server
        .server
        .gateway()
        .database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(long.class).one());
  }

  private static String member() {
    RegisterDialogue.play(
        new HttpPhone(server.url(), WORKER), "5171991708908002", "Wayan Sudarma", "17081990");
    String reference =
        new JsonObject(server.get("/api/v1/applications?phone=" + WORKER).body())
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("reference");
    sql("UPDATE application SET status = 'awaiting_branch', next_deadline = NULL");
    server.post(
        "/api/v1/applications/" + reference + "/decision",
        "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000802\"}");
    return reference;
  }

  private static JsonObject bill(int months) {
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
            .issue(
                new NewBill(
                    new Msisdn(WORKER), member, months, price, "id", "i" + IDS.incrementAndGet()),
                Instant.now());
    assertThat(issued).isInstanceOf(Issued.Done.class);
    return new JsonObject()
        .put("paymentCode", ((Issued.Done) issued).bill().paymentCode())
        .put("amount", price);
  }

  /** A request that is right in everything, until a test makes it wrong. */
  private static final class Asked {
    private final String path;
    private String method = "POST";
    private String at = time(Instant.now());
    private String secret = SECRET;
    private String signedPath;
    private byte[] body = "{\"grantType\":\"client_credentials\"}".getBytes(StandardCharsets.UTF_8);
    private final Map<String, String> headers = new HashMap<>();

    Asked(String path) {
      this.path = path;
      this.signedPath = path;
      headers.put("X-CLIENT-KEY", "client-bri");
      headers.put("X-PARTNER-ID", "partner");
      headers.put("X-EXTERNAL-ID", "" + IDS.incrementAndGet());
      headers.put("CHANNEL-ID", "00002");
      headers.put("Authorization", "Bearer " + token);
    }

    static String time(Instant at) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
    }

    Asked header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    Asked without(String name) {
      headers.put(name, "");
      return this;
    }

    Asked at(String time) {
      at = time;
      return this;
    }

    Asked method(String other) {
      method = other;
      return this;
    }

    Asked secret(String other) {
      secret = other;
      return this;
    }

    Asked signedFor(String other) {
      signedPath = other;
      return this;
    }

    Asked body(String text) {
      body = text.getBytes(StandardCharsets.UTF_8);
      return this;
    }

    Asked bill(String code, String amount, String id) {
      return bill(code, amount, id, _ -> {});
    }

    Asked bill(String code, String amount, String id, Consumer<JsonObject> change) {
      JsonObject json =
          new JsonObject()
              .put("partnerServiceId", "   77777")
              .put("customerNo", code)
              .put("virtualAccountNo", "   77777" + code)
              .put("virtualAccountName", "Nama  dengan  spasi \\ \" ")
              .put("inquiryRequestId", id)
              .put("paymentRequestId", id)
              .put("paidAmount", new JsonObject().put("value", amount).put("currency", "IDR"));
      change.accept(json);
      return body(json.encodePrettily());
    }

    JsonObject answer() {
      boolean asksToken = path.equals(TOKEN);
      headers.put("X-TIMESTAMP", at);
      headers.putIfAbsent(
          "X-SIGNATURE",
          asksToken
              ? SnapSignature.token(keys.getPrivate(), headers.get("X-CLIENT-KEY"), at)
              : SnapSignature.written(
                  SnapSignature.transaction(
                      secret,
                      method,
                      signedPath,
                      headers.get("Authorization").replace("Bearer ", ""),
                      body,
                      at),
                  SnapSignature.Form.BASE64));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(body));
      headers.forEach(
          (name, value) -> {
            if (!value.isEmpty()) {
              request.header(name, value);
            }
          });
      HttpResponse<String> response = RunningServer.send(request);
      JsonObject json = new JsonObject(response.body());
      assertThat(json.getString("responseCode")).startsWith("" + response.statusCode());
      assertThat(json.getString("responseMessage")).isNotEmpty();
      return json;
    }

    String code() {
      return answer().getString("responseCode");
    }
  }

  private static Asked asked(String path) {
    return new Asked(path).bill(open, openAmount, "r" + REQUESTS.incrementAndGet());
  }

  private static Asked changed(String path, Consumer<JsonObject> change) {
    return new Asked(path).bill(open, openAmount, "r" + REQUESTS.incrementAndGet(), change);
  }

  private static void are(String code, Asked... asked) {
    for (int i = 0; i < asked.length; i++) {
      assertThat(asked[i].code()).as("%s, number %d", code, i).isEqualTo(code);
    }
  }

  @Test
  void aTokenIsForWhoProvesItself() {
    String old = Asked.time(Instant.now().minus(Duration.ofMinutes(6)));
    String early = Asked.time(Instant.now().plus(Duration.ofMinutes(6)));
    are("2007300", new Asked(TOKEN), new Asked(TOKEN).at(Instant.now().toString()));
    are(
        "4007302",
        new Asked(TOKEN).without("X-CLIENT-KEY"),
        new Asked(TOKEN).header("X-SIGNATURE", ""),
        new Asked(TOKEN).body("{}"),
        new Asked(TOKEN).body("{\"grantType\":\"\"}"));
    are(
        "4007301",
        new Asked(TOKEN).at("yesterday").header("X-SIGNATURE", "bm8="),
        new Asked(TOKEN).body("{\"grantType\":\"password\"}"),
        new Asked(TOKEN).body("{\"grantType\":7}"));
    are("4007300", new Asked(TOKEN).body("grantType=client_credentials"));
    are(
        "4017300",
        new Asked(TOKEN).header("X-CLIENT-KEY", "client-nobody"),
        new Asked(TOKEN).header("X-SIGNATURE", "bm8="),
        new Asked(TOKEN).header("X-SIGNATURE", "not base64"),
        new Asked(TOKEN).at(old),
        new Asked(TOKEN).at(early),
        // who is not proven learns nothing of what is wrong with its body
        new Asked(TOKEN).header("X-SIGNATURE", "bm8=").body("no json"));
    are("4037301", new Asked(TOKEN).header("X-CLIENT-KEY", "client-other"));
    are("4137300", new Asked(TOKEN).body(" ".repeat(70_000)));
    are("4057301", new Asked(TOKEN).method("PUT"));
  }

  @Test
  void signatureTokenAndClockComeBeforeTheBody() {
    String old = Asked.time(Instant.now().minus(Duration.ofMinutes(6)));
    for (String path : List.of(INQUIRY, PAYMENT, STATUS, NOTIFY, QR)) {
      String service = service(path);
      are(
          "401" + service + "00",
          asked(path).secret("another"),
          asked(path).signedFor(path.replace("/snap", "")),
          asked(path).at(old),
          asked(path).header("X-PARTNER-ID", "somebody"),
          asked(path).header("X-SIGNATURE", "zz"),
          asked(path).body("no json").secret("another"));
      are(
          "401" + service + "01",
          asked(path).header("Authorization", "Bearer nothing"),
          asked(path).header("Authorization", "Bearer " + token.replace('a', 'b') + "x"),
          asked(path).header("Authorization", "Basic " + token));
      are(
          "400" + service + "02",
          asked(path).without("Authorization"),
          asked(path).header("X-SIGNATURE", ""),
          asked(path).without("X-PARTNER-ID"),
          asked(path).without("X-EXTERNAL-ID"),
          asked(path).without("CHANNEL-ID"));
      are(
          "400" + service + "01",
          asked(path).at("now"),
          asked(path).header("X-EXTERNAL-ID", "not/one"),
          asked(path).header("X-EXTERNAL-ID", "1".repeat(37)),
          asked(path).header("CHANNEL-ID", "000002"));
      are("400" + service + "00", asked(path).body("no json"), asked(path).body("[1]"));
      are("413" + service + "00", asked(path).body(" ".repeat(70_000)));
      are("405" + service + "01", asked(path).method("GET").body(""), asked(path).method("PUT"));
    }
    are("4002501", asked(PAYMENT).header("X-EXTERNAL-ID", "12a"));
  }

  private static String service(String path) {
    return switch (path) {
      case INQUIRY -> "24";
      case PAYMENT -> "25";
      case STATUS -> "26";
      case NOTIFY -> "34";
      default -> "52";
    };
  }

  @Test
  void whatIsNoServiceIsAnsweredInSnapsForm() {
    are(
        "4040000",
        new Asked("/snap/v1.0/transfer-va/other"),
        new Asked("/snap/v1.0/transfer-va/other").method("GET").body(""),
        new Asked("/snap/v2.0/transfer-va/inquiry"),
        new Asked("/snap/"));
  }

  @Test
  void fieldsAreRefusedByName() {
    for (String path : List.of(INQUIRY, PAYMENT)) {
      String service = service(path);
      String id = path.equals(INQUIRY) ? "inquiryRequestId" : "paymentRequestId";
      for (String name : List.of("partnerServiceId", "customerNo", "virtualAccountNo", id)) {
        assertThat(changed(path, json -> json.remove(name)).answer().encode())
            .contains("400" + service + "02", name);
        assertThat(changed(path, json -> json.put(name, "")).code())
            .isEqualTo("400" + service + "02");
        assertThat(changed(path, json -> json.put(name, 7)).answer().encode())
            .contains("400" + service + "01", name);
        assertThat(changed(path, json -> json.put(name, "\u0000é")).code())
            .isEqualTo("400" + service + "01");
      }
      are("400" + service + "01", changed(path, json -> json.put("customerNo", NOBODY)));
    }
    JsonObject money = new JsonObject().put("value", openAmount).put("currency", "IDR");
    are(
        "4002502",
        changed(PAYMENT, json -> json.remove("paidAmount")),
        changed(PAYMENT, json -> json.put("paidAmount", new JsonObject())),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().putNull("value"))));
    are(
        "4002501",
        changed(PAYMENT, json -> json.put("paidAmount", openAmount)),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().put("currency", "USD"))),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().put("value", "8400"))),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().put("value", "-1.00"))),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().put("value", "0.00"))),
        changed(PAYMENT, json -> json.put("paidAmount", money.copy().put("value", 8400))));
  }

  @Test
  void aBillIsRefusedForWhatItIs() {
    are("2002400", asked(INQUIRY));
    are("4042412", new Asked(INQUIRY).bill(NOBODY, "1.00", "r"));
    are("4042512", new Asked(PAYMENT).bill(NOBODY, "1.00", "r-nobody"));
    are("4042414", new Asked(INQUIRY).bill(paid, "1.00", "r"));
    are("4042514", new Asked(PAYMENT).bill(paid, paidAmount, "another"));
    are("4042419", new Asked(INQUIRY).bill(expired, "1.00", "r"));
    are("4042519", new Asked(PAYMENT).bill(expired, paidAmount, "r-expired"));
    are(
        "4042513",
        new Asked(PAYMENT).bill(open, "1.00", "r-little"),
        new Asked(PAYMENT).bill(open, "9999999999999.00", "r-much"),
        new Asked(PAYMENT).bill(open, openAmount.replace(".00", ".01"), "r-sen"));
    // under the id of a payment that is booked: a bank counts 18 as paid, and it is
    are("4042518", new Asked(PAYMENT).bill(paid, "1.00", paidAs));
    assertThat(count("payment WHERE payment_request_id LIKE 'r-%'")).isZero();
  }

  @Test
  void aRetryIsAnsweredAsTheFirstTimeAndTheStatusIsKnown() {
    JsonObject again =
        new Asked(PAYMENT)
            .bill(paid, paidAmount, paidAs, json -> json.put("flagAdvise", "Y"))
            .answer();
    assertThat(again.getString("responseCode")).isEqualTo("2002500");
    String reference = again.getJsonObject("virtualAccountData").getString("referenceNo");
    JsonObject status = new Asked(STATUS).bill(paid, paidAmount, paidAs).answer();
    assertThat(status.getString("responseCode")).isEqualTo("2002600");
    JsonObject known = status.getJsonObject("virtualAccountData");
    assertThat(known.getString("referenceNo")).isEqualTo(reference);
    assertThat(known.getString("paymentFlagStatus")).isEqualTo("00");
    assertThat(known.getJsonObject("paidAmount").getString("value")).isEqualTo(paidAmount);
    are("4042601", new Asked(STATUS).bill(paid, "1.00", "never"));
    are("4042601", new Asked(STATUS).bill(open, "1.00", paidAs));
    are(
        "4002602",
        changed(STATUS, json -> json.putNull("paymentRequestId").remove("inquiryRequestId")));
  }

  @Test
  void anExternalIdIsUsedOnceByEachBankWhateverTheAnswerWas() {
    for (String path : List.of(INQUIRY, PAYMENT, STATUS)) {
      String id = "" + IDS.incrementAndGet();
      asked(path).body("no json").header("X-EXTERNAL-ID", id).answer();
      are("409" + service(path) + "00", asked(path).header("X-EXTERNAL-ID", id));
    }
  }

  /** What has moved is booked or parked, whatever is said of it; told again, once. */
  @Test
  void moneyThatMovedIsNeverRefusedForWhatItSays() {
    String id = "n-" + REQUESTS.incrementAndGet();
    are("2003400", new Asked(NOTIFY).bill(NOBODY, "5000.00", id));
    are("2003400", new Asked(NOTIFY).bill(NOBODY, "5000.00", id));
    assertThat(count("payment WHERE payment_request_id = '" + id + "'")).isEqualTo(1);
    assertThat(
            count(
                "suspense s JOIN payment p ON p.reference = s.payment WHERE p.payment_request_id ="
                    + " '"
                    + id
                    + "' AND s.reason = 'no_bill'"))
        .isEqualTo(1);

    parked("too_little", open, "1.00");
    parked("too_much", open, "9000000.00");
    parked("paid_before", paid, paidAmount);
    parked("expired", expired, "8400.00");

    // as BRI writes it, with a letter in the external id
    String bri = "n-" + REQUESTS.incrementAndGet();
    are(
        "2003400",
        new Asked(NOTIFY)
            .bill(
                NOBODY,
                "1.00",
                bri,
                json -> {
                  json.remove("paidAmount");
                  json.put("additionalInfo", new JsonObject().put("paymentAmount", "7000"));
                  json.put("trxDateTime", "no time");
                })
            .header("X-EXTERNAL-ID", "A" + IDS.incrementAndGet()));
    assertThat(count("payment WHERE payment_request_id = '" + bri + "' AND amount = 7000"))
        .isEqualTo(1);

    are(
        "4003402",
        changed(NOTIFY, json -> json.remove("paidAmount")),
        changed(NOTIFY, json -> json.remove("paymentRequestId")));
    are("4003401", changed(NOTIFY, json -> json.put("virtualAccountNo", "abc")));
  }

  private static void parked(String reason, String code, String amount) {
    String id = "n-" + REQUESTS.incrementAndGet();
    are("2003400", new Asked(NOTIFY).bill(code, amount, id));
    assertThat(
            count(
                "suspense s JOIN payment p ON p.reference = s.payment WHERE p.payment_request_id ="
                    + " '"
                    + id
                    + "' AND s.reason = '"
                    + reason
                    + "'"))
        .as(reason)
        .isEqualTo(1);
  }

  @Test
  void moneyUnderAnExternalIdThatWasUsedIsBookedAndTheConflictSaid() {
    String used = "" + IDS.incrementAndGet();
    are("4003400", asked(NOTIFY).body("no json").header("X-EXTERNAL-ID", used));
    String id = "n-" + REQUESTS.incrementAndGet();
    are("4093400", new Asked(NOTIFY).bill(NOBODY, "3000.00", id).header("X-EXTERNAL-ID", used));
    assertThat(count("payment WHERE payment_request_id = '" + id + "'")).isEqualTo(1);
  }

  @Test
  void moneyByQrisIsTakenWhenItIsPaid() {
    String reference = "q-" + REQUESTS.incrementAndGet();
    JsonObject told =
        new JsonObject()
            .put("originalReferenceNo", reference)
            .put("originalPartnerReferenceNo", NOBODY)
            .put("latestTransactionStatus", "03")
            .put("amount", new JsonObject().put("value", "2500.00").put("currency", "IDR"));
    are("2005200", new Asked(QR).body(told.encode()));
    assertThat(count("payment WHERE payment_request_id = '" + reference + "'")).isZero();
    told.put("latestTransactionStatus", "00");
    are("2005200", new Asked(QR).body(told.encode()), new Asked(QR).body(told.encode()));
    assertThat(count("payment WHERE payment_request_id = '" + reference + "'")).isEqualTo(1);
    are("4005201", new Asked(QR).body(told.copy().put("latestTransactionStatus", "9").encode()));
    are("4005202", new Asked(QR).body("{}"));
  }
}
