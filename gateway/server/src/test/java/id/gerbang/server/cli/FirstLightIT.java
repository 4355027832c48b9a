package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.CloudhopperSmsc;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.SmscPhones;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dial, register, the agent confirms, the branch decides: on real Redis and PostgreSQL, through an
 * SMSC that is not ours and a real HTTP client.
 */
class FirstLightIT {
  private static final String AGENT = "6281200000001";
  private static final String CODE = "*500*25#";
  private static final Pattern YES = Pattern.compile("YA ([A-Z2-9]{6})");

  @TempDir private static Path data;
  private static CloudhopperSmsc smsc;
  private static SmscPhones phones;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    smsc = CloudhopperSmsc.start(0, "gerbang", "gerbang");
    server = RunningServer.start(data, smsc.port(), World.real());
    smsc.awaitBind();
    phones = new SmscPhones(smsc);
  }

  @AfterAll
  static void end() {
    server.close();
    phones.close();
    smsc.close();
  }

  private static String code(String sms) {
    Matcher matcher = YES.matcher(sms);
    assertThat(matcher.find()).as("a code in: %s", sms).isTrue();
    return matcher.group(1);
  }

  private static String application(String reference) {
    return server.get("/api/v1/applications/" + reference).body();
  }

  @Test
  void overUssdOnSmppToTheCard() {
    String worker = "6281200000601";
    String reference =
        RegisterDialogue.play(
            phones.ussd(worker, CODE), "5171991708906001", "Wayan Sudarma", "17081990");
    assertThat(application(reference))
        .contains("\"status\":\"awaiting_agent\"")
        .contains("\"agent\":\"PRS001\"");

    assertThat(phones.nextSms(worker)).contains(reference).contains("BELUM terlindungi");
    String ask = phones.nextSms(AGENT);
    assertThat(ask)
        .contains("Wayan S*****", "NIK ..6001", "Sesetan", "JKK+JKM", "WITA")
        .doesNotContain("Sudarma", "5171991708906001");
    String code = code(ask);

    phones.sendSms("6281200000002", "YA " + code); // another agent's phone
    assertThat(phones.nextSms("6281200000002")).contains("tidak dikenal");
    phones.sendSms(AGENT, "ya  " + code.toLowerCase(java.util.Locale.ROOT));
    assertThat(phones.nextSms(AGENT)).contains("tercatat: YA");
    assertThat(phones.nextSms(worker)).contains("agen sudah konfirmasi");
    assertThat(application(reference)).contains("\"status\":\"awaiting_branch\"");
    phones.sendSms(AGENT, "TOLAK " + code + " berubah pikiran");
    assertThat(phones.nextSms(AGENT))
        .contains("sudah dijawab YA")
        .contains("Tidak ada yang berubah");

    HttpResponse<String> approved =
        server.post(
            "/api/v1/applications/" + reference + "/decision",
            "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000601\"}");
    assertThat(approved.statusCode()).isEqualTo(200);
    assertThat(phones.nextSms(worker))
        .contains("DISETUJUI", "BPU-0000601", "setelah iuran pertama dibayar");
    assertThat(
            server
                .post(
                    "/api/v1/applications/" + reference + "/decision",
                    "{\"decision\":\"reject\",\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(409);
    assertThat(server.get("/api/v1/members/" + reference).body()).contains("BPU-0000601");

    RegisterDialogue.Phone again = phones.ussd(worker, CODE);
    again.dial();
    assertThat(again.type("2")).contains(reference).contains("DISETUJUI");
  }

  @Test
  void overHttpAndRejectedByTheAgentAndAgain() {
    String worker = "6281200000602";
    HttpPhone phone = new HttpPhone(server.url(), worker);
    String reference = RegisterDialogue.play(phone, "5171991708906002", "Ketut Sari", "17081990");
    assertThat(phone.isOpen()).isFalse();
    assertThat(phone.repeat()).contains(reference); // the aggregator missed the answer
    assertThat(server.get("/api/v1/applications?phone=" + worker).body())
        .containsOnlyOnce("\"reference\"");

    String code = code(phones.nextSms(AGENT));
    phones.nextSms(worker);
    phones.sendSms(AGENT, "TOLAK " + code + " bukan warga desa ini");
    assertThat(phones.nextSms(AGENT)).contains("TOLAK");
    assertThat(phones.nextSms(worker)).contains("ditolak: bukan warga desa ini");
    assertThat(application(reference))
        .contains("\"status\":\"rejected\"")
        .contains("bukan warga desa ini");

    String second =
        RegisterDialogue.play(
            new HttpPhone(server.url(), worker), "5171991708906002", "Ketut Sari", "17081990");
    assertThat(second).isNotEqualTo(reference);
    phones.nextSms(AGENT);
    phones.nextSms(worker);
  }

  @Test
  void aDroppedCallGoesOnOverTheOtherWire() {
    String worker = "6281200000603";
    RegisterDialogue.Phone ussd = phones.ussd(worker, CODE);
    ussd.dial();
    ussd.type("1");
    ussd.type("1");
    String asked = ussd.type("5171991708906003");
    HttpPhone http = new HttpPhone(server.url(), worker);
    assertThat(http.dial()).startsWith("Lanjutkan pendaftaran?");
    assertThat(http.type("1")).isEqualTo(asked);
  }

  @Test
  void theNoticeComesBySmsInParts() {
    String worker = "6281200000604";
    RegisterDialogue.Phone phone = phones.ussd(worker, CODE);
    phone.dial();
    phone.type("1");
    assertThat(phone.type("3")).startsWith("Rincian dikirim lewat SMS.").contains("1 Setuju");
    assertThat(phones.nextSms(worker))
        .hasSizeGreaterThan(160)
        .contains("UU PDP 27/2022", "mencabut");
  }

  @Test
  void theLanguageIsKeptForTheNextCall() {
    HttpPhone phone = new HttpPhone(server.url(), "6281200000605");
    phone.dial();
    phone.type("9");
    assertThat(phone.type("4")).contains("1 Register");
    phone.type("0");
    assertThat(phone.isOpen()).isFalse();
    assertThat(phone.dial()).contains("1 Register");
  }

  @Test
  void theAgentOfAVillageIsFound() {
    HttpPhone phone = new HttpPhone(server.url(), "6281200000606");
    phone.dial();
    phone.type("3");
    phone.type("7322"); // p-e-c-a
    assertThat(phone.type("1")).contains("Ketut Rai", "081200000002");
  }

  @Test
  void theApiRefusesInOneForm() {
    assertThat(
            RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/applications")))
                .statusCode())
        .isEqualTo(401);
    assertThat(server.get("/api/v1/applications/AAAAAA").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/v1/applications?status=lost").body())
        .contains("\"status\":400", "awaiting_agent");
    assertThat(server.get("/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(server.post("/api/v1/applications/AAAAAA", "{}").statusCode()).isEqualTo(405);
    assertThat(server.post("/api/v1/applications/AAAAAA/decision", "{").statusCode())
        .isEqualTo(400);
    assertThat(server.post("/api/v1/applications/AAAAAA/decision", "[]").statusCode())
        .isEqualTo(400);
    assertThat(
            server
                .post(
                    "/api/v1/applications/AAAAAA/decision",
                    "{\"decision\":\"approve\",\"card\":\"1\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            server.post("/api/v1/agents", "{\"code\":\"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(server.get("/api/v1/openapi.yaml").body()).contains("openapi: 3.1.0");
    assertThat(server.get("/api/v1/agents").body())
        .contains("PRS001", "PRS009", "suspended")
        .doesNotContain("6281200000001");
  }

  @Test
  void theAggregatorsPathRefusesWhatItCannotRead() {
    URI path = URI.create(server.url() + "/ussd/africastalking");
    assertThat(RunningServer.send(HttpRequest.newBuilder(path)).statusCode()).isEqualTo(405);
    assertThat(form(path, "text=1").statusCode()).isEqualTo(400);
    assertThat(form(path, "sessionId=a&phoneNumber=BPJS&text=").statusCode()).isEqualTo(400);
    assertThat(
            form(path, "sessionId=a&phoneNumber=%2B6281200000607&text=" + "1*".repeat(40_000))
                .statusCode())
        .isEqualTo(413);
    assertThat(
            form(URI.create(path + "/geheim"), "sessionId=a&phoneNumber=%2B6281200000607&text=")
                .statusCode())
        .isEqualTo(403);
    assertThat(form(path, "sessionId=a&phoneNumber=%2B6281200000607&text=%FF%FE%&x=%zz").body())
        .startsWith("CON ");
  }

  private static HttpResponse<String> form(URI path, String body) {
    return RunningServer.send(
        HttpRequest.newBuilder(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void healthAndMetricsTellHowItIs() {
    assertThat(
            RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.managementUrl() + "/health/live")))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.managementUrl() + "/health/ready")))
                .body())
        .contains("\"redis\":\"up\"");
    assertThat(
            RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")))
                .body())
        .contains(
            "gerbang_turn_seconds",
            "gerbang_redis_seconds",
            "gerbang_outbox_oldest_seconds",
            "gerbang_smpp_bound")
        .doesNotContain("62812");
  }
}
