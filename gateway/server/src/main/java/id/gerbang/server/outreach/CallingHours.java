package id.gerbang.server.outreach;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When people may be written to who did not ask for it: within one day of where they are.
 *
 * @param from the first minute
 * @param until the first minute of the quiet hours
 */
public record CallingHours(LocalTime from, LocalTime until) {
  public CallingHours {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("the day has to begin before it ends");
    }
  }

  /** Whether it is their time at {@code at} in {@code zone}. */
  public boolean hold(Instant at, ZoneId zone) {
    LocalTime there = LocalTime.ofInstant(at, zone);
    return !there.isBefore(from) && there.isBefore(until);
  }
}
