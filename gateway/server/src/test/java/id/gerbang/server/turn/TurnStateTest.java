package id.gerbang.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.channel.Channel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnStateTest {

  @Test
  void readsWhatItWrote() {
    TurnState state =
        new TurnState(
            "id",
            Channel.SMS,
            Instant.ofEpochSecond(1_800_000_000),
            "sesi-1",
            42,
            -7L,
            new byte[] {1, 2, 3});
    TurnState read = TurnState.of(state.toBytes()).orElseThrow();
    assertThat(read).usingRecursiveComparison().isEqualTo(state);
  }

  @Test
  void damagedBytesAreNoState() {
    byte[] whole =
        new TurnState(
                "id",
                Channel.SMS,
                Instant.ofEpochSecond(1_800_000_000),
                "sesi-1",
                42,
                -7L,
                new byte[0])
            .toBytes();
    for (int length = 0; length < whole.length; length++) {
      assertThat(TurnState.of(Arrays.copyOf(whole, length))).isEmpty();
    }
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      TurnState.of(noise); // never throws
    }
  }

  @Test
  void refusesADialogueThatIsTooLong() {
    assertThatThrownBy(
            () ->
                new TurnState("id", Channel.SMS, Instant.EPOCH, "x".repeat(256), 0, 0, new byte[0])
                    .toBytes())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
