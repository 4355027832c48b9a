package id.gerbang.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;

/**
 * All that a step may know of the world. Nothing else is read: no clock, no randomness, no locale.
 *
 * @param surface where the screen will be shown
 * @param at the moment of the turn
 * @param zone the branch's time zone, in which days and deadlines are counted and printed
 * @param intent a fresh random id (at most 40 characters); kept in the conversation with the screen
 *     that this turn shows, and named by every action that the <em>answer</em> to that screen asks
 *     for
 */
public record Situation(Surface surface, Instant at, ZoneId zone, String intent) {
  public Situation {
    Objects.requireNonNull(surface);
    Objects.requireNonNull(at);
    Objects.requireNonNull(zone);
    if (intent.isEmpty() || intent.length() > 40) {
      throw new IllegalArgumentException("an intent id has 1 to 40 characters");
    }
  }

  /** The day of the turn where the branch is. */
  public LocalDate today() {
    return at.atZone(zone).toLocalDate();
  }
}
