package id.gerbang.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short soak, of every build; docs/soak.md has the long one. */
class SoakIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void noRupiahIsLostOrBookedTwiceWhileNodesAndPostgresAreKilled() throws Exception {
    System.setProperty("gerbang.home", Path.of("..", "..").toAbsolutePath().normalize().toString());
    assertThat(Soak.brief(folder)).as("differences; they are printed above").isZero();
  }
}
