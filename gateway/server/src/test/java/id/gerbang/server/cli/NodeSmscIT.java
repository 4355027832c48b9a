package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.testing.NodeSmsc;
import id.gerbang.server.testing.RegisterDialogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway bound to a carrier of npm's {@code smpp}, which shares no code with ours. */
class NodeSmscIT {
  private static final String CODE = "*500*25#";
  private static final String AGENT = "6281200000001";

  @TempDir private static Path data;
  private static NodeSmsc smsc;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    Optional<NodeSmsc> started = NodeSmsc.start();
    Assumptions.assumeTrue(started.isPresent(), "no Node with npm's smpp: see the log");
    smsc = started.get();
    server = RunningServer.start(data, smsc.port(), World.real());
    assertThat(smsc.next("bound").get("version").asInt()).isEqualTo(0x34);
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
    if (smsc != null) {
      smsc.close();
    }
  }

  private static String text(JsonNode submit) {
    return Gsm7.decode(submit.get("text").asText().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A phone behind the carrier, in the dialect standard. */
  private static final class UssdPhone implements RegisterDialogue.Phone {
    private final String number;
    private final int session;
    private int its;

    UssdPhone(String number, int session) {
      this.number = number;
      this.session = session;
    }

    @Override
    public String dial() {
      its = session << 8;
      return pressed(1, CODE);
    }

    @Override
    public String type(String input) {
      its += 2;
      return pressed(18, input);
    }

    private String pressed(int operation, String text) {
      assertThat(smsc.ussd(number, CODE, operation, its, text)).isZero();
      JsonNode screen = smsc.screen(number);
      assertThat(screen.get("to").asText()).isEqualTo(number);
      assertThat(screen.get("from").asText()).isEqualTo(CODE);
      assertThat(Integer.parseInt(screen.get("its").asText(), 16) & 0xFFFE).isEqualTo(its);
      assertThat(screen.get("coding").asInt()).isEqualTo(0x0F);
      return text(screen);
    }
  }

  @Test
  void aRegistrationToTheAgentsSms() {
    String worker = "6281200000611";
    String reference =
        RegisterDialogue.play(
            new UssdPhone(worker, 0x2A), "5171991708906011", "Wayan Sudarma", "17081990");
    JsonNode receipt = smsc.sms(worker);
    assertThat(text(receipt)).contains(reference);
    assertThat(receipt.get("receipt").asInt()).isEqualTo(1);
    String code = smsc.sms(AGENT).get("text").asText().replaceAll("(?s).*YA ([A-Z2-9]{6}).*", "$1");
    assertThat(
            smsc.deliver(
                Map.of(
                    "from",
                    worker,
                    "to",
                    "2757",
                    "esm",
                    4,
                    "text",
                    "id:" + receipt.get("submit").asText() + " stat:DELIVRD err:000 text:")))
        .isZero();
    assertThat(smsc.deliver(Map.of("from", AGENT, "to", "2757", "text", "YA " + code))).isZero();
    assertThat(text(smsc.sms(AGENT))).contains("tercatat: YA");
  }

  @Test
  void theNoticeInPartsAndAnswersInParts() {
    String worker = "6281200000612";
    UssdPhone phone = new UssdPhone(worker, 0x2B);
    phone.dial();
    phone.type("1");
    phone.type("3");
    Map<String, String> parts = new TreeMap<>();
    int total = 1;
    while (parts.size() < total) {
      JsonNode part = smsc.sms(worker);
      assertThat(part.get("esm").asInt()).isEqualTo(0x40);
      String header = part.get("udh").asText(); // Node gives it without its length
      assertThat(header).matches("0003....0.");
      total = Integer.parseInt(header.substring(6, 8), 16);
      parts.put(header.substring(8), text(part));
    }
    assertThat(String.join("", parts.values())).contains("UU PDP 27/2022", "mencabut");
    assertThat(
            smsc.deliver(
                Map.of(
                    "from", worker, "to", "2757", "esm", 0x40, "udh", "0500032a0202", "text", "O")))
        .isZero();
    assertThat(
            smsc.deliver(
                Map.of(
                    "from",
                    worker,
                    "to",
                    "2757",
                    "esm",
                    0x40,
                    "udh",
                    "0500032a0201",
                    "text",
                    "INF")))
        .isZero();
    assertThat(smsc.sms(worker).get("status").asInt())
        .isZero(); // the two are one SMS, and answered
  }

  @Test
  void theCarriersOwnErrorsAndAnUnbind() {
    String worker = "6281200000613";
    assertThat(smsc.ussd(worker, CODE, 200, 0x2C00, "x")).isEqualTo(0xC4);
    assertThat(smsc.ussd("BPJS", CODE, 1, 0x2C00, CODE)).isEqualTo(0x0A);
    smsc.statuses(0x0401); // an error response of Node's is its header only
    assertThat(smsc.ussd(worker, CODE, 1, 0x2C00, CODE)).isZero();
    assertThat(smsc.screen(worker).get("status").asInt()).isEqualTo(0x0401);
    assertThat(new UssdPhone(worker, 0x2D).dial()).contains("1 Daftar");
    smsc.unbind();
    smsc.next("bound");
    assertThat(new UssdPhone(worker, 0x2E).dial()).contains("1 Daftar");
  }
}
