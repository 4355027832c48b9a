package id.gerbang.server.signal;

import java.time.Duration;
import java.time.Instant;

/**
 * From when on something is flagged.
 *
 * @param count at least so many
 * @param window within so long, looking back from the latest; whole hours
 * @param within of answers: how soon after the question one is quick; else zero
 */
public record Threshold(int count, Duration window, Duration within) {

  /** When the stretch begins that {@code at} is in: of a row of equal ones since 1970. */
  Instant stretch(Instant at) {
    long length = window.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), length) * length);
  }
}
