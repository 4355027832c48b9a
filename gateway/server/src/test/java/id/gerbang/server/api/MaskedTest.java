package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NIK 5171991708900004 salah|NIK ..0004 salah",
        "5171 9917 0890 0004|..0004",
        "517199-170890-0004.|..0004.",
        "x51719917089000041y|x..0041y",
        "HP 081200010001|HP 62812*****001",
        "HP 0812-0001-0001, benar|HP 62812*****001, benar",
        "+62 812 0001 0001|62812*****001",
        "6281200010001|62812*****001",
        "5 orang: 081200010001|5 orang: 62812*****001",
        "5 081200010001|5 62812*****001",
        "+6591234567|6591***567",
        "NIK 5171991708900004 081200010001|NIK ..0001",
      })
  void hidesWhoItIs(String text, String masked) {
    assertThat(Masked.text(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No. D7K2Q9 DISETUJUI. Kartu no. 12345678901.",
        "Kartu no. BPU-0000601",
        "Batas 20/10 17.00 WITA, Rp16.800, *500*25#",
        "lahir 17-08-1990, RT 08 RW 12",
      })
  void leavesTheRest(String text) {
    assertThat(Masked.text(text)).isEqualTo(text);
  }
}
