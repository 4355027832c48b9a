package id.gerbang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConversationCodecTest {

  private static byte[] whole() {
    PlayedPhone phone = new PlayedPhone(SampleBook.book(), Surface.USSD);
    phone.dial();
    phone.type("1", "1", "5171991708900001", "Wayan Sudarma", "17081990", "aaa");
    return ConversationCodec.write(phone.conversation);
  }

  @Test
  void aConversationWithAFullListIsSmall() {
    assertThat(whole().length).isLessThan(4_096);
  }

  @Test
  void damagedBytesAreRefusedInOneWay() {
    byte[] whole = whole();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ConversationCodec.read(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = whole.clone();
      for (int flips = 0; flips < 3; flips++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        ConversationCodec.read(changed);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }
}
