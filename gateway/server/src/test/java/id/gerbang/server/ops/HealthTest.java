package id.gerbang.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HealthTest {
  @Test
  void whatThrowsIsDownAndTheOthersAreHeard() {
    Health health = new Health();
    health.add(
        "b",
        () -> {
          throw new IllegalStateException("geheim");
        });
    health.add(
        "c",
        () -> {
          throw new AssertionError();
        });
    health.add("a", () -> true);
    health.add("d", () -> false);
    assertThat(health.look())
        .containsExactly(
            Map.entry("a", true),
            Map.entry("b", false),
            Map.entry("c", false),
            Map.entry("d", false));
  }

  @Test
  void whatHangsIsDownIsAskedOnceAndComesBack() {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    Health health = new Health(Duration.ofMillis(200));
    health.add(
        "stuck",
        () -> {
          asked.incrementAndGet();
          try {
            stuck.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
          return true;
        });
    health.add("well", () -> true);
    for (int i = 0; i < 3; i++) {
      assertThat(health.look()).containsEntry("stuck", false).containsEntry("well", true);
    }
    assertThat(asked).hasValue(1);

    stuck.countDown();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!health.look().get("stuck") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(health.look()).containsEntry("stuck", true);
    assertThat(interrupted).isFalse();
  }
}
