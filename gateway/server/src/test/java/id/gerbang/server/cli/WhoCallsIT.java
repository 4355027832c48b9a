package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    try (RunningServer server = RunningServer.start(data, 0, World.real())) {
      HttpPhone english = new HttpPhone(server.url(), speaker);
      assertThat(english.dial()).contains("1 Daftar");
      english.type("9");
      assertThat(english.type("4")).contains("1 Register");
      english.type("0");
      RegisterDialogue.play(
          new HttpPhone(server.url(), applicant), "5171991708907001", "Wayan Sudarma", "17081990");
    }
    forgetRedis();
    try (RunningServer server = RunningServer.start(data, 0, World.real())) {
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

  /** What 72 h do: the stopped gateway's Redis comes back empty. */
  private void forgetRedis() throws Exception {
    long before = redisFiles();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(WhoCallsIT::isRedis).toList()) {
        Files.delete(file);
      }
    }
    assertThat(before).isPositive();
    assertThat(redisFiles()).isZero();
  }

  private long redisFiles() throws Exception {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(WhoCallsIT::isRedis).count();
    }
  }

  private static boolean isRedis(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".aof") || name.endsWith(".rdb") || name.endsWith(".manifest");
  }
}
