package id.gerbang.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsisdnTest {

  @ParameterizedTest
  @CsvSource({
    "6281200000001, 6281200000001",
    "+6281200000001, 6281200000001",
    "+62 812-0000-0001, 6281200000001",
    "081200000001, 6281200000001",
    "81200000001, 6281200000001",
    "006281200000001, 6281200000001",
    "+254700000001, 254700000001",
  })
  void readsWhatCarriersAndPeopleWrite(String written, String digits) {
    assertThat(Msisdn.parse(written)).contains(new Msisdn(digits));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "2757",
        "BPJSTK",
        "+",
        "62812+00000001",
        "6281200000001x",
        "６２８１２００００００",
        "00000000000",
        "12345678901234567"
      })
  void anythingElseIsNoPhone(String written) {
    assertThat(Msisdn.parse(written)).isEmpty();
  }

  @Test
  void printsItselfMasked() {
    assertThat(new Msisdn("6281234567890")).hasToString("62812*****890");
    assertThat(new Msisdn("12345678").toString()).doesNotContain("12345").hasSize(8);
  }
}
