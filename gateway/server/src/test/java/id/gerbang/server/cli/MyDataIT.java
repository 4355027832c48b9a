package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People's rights over the wire, and the operations beside a gateway that runs. */
class MyDataIT {
  private static final Pattern NOTED = Pattern.compile("Tercatat no\\. ([A-Z2-9]{6})");
  private static final JsonMapper JSON = new JsonMapper();

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

  private static JsonNode export(String phone) throws IOException {
    try (OpenRecords records = new OpenRecords(server.settings, data)) {
      return JSON.readTree(ExportCommand.json(records, new Msisdn(phone), Instant.now()));
    }
  }

  /** The words of what has left for the worker's agent. */
  private static String toAgent() {
    try {
      StringBuilder words = new StringBuilder();
      for (JsonNode message : export("6281200000001").get("messagesToPhone")) {
        if (!message.get("status").asText().matches("due|sending|unknown")) {
          words.append(message.path("text").asText()).append('\n');
        }
      }
      return words.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String erase(String whom, boolean dryRun) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Home home = RunningServer.home();
    try (OpenRecords records = new OpenRecords(server.settings, data)) {
      int code =
          EraseCommand.erase(
              records,
              Home.book(home.flows(), ShippedActions.catalog(home.programme())),
              EraseCommand.Whom.read(whom),
              dryRun,
              Instant.now(),
              new PrintStream(out, true, StandardCharsets.UTF_8));
      return code + " " + out.toString(StandardCharsets.UTF_8);
    }
  }

  private static String noted(String screen) {
    Matcher matcher = NOTED.matcher(screen);
    assertThat(matcher.find()).as(screen).isTrue();
    return matcher.group(1);
  }

  @Test
  void aWorkerCorrectsAndIsErasedByTheBranch() throws IOException {
    String worker = "6281200000721";
    HttpPhone phone = new HttpPhone(server.url(), worker);
    String reference =
        RegisterDialogue.play(phone, "5171991708907211", "Wayan Sudarma", "17081990");
    assertThat(phone.dial()).contains("6 Data saya");
    assertThat(phone.type("6")).contains(reference);
    assertThat(phone.type("2")).contains("Apa yang salah");
    phone.type("1");
    assertThat(phone.type("Wayan Sudarmawan")).contains("Wayan S*****");
    String correction = noted(phone.type("1"));

    String open = server.get("/api/v1/requests?status=open&kind=correction").body();
    assertThat(open).contains(correction, "\"wanted\":\"Wayan Sudarmawan\"").doesNotContain(worker);
    assertThat(
            server
                .post("/api/v1/requests/" + correction + "/answer", "{\"answer\":\"done\"}")
                .body())
        .contains("\"status\":\"done\"");
    JsonNode held = export(worker).get("applications").get(0);
    assertThat(held.get("name").asText()).isEqualTo("Wayan Sudarmawan");
    assertThat(held.get("nik").asText()).isEqualTo("5171991708907211");
    assertThat(held.get("consent").get("text_version").asText()).isEqualTo("2026-11");

    HttpPhone again = new HttpPhone(server.url(), worker);
    again.dial();
    assertThat(again.type("00")).contains("6 Data saya");
    again.type("6");
    again.type("4");
    String erasure = noted(again.type("1"));
    TestRecords.await("the agent heard of it", () -> toAgent().contains("..7211"));
    server.post("/api/v1/requests/" + erasure + "/answer", "{\"answer\":\"done\"}");
    assertThat(server.get("/api/v1/applications/" + reference).body())
        .contains("\"nik\":\"..0000\"", "\"worker\":null", "\"status\":\"withdrawn\"");
    assertThat(server.get("/api/v1/applications?phone=" + worker).body()).doesNotContain(reference);
    assertThat(toAgent()).doesNotContain("..7211");
    JsonNode left = export(worker);
    assertThat(left.get("applications")).isEmpty();
    assertThat(left.get("requests")).isEmpty();
    assertThat(left.toString()).doesNotContain("5171991708907211", "Sudarma");
  }

  @Test
  void anOperatorExportsAndErasesBesideTheGateway(@TempDir Path folder) throws IOException {
    String worker = "6281200000722";
    String reference =
        RegisterDialogue.play(
            new HttpPhone(server.url(), worker), "5171991708907221", "Ketut Rai", "17081990");
    JsonNode held = export(worker);
    assertThat(held.get("phone").asText()).isEqualTo(worker);
    assertThat(held.get("messagesToPhone").get(0).get("text").asText()).contains(reference);
    assertThat(export("6281200000001").get("agent").get(0).get("name").asText())
        .isEqualTo("Made Arta");

    Path file = folder.resolve("held.json");
    ExportCommand.write(held.toString().getBytes(StandardCharsets.UTF_8), file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> ExportCommand.write(new byte[0], file))
        .hasMessageContaining("exists already");

    assertThat(erase(worker, true)).isEqualTo("0 " + reference + " would be erased\n");
    assertThat(export(worker).get("applications")).hasSize(1);
    assertThat(erase("0812-0000-0722", false)).startsWith("0 " + reference + " erased");
    assertThat(export(worker).get("applications")).isEmpty();
    assertThat(erase(worker, false)).startsWith("1 nothing");
    assertThat(erase(reference.toLowerCase(java.util.Locale.ROOT), false))
        .contains("was erased before");
    assertThatThrownBy(() -> erase("Wayan", false)).hasMessageContaining("expected a phone");
    // who was erased may come again
    RegisterDialogue.play(
        new HttpPhone(server.url(), worker), "5171991708907221", "Ketut Rai", "17081990");
  }

  @Test
  void aPhoneThatIsNoneIsAMistakeOfUse() {
    assertThat(GerbangCommand.run("export", "Wayan")).isEqualTo(2);
    assertThat(GerbangCommand.run("erase", "Wayan")).isEqualTo(2);
  }

  @Test
  void aFolderWithoutRecordsIsNotMadeOne(@TempDir Path empty) {
    assertThatThrownBy(() -> new OpenRecords(server.settings, empty))
        .hasMessageContaining("GERBANG_KEYSET");
    assertThat(empty).isEmptyDirectory();
  }
}
