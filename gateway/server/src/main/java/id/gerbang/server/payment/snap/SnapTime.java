package id.gerbang.server.payment.snap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times as SNAP writes them: {@code 2026-11-21T14:00:00+07:00}. */
public final class SnapTime {
  /** ISO 8601 writes four digits; what has more is no bank's clock. */
  private static final int LAST_YEAR = 9_999;

  private static final ZoneOffset WIB = ZoneOffset.ofHours(7);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

  private SnapTime() {}

  /** To the second. */
  public static String of(Instant at) {
    return SECONDS.format(at.atOffset(WIB));
  }

  /** To the millisecond, as BRI wants it of who asks for a token. */
  public static String millis(Instant at) {
    return MILLIS.format(at.atOffset(WIB));
  }

  /** The moment that a text names; empty when it names none, or none that a record can keep. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text))
          .filter(at -> at.getYear() > 0 && at.getYear() <= LAST_YEAR)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
