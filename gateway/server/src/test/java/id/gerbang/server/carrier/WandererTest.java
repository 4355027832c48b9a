package id.gerbang.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WandererTest {
  private static Set<String> answers(String screen) {
    Wanderer person = new Wanderer(new SplittableRandom(1), 42);
    return IntStream.range(0, 600).mapToObj(_ -> person.answer(screen)).collect(Collectors.toSet());
  }

  @Test
  void everyOptionIsTakenSometimesAndSoIsTheWayBack() {
    assertThat(answers("BPJS\n1 Daftar\n2 Info\n12 Lain\n0 Keluar"))
        .contains("1", "2", "12", "0", "00", "99", "");
  }

  @Test
  void whatIsAskedIsMostlyAnswered() {
    assertThat(answers("Ketik NIK (16 angka)\n0 Kembali")).contains("5171991708900042");
    assertThat(answers("Tanggal lahir\n0 Kembali")).contains("17081990");
  }

  @Test
  void itsNikIsInventedAndItsOwn() {
    assertThat(new Wanderer(new SplittableRandom(1), 9_998).nik())
        .startsWith("517199")
        .hasSize(16)
        .isNotEqualTo(new Wanderer(new SplittableRandom(1), 1).nik());
  }
}
