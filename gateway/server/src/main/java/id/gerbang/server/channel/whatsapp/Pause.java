package id.gerbang.server.channel.whatsapp;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long nothing is sent after Meta said that it is too much: it doubles with each refusal up to
 * a minute, spread over its upper half so that several nodes do not come back at once, and is short
 * again after the first message that was looked at. Safe for any thread.
 */
final class Pause {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;

  private final RandomGenerator random;
  private long next = FIRST_MILLIS;
  private Instant until = Instant.MIN;

  Pause(RandomGenerator random) {
    this.random = random;
  }

  /** What is left of it; zero when there is none. */
  synchronized Duration left(Instant now) {
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  /**
   * Refused once more.
   *
   * @return whether a pause begins; what was sent before one began does not lengthen it
   */
  synchronized boolean begin(Instant now) {
    if (until.isAfter(now)) {
      return false;
    }
    until = now.plusMillis(next / 2 + random.nextLong(next / 2 + 1));
    next = Math.min(LONGEST_MILLIS, next * 2);
    return true;
  }

  /** Something was looked at; what was sent before a pause began does not end it. */
  synchronized void over(Instant now) {
    if (!until.isAfter(now)) {
      next = FIRST_MILLIS;
    }
  }
}
