package id.gerbang.server.channel.smpp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double up to a bound, spread over their upper half so that many nodes do not come back
 * at once. Guarded by its owner.
 */
final class BackOff {
  private final long first;
  private final long longest;
  private final RandomGenerator random;
  private long next;

  BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = Math.max(1, first.toMillis());
    this.longest = Math.max(this.first, longest.toMillis());
    this.random = random;
    this.next = this.first;
  }

  /** The wait before the coming attempt. */
  Duration next() {
    long wait = next;
    next = Math.min(longest, next * 2);
    return Duration.ofMillis(wait / 2 + random.nextLong(wait / 2 + 1));
  }

  void reset() {
    next = first;
  }
}
