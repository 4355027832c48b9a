package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gerbang areas import} as an operator runs it, on an embedded PostgreSQL. */
class AreasCommandIT {
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran run(Path file) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int exit =
          GerbangCommand.run(
              "areas",
              "import",
              file.toString(),
              "--config",
              RunningServer.home().settings().toString(),
              "--data",
              folder.resolve("data").toString());
      return new Ran(
          exit, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void importsCountsAndRefuses() throws Exception {
    Path demo = RunningServer.home().demoVillages();
    long lines = Files.readAllLines(demo).size() - 1;
    Ran first = run(demo);
    assertThat(first.exit()).isZero();
    assertThat(first.out())
        .contains(
            lines
                + " areas added, 0 corrected, 0 as they were; 0 others are not in the file and"
                + " stay");
    assertThat(run(demo).out()).contains("0 areas added, 0 corrected, " + lines + " as they were");

    Path wrong = folder.resolve("wrong.csv");
    Files.writeString(wrong, "code,name\n51.71.01.2999,\n99,Nowhere,planet\n");
    Ran refused = run(wrong);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains(wrong + ":2: no name", wrong + ":3: no kind is called \"planet\"")
        .contains("2 mistakes; nothing was written");
    assertThat(run(folder.resolve("none.csv")).exit()).isEqualTo(1);
    assertThat(GerbangCommand.run("areas", "import")).isEqualTo(2);
    assertThat(GerbangCommand.run("areas")).isEqualTo(2);
  }
}
