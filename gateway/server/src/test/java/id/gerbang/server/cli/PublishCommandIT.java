package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.testing.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, beside a running demonstration with its own stores and without one. */
class PublishCommandIT {
  private static final String HOME = "gerbang.home";

  @TempDir private Path folder;
  private final PrintStream out = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final String home = System.getProperty(HOME);
  private Home next;

  @BeforeEach
  void open() {
    next =
        TestHome.changed(
            folder.resolve("home"),
            Map.of("messages/id.yaml", text -> text.replace("back: Kembali", "back: Balik")));
    System.setProperty(HOME, next.path().toString());
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    System.setOut(out);
    if (home == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, home);
    }
  }

  private String run(int expected, String... arguments) {
    printed.reset();
    assertThat(GerbangCommand.run(arguments)).isEqualTo(expected);
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itFindsTheStoresOfARunningDemonstration() throws Exception {
    Path data = folder.resolve("data");
    String hash = FlowBook.hash(FlowFolder.sources(next.flows()));
    try (RunningServer demo = RunningServer.embedded(data)) {
      String before = demo.server.gateway().books.current().hash();
      assertThat(run(0, "publish", "--dry-run", "--data", data.toString()))
          .contains("The check passes for " + hash.substring(0, 12))
          .endsWith("Nothing was changed.\n");
      assertThat(run(0, "publish", "--data", data.toString(), "--by", "wayan"))
          .startsWith(hash.substring(0, 12) + " is live (operator:wayan).");
      TestRecords.await("live", () -> demo.server.gateway().books.current().hash().equals(hash));
      run(0, "publish", "--back", "--data", data.toString());
      TestRecords.await("back", () -> demo.server.gateway().books.current().hash().equals(before));
      assertThat(run(1, "publish", "--back", "flows", "--data", data.toString())).isEmpty();
    }
  }

  @Test
  void itPublishesBeforeAnythingRuns() {
    String data = folder.resolve("fresh").toString();
    assertThat(run(0, "publish", "--data", data)).contains("is live");
    assertThat(run(0, "publish", "--data", data)).contains("is live already");
    assertThat(run(1, "publish", "--back", "--data", data)).isEmpty();
  }
}
