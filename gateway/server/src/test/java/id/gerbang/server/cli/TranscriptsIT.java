package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.Walk;
import id.gerbang.server.action.ShippedActions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped transcripts, as {@code gerbang test} plays them. */
class TranscriptsIT {
  @TempDir private static Path data;
  private static final Home HOME = RunningServer.home();
  private static Playground ground;

  @BeforeAll
  static void open() {
    ground = new Playground(DemoCommand.settings(HOME, null), HOME, data);
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  private static boolean plays(Path folder, boolean update, Walk walk) throws Exception {
    return TestCommand.play(ground, HOME, folder, update, walk);
  }

  @Test
  void everyTranscriptPlaysAsWritten() throws Exception {
    Coverage coverage = new Coverage();
    assertThat(plays(HOME.transcripts(), false, coverage)).isTrue();
    assertThat(
            coverage
                .of(Home.book(HOME.flows(), ShippedActions.catalog(HOME.programme())))
                .unwalked())
        .isEmpty();
  }

  @Test
  void anUpdateWritesScreensBelowKeysAndSmsThatNobodyExpected(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("keys-only.txt");
    Files.writeString(
        file, "at 2026-05-04 09:00  surface ussd  from 6281234567890\n> *500*25#\n> 1\n> 3\n> 2\n");
    assertThat(plays(folder, true, Walk.UNSEEN)).isTrue();
    assertThat(Files.readString(file))
        .contains("> *500*25#\n< BPJS Ketenagakerjaan\n  1 Daftar\n")
        .contains("> 3\n< Rincian dikirim lewat SMS.\n")
        .containsOnlyOnce("\nsms to 6281234567890\n< Pemberitahuan (UU PDP 27/2022)");
    assertThat(plays(folder, false, Walk.UNSEEN)).isTrue();
  }

  @Test
  void oneTranscriptOrAFolderOfThem(@TempDir Path elsewhere) throws Exception {
    Path one = HOME.transcripts().resolve("main/who-calls.txt");
    assertThat(TestCommand.named(HOME, Path.of("main/who-calls"))).isEqualTo(one);
    assertThat(TestCommand.named(HOME, Path.of("main"))).isEqualTo(one.getParent());
    assertThat(TestCommand.named(HOME, one)).isEqualTo(one);
    assertThatThrownBy(() -> TestCommand.named(HOME, Path.of("mian")))
        .hasMessageContaining("no transcript is called mian");
    Coverage coverage = new Coverage();
    assertThat(plays(one, false, coverage)).isTrue();
    assertThatThrownBy(() -> plays(elsewhere, false, Walk.UNSEEN))
        .hasMessageContaining("there is no transcript in");
  }

  @Test
  void aDifferenceAndAnSmsThatNobodyExpectedAreSeen(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("wrong.txt"),
        "at 2026-05-04 09:00  surface ussd  from 6281234567890\n> *500*25#\n< Selamat datang\n");
    assertThat(plays(folder, false, Walk.UNSEEN)).isFalse();
    Files.writeString(
        folder.resolve("wrong.txt"),
        "at 2026-05-04 09:00  surface ussd  from 6281234567890\n"
            + "> *500*25#\n"
            + "> 1\n"
            + "> 3\n"
            + "< Rincian dikirim…\n"
            + "  …\n");
    assertThat(plays(folder, false, Walk.UNSEEN)).isFalse();
  }
}
