package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.testing.FakeBotApi;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a Bot API server that is not ours: npm {@code telegram-test-api}, installed below {@code
 * target}. Skipped, and said so, where Node or the package is not to be had. It knows no long
 * polling, no contacts and no offset; those are FakeBotApi's.
 */
class TelegramTestApiIT {
  private static final String PACKAGE = "telegram-test-api";
  private static final String VERSION = "4.2.1";
  private static final String TOKEN = "4711:independent_peer";
  private static final long PERSON = 52_800_001;
  private static final String START =
      "const TelegramServer=require('telegram-test-api');"
          + "new TelegramServer({port:Number(process.argv[1]),host:'127.0.0.1'}).start()"
          + ".then(()=>console.log('ready'));";

  @TempDir private Path folder;
  private final int port = RunningServer.freePort();
  private Process peer;

  @BeforeEach
  void open() throws Exception {
    Path home = Path.of("target", PACKAGE).toAbsolutePath();
    Files.createDirectories(home);
    boolean there =
        Files.isDirectory(home.resolve("node_modules").resolve(PACKAGE))
            || runs(
                home,
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                home.toString(),
                PACKAGE + "@" + VERSION);
    if (!there) {
      System.err.println(
          "SKIPPED: TelegramTestApiIT needs node and npm, and a registry with " + PACKAGE);
    }
    assumeTrue(there, "node, npm and " + PACKAGE);
    peer =
        new ProcessBuilder("node", "-e", START, Integer.toString(port))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    BufferedReader out = peer.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
  }

  private static boolean runs(Path home, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(new File(home.toFile(), "npm.log"))
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no npm
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    if (peer != null) {
      peer.destroy();
      peer.waitFor();
    }
  }

  private JsonObject post(String path, JsonObject body) {
    return new JsonObject(
        RunningServer.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.encode())))
            .body());
  }

  /** What the bot has said, oldest first, as it is now. */
  private Stream<JsonObject> said() {
    JsonArray all =
        post("/getUpdatesHistory", new JsonObject().put("token", TOKEN)).getJsonArray("result");
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getJsonObject("message", new JsonObject()).containsKey("chat_id"));
  }

  private JsonObject awaits(String text) {
    TestRecords.await(
        text,
        () ->
            said()
                .anyMatch(one -> one.getJsonObject("message").getString("text").startsWith(text)));
    return said()
        .filter(one -> one.getJsonObject("message").getString("text").startsWith(text))
        .toList()
        .getLast();
  }

  private void sends(JsonObject update) {
    post("/sendMessage", update.getJsonObject("message").put("botToken", TOKEN));
  }

  private void presses(JsonObject said, String label) {
    String data = new FakeBotApi.Call("sendMessage", said.getJsonObject("message")).data(label);
    JsonObject query =
        FakeBotApi.pressed(PERSON, said.getInteger("messageId"), data)
            .getJsonObject("callback_query");
    post("/sendCallback", query.put("botToken", TOKEN));
  }

  @Test
  void aPersonLinksTheirPhoneAndGoesThroughScreensByButtonsAndWords() throws Exception {
    Settings settings =
        TestStores.here()
            .under(RunningServer.settings(0))
            .but(
                draft ->
                    draft.telegram =
                        List.of(
                            new Settings.Bot(
                                "bot",
                                new Secret(TOKEN),
                                "http://127.0.0.1:" + port,
                                new Secret(""))));
    try (RunningServer running = RunningServer.start(folder, settings, World.real())) {
      sends(FakeBotApi.typed(PERSON, 1, "/start"));
      awaits("Selamat datang");
      sends(FakeBotApi.contact(PERSON, 2, PERSON, "6281200008801"));
      JsonObject menu = awaits("BPJS Ketenagakerjaan");
      presses(menu, "Daftar");
      JsonObject consent = awaits("NIK, nama");
      assertThat(consent.getInteger("messageId"))
          .as("edited in place")
          .isEqualTo(menu.getInteger("messageId"));
      presses(consent, "Setuju");
      awaits("Ketik NIK");
      sends(FakeBotApi.typed(PERSON, 3, "5171991708908801"));
      awaits("Nama sesuai KTP?");
      sends(FakeBotApi.typed(PERSON, 4, "/menu"));
      awaits("BPJS Ketenagakerjaan");
      assertThat(running.server.gateway().health.look()).doesNotContainValue(false);
    }
  }
}
