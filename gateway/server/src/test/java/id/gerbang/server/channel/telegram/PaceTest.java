package id.gerbang.server.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Telegram's limits: one message a second in a chat, thirty in all. */
class PaceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final AtomicLong nanos = new AtomicLong(7);
  private final Pace pace = new Pace(nanos::get);

  @Test
  void aChatHearsOneMessageASecond() {
    assertThat(LongStream.range(0, 4).mapToObj(_ -> take(1)))
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(take(1)).as("no place taken").isEqualTo(Duration.ofSeconds(4));
    pass(Duration.ofSeconds(4));
    assertThat(take(1)).isZero();
  }

  @Test
  void thirtyChatsHearOneEachInASecond() {
    Duration last = LongStream.range(0, 30).mapToObj(this::take).toList().getLast();
    assertThat(last).isBetween(Duration.ofMillis(950), Duration.ofSeconds(1));
    assertThat(take(100)).isBetween(Duration.ofMillis(999), Duration.ofMillis(1_001));
  }

  @Test
  void aChattyPersonKeepsNobodyWaiting() {
    for (int i = 0; i < 4; i++) {
      take(1);
    }
    assertThat(take(2)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void laterInOneChatIsOfThatChatAndInTwoOfTheBot() {
    pace.pause(1, Duration.ofSeconds(20));
    assertThat(take(1)).isEqualTo(Duration.ofSeconds(20));
    assertThat(take(2)).isZero();
    pace.pause(3, Duration.ofSeconds(10));
    assertThat(take(4)).isEqualTo(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(10));
    assertThat(take(4)).isZero();
  }

  private Duration take(long chat) {
    return pace.take(chat, PATIENCE);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
