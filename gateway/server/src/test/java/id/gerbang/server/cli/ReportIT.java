package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.CloudhopperSmsc;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.SmscPhones;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An accident is reported, agent and branch are alerted, the branch says how far it has come, the
 * reporter hears of it: through an SMSC that is not ours and a real HTTP client.
 */
class ReportIT {
  private static final String AGENT_OF_PECATU = "6281200000002";
  private static final String REPORTER = "6281200000621";
  private static final Pattern REFERENCE = Pattern.compile("no\\. ([A-Z2-9]{6})\\b");
  private static final Pattern LINE = Pattern.compile("(\\d) Lapor");

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

  /** Dials and chooses the report, wherever it stands in the main menu. */
  private static String reports(RegisterDialogue.Phone phone) {
    Matcher line = LINE.matcher(phone.dial());
    assertThat(line.find()).isTrue();
    return phone.type(line.group(1));
  }

  private static String report(RegisterDialogue.Phone phone) {
    assertThat(reports(phone)).contains("1 Kecelakaan kerja", "2 Kematian", "3 Ikuti laporan");
    phone.type("1");
    phone.type("2");
    phone.type("5171991708906021");
    phone.type("7322"); // p-e-c-a
    phone.type("1");
    phone.type("dekat pura");
    phone.type("1");
    assertThat(phone.type("081200000622"))
        .contains("NIK ..6021", "Pecatu, dekat pura", "Hubungi 081200000622");
    Matcher reference = REFERENCE.matcher(phone.type("1"));
    assertThat(reference.find()).isTrue();
    return reference.group(1);
  }

  @Test
  void fromTheFirstCallToTheDecision() {
    String reference = report(phones.ussd(REPORTER, "*500*25#"));
    assertThat(phones.nextSms(AGENT_OF_PECATU))
        .contains("KECELAKAAN", reference, "NIK ..6021", "081200000622", "WITA")
        .doesNotContain("5171991708906021");
    assertThat(phones.nextSms(REPORTER)).contains(reference, "formulir 3", "KTP 2 saksi");

    assertThat(server.get("/api/v1/reports?stage=reported&village=Pecatu").body())
        .contains(reference, "\"overdue\":false", "\"agent\":\"PRS002\"", "\"branch\":\"DPS\"")
        .doesNotContain("5171991708906021", REPORTER, "6281200000622");

    assertThat(
            server
                .post(
                    "/api/v1/reports/" + reference + "/stage",
                    "{\"stage\":\"stage_1\",\"note\":\"Lengkapi KTP saksi\"}")
                .body())
        .contains("\"stage\":\"stage_1\"");
    assertThat(phones.nextSms(REPORTER))
        .contains("tahap I sudah diterima", "Catatan: Lengkapi KTP saksi");
    assertThat(server.post("/api/v1/reports/" + reference + "/stage", "{\"stage\":\"stage_1\"}"))
        .extracting(java.net.http.HttpResponse::statusCode)
        .isEqualTo(409);

    HttpPhone again = new HttpPhone(server.url(), REPORTER);
    reports(again);
    again.type("3");
    assertThat(again.type("1")).contains(reference, "tahap I", "Lengkapi KTP saksi");
    HttpPhone neighbour = new HttpPhone(server.url(), "6281200000623");
    reports(neighbour);
    neighbour.type("3");
    assertThat(neighbour.type(reference.toLowerCase(java.util.Locale.ROOT)))
        .contains("tahap I sudah diterima", "Catatan: -");

    server.post("/api/v1/reports/" + reference + "/stage", "{\"stage\":\"decided\"}");
    assertThat(phones.nextSms(REPORTER)).contains("sudah diputuskan", "kantor cabang");
    assertThat(phones.hasNoSms(AGENT_OF_PECATU)).isTrue();
    assertThat(server.get("/api/v1/outbox?phone=" + REPORTER).body())
        .contains("report:" + reference);
  }
}
