package id.gerbang.server.payment.snap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BankTokensTest {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-11-21T07:00:00Z");
  private volatile boolean given = true;
  private final BankTokens tokens =
      new BankTokens(
          () -> {
            int number = asked.incrementAndGet();
            return given
                ? Optional.of(new BankTokens.Token("t" + number, now.plusSeconds(900)))
                : Optional.empty();
          },
          () -> now);

  @Test
  void manyThreadsAskOnce() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                tokens.get();
              }));
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(asked).hasValue(1);
    assertThat(tokens.get()).contains("t1");
  }

  @Test
  void itIsAskedAnewShortlyBeforeItsEnd() {
    tokens.get();
    now = now.plus(Duration.ofSeconds(839));
    assertThat(tokens.get()).contains("t1");
    now = now.plus(Duration.ofSeconds(2));
    assertThat(tokens.get()).contains("t2");
  }

  @Test
  void oneThatWasRefusedIsDroppedOnce() {
    tokens.get();
    tokens.drop("t1");
    assertThat(tokens.get()).contains("t2");
    tokens.drop("t1"); // another thread is late with the same news
    assertThat(tokens.get()).contains("t2");
  }

  @Test
  void aBankThatGivesNoneIsNotHammered() {
    given = false;
    assertThat(tokens.get()).isEmpty();
    assertThat(tokens.get()).isEmpty();
    assertThat(asked).hasValue(1);
    now = now.plus(Duration.ofSeconds(6));
    given = true;
    assertThat(tokens.get()).contains("t2");
  }
}
