package id.gerbang.bench.soak;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * When members begin: a third at any time of the soak; a third dial, and a third have their bill
 * and pay, just before something is killed, so that it dies with much under way. Threads: any.
 */
final class Waves {
  private static final double DIALS_WITHIN_SECONDS = 1.5;
  private static final double PAYS_WITHIN_SECONDS = 0.4;

  private final CountDownLatch[] waves;
  private final int seconds;

  /**
   * @param kills how many things are killed
   */
  Waves(int kills, int seconds) {
    this.waves =
        IntStream.range(0, kills)
            .mapToObj(_ -> new CountDownLatch(1))
            .toArray(CountDownLatch[]::new);
    this.seconds = seconds;
  }

  /** What a member waits for. */
  interface Turn {
    void await() throws InterruptedException;
  }

  /**
   * A member's beginning.
   *
   * @param dialling before they dial
   * @param paying when they have their bill
   */
  record Beginning(Turn dialling, Turn paying) {}

  /** Draws a beginning; the dice are the caller's alone. */
  Beginning drawn(Random dice) {
    double share = dice.nextDouble();
    Turn atAnyTime = () -> sleep(share * seconds);
    if (waves.length == 0) {
      return new Beginning(atAnyTime, () -> {});
    }
    CountDownLatch wave = waves[dice.nextInt(waves.length)];
    return switch (dice.nextInt(3)) {
      case 0 -> new Beginning(atAnyTime, () -> {});
      case 1 -> new Beginning(() -> await(wave, share * DIALS_WITHIN_SECONDS), () -> {});
      default -> new Beginning(() -> {}, () -> await(wave, share * PAYS_WITHIN_SECONDS));
    };
  }

  /** Something is about to be killed: its wave begins, and some time of it passes. */
  void before(int kill, Random dice) throws InterruptedException {
    waves[kill].countDown();
    sleep(dice.nextDouble() * DIALS_WITHIN_SECONDS);
  }

  /** Nobody waits any more. */
  void all() {
    for (CountDownLatch wave : waves) {
      wave.countDown();
    }
  }

  private static void await(CountDownLatch wave, double time) throws InterruptedException {
    wave.await();
    sleep(time);
  }

  private static void sleep(double time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep((long) (time * 1_000));
  }
}
