package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.Walk;
import id.gerbang.server.action.ShippedActions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped transcripts, as {@code gerbang test} plays them. */
class TranscriptsIT {

  @Test
  void everyTranscriptPlaysAsWritten() throws Exception {
    Home home = RunningServer.home();
    Coverage coverage = new Coverage();
    assertThat(TestCommand.play(home, home.transcripts(), false, coverage)).isTrue();
    assertThat(
            coverage
                .of(Home.book(home.flows(), ShippedActions.catalog(home.programme())))
                .unwalked())
        .isEmpty();
  }

  @Test
  void anUpdateWritesScreensBelowKeysAndSmsThatNobodyExpected(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("keys-only.txt");
    Files.writeString(
        file, "at 2026-05-04 09:00  surface ussd  from 6281234567890\n> *500*25#\n> 1\n> 3\n> 2\n");
    Home home = RunningServer.home();
    assertThat(TestCommand.play(home, folder, true, Walk.UNSEEN)).isTrue();
    assertThat(Files.readString(file))
        .contains("> *500*25#\n< BPJS Ketenagakerjaan\n  1 Daftar\n")
        .contains("> 3\n< Rincian dikirim lewat SMS.\n")
        .containsOnlyOnce("\nsms to 6281234567890\n< Pemberitahuan (UU PDP 27/2022)");
    assertThat(TestCommand.play(home, folder, false, Walk.UNSEEN)).isTrue();
  }

  @Test
  void oneTranscriptOrAFolderOfThem(@TempDir Path elsewhere) throws Exception {
    Home home = RunningServer.home();
    Path one = home.transcripts().resolve("main/who-calls.txt");
    assertThat(TestCommand.named(home, Path.of("main/who-calls"))).isEqualTo(one);
    assertThat(TestCommand.named(home, Path.of("main"))).isEqualTo(one.getParent());
    assertThat(TestCommand.named(home, one)).isEqualTo(one);
    assertThatThrownBy(() -> TestCommand.named(home, Path.of("mian")))
        .hasMessageContaining("no transcript is called mian");
    Coverage coverage = new Coverage();
    assertThat(TestCommand.play(home, one, false, coverage)).isTrue();
    assertThatThrownBy(() -> TestCommand.play(home, elsewhere, false, Walk.UNSEEN))
        .hasMessageContaining("there is no transcript in");
  }

  @Test
  void aDifferenceAndAnSmsThatNobodyExpectedAreSeen(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("wrong.txt"),
        "at 2026-05-04 09:00  surface ussd  from 6281234567890\n> *500*25#\n< Selamat datang\n");
    assertThat(TestCommand.play(RunningServer.home(), folder, false, Walk.UNSEEN)).isFalse();
    Files.writeString(
        folder.resolve("wrong.txt"),
        "at 2026-05-04 09:00  surface ussd  from 6281234567890\n"
            + "> *500*25#\n"
            + "> 1\n"
            + "> 3\n"
            + "< Rincian dikirim…\n"
            + "  …\n");
    assertThat(TestCommand.play(RunningServer.home(), folder, false, Walk.UNSEEN)).isFalse();
  }
}
