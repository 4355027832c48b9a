package id.gerbang.server.payment.snap;

import java.util.concurrent.TimeUnit;

/** Lets so many a second pass, evenly. Threads: any. */
final class Pace {
  private final long gap;
  private long next = System.nanoTime();

  Pace(int perSecond) {
    this.gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Waits for its turn. */
  void await() throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long turn = next - now > 0 ? next : now;
      next = turn + gap;
      wait = turn - now;
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }
}
