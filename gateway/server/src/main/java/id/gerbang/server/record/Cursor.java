package id.gerbang.server.record;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page ends: what stands last on it, by its time and its reference. What is added meanwhile
 * comes behind, so that nothing is listed twice or left out.
 */
public record Cursor(Instant at, String reference) {
  private static final Pattern REFERENCE = Pattern.compile("[A-Z2-9]{6}|[0-9]{12}");

  /** Far from what PostgreSQL's timestamptz refuses. */
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** As one word that goes into a URL as it is. */
  public String written() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + "|" + reference).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @return empty when {@code word} is not what {@link #written()} wrote
   */
  public static Optional<Cursor> read(String word) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split("\\|");
      if (parts.length != 2 || !REFERENCE.matcher(parts[1]).matches()) {
        return Optional.empty();
      }
      Cursor cursor = new Cursor(Instant.parse(parts[0]), parts[1]);
      return cursor.at.isAfter(Instant.EPOCH)
              && cursor.at.isBefore(LATEST)
              && cursor.written().equals(word)
          ? Optional.of(cursor)
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
