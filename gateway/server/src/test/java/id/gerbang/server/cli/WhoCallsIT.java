package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first screen is made for who calls, and nothing that Redis held is needed for it. */
class WhoCallsIT {
  private static final String AGENT = "6281200000001";

  @TempDir private Path data;

  @Test
  void theMenuAndTheLanguageOutliveTheConversation() throws Exception {
    String speaker = "6281200000701";
    String applicant = "6281200000702";
    String database = TestStores.here().database();
    try (RunningServer server = onAnEmptyRedis(database)) {
      HttpPhone english = new HttpPhone(server.url(), speaker);
      assertThat(english.dial()).contains("1 Daftar");
      english.type("9");
      assertThat(english.type("4")).contains("1 Register");
      english.type("0");
      RegisterDialogue.play(
          new HttpPhone(server.url(), applicant), "5171991708907001", "Wayan Sudarma", "17081990");
    }
    try (RunningServer server = onAnEmptyRedis(database)) {
      assertThat(new HttpPhone(server.url(), speaker).dial())
          .contains("1 Register")
          .doesNotContain("Daftar");
      assertThat(new HttpPhone(server.url(), applicant).dial()).contains("1 Cek status");
      assertThat(new HttpPhone(server.url(), AGENT).dial()).contains("1 Menu agen");
      HttpPhone stranger = new HttpPhone(server.url(), "6281200000703");
      assertThat(stranger.dial()).contains("1 Daftar").contains("0 Keluar");
      assertThat(stranger.type("17")).as("a menu has its own numbers").contains("Pilih angka 1-");
    }
  }

  /** The same records, and a Redis as it is after 72 h. */
  private RunningServer onAnEmptyRedis(String database) throws InterruptedException {
    String redis = TestStores.here().redis();
    return RunningServer.start(
        data, TestStores.at(RunningServer.settings(0), redis, database), World.real());
  }
}
