package id.gerbang.server.cli;

import static id.gerbang.server.testing.RawHttp.chunked;
import static id.gerbang.server.testing.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An aggregator that repeats itself, comes late and tells how it ended, on a whole gateway. */
class HttpUssdIT {
  private static final String PATH = "/ussd/africastalking";

  @TempDir private static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() throws InterruptedException {
    server = RunningServer.start(data, 0, World.real());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static RawHttp.Answer send(byte[] request) {
    return RawHttp.send(server.settings.http().port(), request);
  }

  private static String screen(String session, String phone, String text) {
    RawHttp.Answer answer = send(post(PATH, form(session, phone, text)));
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private static String form(String session, String phone, String text) {
    return "sessionId=" + session + "&phoneNumber=%2B" + phone + "&text=" + text;
  }

  @Test
  void aRepeatGetsTheSameAnswerAndALateOneChangesNothing() {
    String phone = "6281200000711";
    String menu = screen("R1", phone, "");
    assertThat(menu).startsWith("CON ").contains("1 Daftar");
    assertThat(screen("R1", phone, "")).isEqualTo(menu);
    String consent = screen("R1", phone, "1");
    String nik = screen("R1", phone, "1*1");
    assertThat(nik).contains("NIK").isNotEqualTo(consent);
    assertThat(screen("R1", phone, "1*1")).isEqualTo(nik);
    assertThat(send(post(PATH, "text=1%2A1&phoneNumber=" + phone + "&sessionId=R1")).body())
        .isEqualTo(nik);
    assertThat(send(chunked(PATH, form("R1", phone, "1*1"), 3)).body()).isEqualTo(nik);

    assertThat(screen("R1", phone, "1")).as("an earlier request comes late").isEqualTo(nik);
    assertThat(screen("R1", phone, "1*1*12")).as("it goes on").isNotEqualTo(nik).contains("NIK");
  }

  @Test
  void longSessionIdsOfTheSameHashCodeStayApart() {
    String phone = "6281200000712";
    String start = "s".repeat(80);
    screen(start + "Aa", phone, "");
    screen(start + "Aa", phone, "1");
    screen(start + "Aa", phone, "1*1");
    assertThat(screen(start + "BB", phone, "1*1"))
        .as("another session, which did not yet see the menu")
        .contains("Lanjutkan");
  }

  @Test
  void anotherPathIsAnotherPath() {
    assertThat(send(post(PATH + "X", form("P1", "6281200000713", ""))).status()).isEqualTo(404);
    assertThat(send(post(PATH + "/x", form("P1", "6281200000713", ""))).status()).isEqualTo(403);
  }

  /** What curl does before a longer body. */
  @Test
  void whoAsksWhetherToGoOnIsToldSo() throws Exception {
    byte[] body = form("E1", "6281200000714", "").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.settings.http().port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      String head = "POST " + PATH + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
      out.write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes("US-ASCII"));
      assertThat(RawHttp.read(socket.getInputStream()).status()).isEqualTo(100);
      out.write(body);
      assertThat(RawHttp.read(socket.getInputStream()).body()).startsWith("CON ");
    }
  }

  @Test
  void theEndOfASessionIsCountedAndTheConversationStays() {
    String phone = "6281200000715";
    screen("D1", phone, "");
    screen("D1", phone, "1");
    screen("D1", phone, "1*1");
    String end = "&status=Incomplete&durationInMillis=9000&errorMessage=";
    RawHttp.Answer answer = send(post(PATH + "/events", form("D1", phone, "") + end));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(metrics())
        .contains(
            "gerbang_ussd_http_ends_total{aggregator=\"africastalking\",status=\"incomplete\"} 1.0")
        .contains("gerbang_turn_ends_total{channel=\"ussd\",end=\"dropped\"} 1.0");
    assertThat(screen("D2", phone, "")).contains("Lanjutkan");
  }

  private static String metrics() {
    return RunningServer.send(
            HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")))
        .body();
  }

  /** Under the names by which docs/operating.md explains them. */
  @Test
  void theFiguresOfALinkAreThere() throws IOException {
    String metrics = metrics();
    String explained = Files.readString(RunningServer.home().path().resolve("docs/operating.md"));
    for (String name : new String[] {"bound", "state", "window", "dialogues", "binds_total"}) {
      assertThat(metrics).contains("\ngerbang_smpp_" + name + "{link=\"first\"");
      assertThat(explained).contains("`gerbang_smpp_" + name + "{link");
    }
    assertThat(metrics)
        .contains("gerbang_smpp_state{link=\"first\",state=\"bound\"} 1.0")
        .contains("gerbang_smpp_binds_total{link=\"first\",outcome=\"bound\"} 1.0");
  }
}
