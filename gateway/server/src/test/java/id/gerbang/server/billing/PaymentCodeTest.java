package id.gerbang.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaymentCodeTest {
  private static final int TRIES = 2_000;

  private final Random random = new Random(5);

  @Test
  void aFreshOneHasTwelveDigitsAndIsOne() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < TRIES; i++) {
      String code = PaymentCode.next(random);
      assertThat(code).matches("[1-9][0-9]{11}");
      assertThat(PaymentCode.isOne(code)).isTrue();
      seen.add(code);
    }
    assertThat(seen).hasSize(TRIES);
  }

  @Test
  void everyWrongDigitAndEveryTwoNeighboursThatChangedPlacesAreFound() {
    for (int i = 0; i < 200; i++) {
      String code = PaymentCode.next(random);
      for (int at = 0; at < code.length(); at++) {
        for (char digit = '0'; digit <= '9'; digit++) {
          if (digit != code.charAt(at)) {
            assertThat(PaymentCode.isOne(code.substring(0, at) + digit + code.substring(at + 1)))
                .isFalse();
          }
        }
        if (at > 0 && code.charAt(at) != code.charAt(at - 1)) {
          String changed =
              code.substring(0, at - 1)
                  + code.charAt(at)
                  + code.charAt(at - 1)
                  + code.substring(at + 1);
          assertThat(PaymentCode.isOne(changed)).as(changed).isFalse();
        }
      }
    }
  }

  @Test
  void whatHasNotItsShapeIsNone() {
    for (String text : new String[] {"", "12345678901", "1234567890123", "01234567890x"}) {
      assertThat(PaymentCode.isOne(text)).isFalse();
    }
  }

  @Test
  void aVirtualAccountIsPaddedForSnapAndBareForPeople() {
    VirtualAccount account = new VirtualAccount("77777", "123456789012");
    assertThat(account.snap()).isEqualTo("   77777123456789012");
    assertThat(account.digits()).isEqualTo("77777123456789012");
    assertThatThrownBy(() -> new VirtualAccount("123456789", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
