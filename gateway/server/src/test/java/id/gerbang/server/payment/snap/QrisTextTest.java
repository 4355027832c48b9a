package id.gerbang.server.payment.snap;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.bank.QrisMaker;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QrisTextTest {
  private static final long RUPIAH = 16_800;
  private static final String GOOD =
      QrisMaker.make("ID1026000000001", "1", "0123456789ab", "16800.00");

  private static String sealed(String withoutCrc) {
    return withoutCrc + "6304" + QrisText.crc(withoutCrc + "6304");
  }

  private static String without(String field) {
    return sealed(GOOD.substring(0, GOOD.length() - 8).replace(field, ""));
  }

  private static String with(String field, String other) {
    String body = GOOD.substring(0, GOOD.length() - 8);
    assertThat(body).contains(field);
    return sealed(body.replace(field, other));
  }

  @Test
  void theCrcIsCcittFalse() {
    assertThat(QrisText.crc("123456789")).isEqualTo("29B1"); // its check value in the catalogue
  }

  @Test
  void whatABankMakesForABillIsShown() {
    assertThat(QrisText.wrong(GOOD, RUPIAH)).isEmpty();
    assertThat(QrisText.wrong(with("540816800.00", "540516800"), RUPIAH)).isEmpty();
  }

  @Test
  void whatIsForOtherMoneyOrNobodyIsNot() {
    assertThat(QrisText.wrong(GOOD, RUPIAH + 1)).contains("its amount is not the bill's");
    assertThat(QrisText.wrong(with("540816800.00", "540816800.50"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(without("540816800.00"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(with("010212", "010211"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(with("5303360", "5303840"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(with("5802ID", "5802SG"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(with("000201", "000202"), RUPIAH)).isPresent();
    assertThat(QrisText.wrong(GOOD + "6304ABCD", RUPIAH)).isPresent();
    assertThat(QrisText.wrong("", RUPIAH)).isPresent();
    assertThat(QrisText.wrong("0002019999", RUPIAH)).isPresent();
    assertThat(QrisText.wrong("0002é1", RUPIAH)).isPresent();
    assertThat(QrisText.wrong("https://pay.example/1", RUPIAH)).isPresent();
  }

  @Test
  void anyDigitThatChangedIsFound() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      int at = random.nextInt(GOOD.length());
      char other = (char) (' ' + random.nextInt(95));
      String changed = GOOD.substring(0, at) + other + GOOD.substring(at + 1);
      if (!changed.equalsIgnoreCase(GOOD)) {
        assertThat(QrisText.wrong(changed, RUPIAH)).as(changed).isPresent();
      }
    }
    for (int end = 0; end < GOOD.length(); end++) {
      assertThat(QrisText.wrong(GOOD.substring(0, end), RUPIAH)).isPresent();
    }
  }
}
