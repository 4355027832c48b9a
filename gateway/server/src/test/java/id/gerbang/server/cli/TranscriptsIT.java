package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
