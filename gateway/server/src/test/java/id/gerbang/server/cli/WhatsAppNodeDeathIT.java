package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed after it told Meta that a message arrived, and before its answer left. */
class WhatsAppNodeDeathIT {
  private static final String PHONE = "6281200000921";

  @TempDir private Path folder;

  @Test
  void whatWasStoredIsAnsweredByTheNextNode() throws Exception {
    String redis = TestStores.here().redis();
    String database = TestStores.here().database();
    Path keyset = folder.resolve("keyset");
    Files.writeString(keyset, Keyset.generate().secret());
    try (GraphServer graph = new GraphServer()) {
      graph.keepTheNextWaiting();
      Process node = start(redis, database, keyset, graph.url());
      try (BufferedReader out = node.inputReader(StandardCharsets.UTF_8)) {
        String url = url(out);
        assertThat(WhatsAppIT.post(url, WhatsAppIT.text(PHONE, "D1", "halo"))).isEqualTo(200);
        Instant patience = Instant.now().plus(Duration.ofSeconds(20));
        while (graph.asked.isEmpty() && Instant.now().isBefore(patience)) {
          Thread.onSpinWait();
        }
        assertThat(graph.asked).as("its answer was on its way").hasSize(1);
      } finally {
        node.destroyForcibly();
      }
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();

      try (RunningServer second =
          RunningServer.start(
              folder,
              TestStores.at(
                  WhatsAppIT.settings(
                      RunningServer.settings(0), Files.readString(keyset), graph.url()),
                  redis,
                  database),
              World.real())) {
        JsonObject menu = graph.next();
        assertThat(menu.getString("to")).isEqualTo(PHONE);
        assertThat(menu).as("the same screen").isEqualTo(graph.asked.getFirst().message());
        assertThat(WhatsAppIT.post(second.url(), WhatsAppIT.text(PHONE, "D1", "halo")))
            .as("Meta brings it once more")
            .isEqualTo(200);
        assertThat(graph.isQuiet(Duration.ofSeconds(2))).isTrue();
      }
    }
  }

  private static Process start(String redis, String database, Path keyset, String graph)
      throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            WhatsAppNode.class.getName(),
            redis,
            database,
            keyset.toString(),
            graph)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The node says it when it is ready; what it logs before is read past. */
  private static String url(BufferedReader out) throws Exception {
    String line = out.readLine();
    while (line != null && !line.startsWith("http://")) {
      line = out.readLine();
    }
    assertThat(line).as("the node became ready").isNotNull();
    return line;
  }
}
