package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.ussdhttp.AddressList;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.testing.AggregatorPhone;
import id.gerbang.server.testing.AggregatorPhone.Form;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestStores;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialling through every aggregator's form, through the whole gateway. */
class AggregatorsIT {
  private static final String SECRET = "rahasia-1";

  @TempDir private static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() throws InterruptedException {
    Settings settings = RunningServer.settings(0);
    Settings served =
        settings.but(
            draft -> {
              for (Form form : Form.values()) {
                draft.ussdHttp =
                    draft.ussdHttp.with(
                        new Settings.Aggregator(
                            name(form), true, new Secret(SECRET), AddressList.NONE));
              }
            });
    server = RunningServer.start(data, TestStores.here().under(served), World.real());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String name(Form form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private static AggregatorPhone phone(Form form, int last) {
    return new AggregatorPhone(
        form, server.url() + "/ussd/" + name(form) + "/" + SECRET, "62812000" + last);
  }

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"INFOBIP", "HUBTEL", "ARKESEL", "COMVIVA"})
  void aWorkerRegisters(Form form) {
    int number = 8810 + form.ordinal();
    AggregatorPhone phone = phone(form, number);
    String reference =
        RegisterDialogue.play(phone, "517199170890" + number, "Ni Wayan Sari", "17081990");
    assertThat(phone.isOpen()).isFalse();
    assertThat(server.get("/api/v1/applications/" + reference).statusCode()).isEqualTo(200);
  }

  /** 120 characters hold less: what does not fit is on further pages, the last screen too. */
  @Test
  void pagesAreCutToNalosMessage() {
    AggregatorPhone phone = phone(Form.NALO, 8821);
    Turning turning = new Turning(phone);
    String reference =
        RegisterDialogue.play(turning, "5171991708908821", "Ni Wayan Sari", "17081990");
    assertThat(phone.isOpen()).isFalse();
    assertThat(turning.turned).as("pages turned").isPositive();
    assertThat(server.get("/api/v1/applications/" + reference).statusCode()).isEqualTo(200);
  }

  /** Somebody who reads every screen to its end. */
  private static final class Turning implements RegisterDialogue.Phone {
    private final AggregatorPhone phone;
    private int turned;

    Turning(AggregatorPhone phone) {
      this.phone = phone;
    }

    @Override
    public String dial() {
      return all(phone.dial());
    }

    @Override
    public String type(String input) {
      return all(phone.type(input));
    }

    private String all(String first) {
      StringBuilder all = new StringBuilder(first);
      for (String page = first; page.contains("98 Lanjut"); turned++) {
        page = phone.type("98");
        all.append(page);
      }
      return all.toString();
    }
  }

  @Test
  void aLateRequestOfHubtelChangesNothing() {
    AggregatorPhone phone = phone(Form.HUBTEL, 8831);
    phone.dial();
    String consent = phone.type("1");
    String nik = phone.type("1");
    assertThat(nik).contains("NIK").isNotEqualTo(consent);
    assertThat(phone.late("1", 3)).as("a repeat").isEqualTo(nik);
    assertThat(phone.late("1", 2)).as("an earlier answer comes late").isEqualTo(nik);
    assertThat(phone.late("*500*25#", 1)).as("even the first").isEqualTo(nik);
    assertThat(phone.type("12")).as("it goes on").contains("NIK").isNotEqualTo(nik);
    assertThat(phone.dial()).as("another session").contains("Lanjutkan");
  }

  @Test
  void aReleaseLeavesTheConversation() {
    AggregatorPhone phone = phone(Form.HUBTEL, 8841);
    phone.dial();
    phone.type("1");
    phone.type("1");
    String release =
        "{\"SessionId\":\"62812000"
            + "8841-1\",\"Mobile\":\"628120008841\",\"Type\":\"Release\",\"Sequence\":\"4\"}";
    assertThat(
            RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/ussd/hubtel/" + SECRET))
                        .POST(HttpRequest.BodyPublishers.ofString(release)))
                .statusCode())
        .isEqualTo(200);
    assertThat(metrics())
        .contains("gerbang_ussd_http_ends_total{aggregator=\"hubtel\",status=\"incomplete\"} 1.0")
        .doesNotContain("62812", SECRET);
    assertThat(phone.dial()).contains("Lanjutkan");
  }

  private static String metrics() {
    return RunningServer.send(
            HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")))
        .body();
  }

  @Test
  void oneConversationIsGoneOnWithThroughAnotherAggregator() {
    AggregatorPhone first = phone(Form.ARKESEL, 8851);
    first.dial();
    first.type("1");
    String nik = first.type("1");
    AggregatorPhone second = phone(Form.COMVIVA, 8851);
    assertThat(second.dial()).contains("Lanjutkan");
    assertThat(second.type("1")).isEqualTo(nik);
  }
}
