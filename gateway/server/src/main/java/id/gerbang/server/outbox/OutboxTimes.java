package id.gerbang.server.outbox;

import java.time.Duration;

/**
 * The patience of the outbox.
 *
 * @param claim how long a node may hold a message that it is sending; after a crash nobody knows
 *     whether it left
 * @param grace how long an unknown one waits for its receipt before it is repeated identically
 * @param firstRetry the wait after a first deferral; it doubles up to {@code longestRetry}
 * @param attempts how often an unknown message is repeated at most
 */
public record OutboxTimes(
    Duration claim, Duration grace, Duration firstRetry, Duration longestRetry, int attempts) {
  public static final OutboxTimes ORDINARY =
      new OutboxTimes(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofMinutes(5),
          5);
}
