package id.gerbang.server.payment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How sums, accounts and times are written in files of tills and banks. */
final class MoneyCells {
  /** As SNAP writes it, {@code 16800.00}, or without the sen; never with separators. */
  private static final Pattern RUPIAH = Pattern.compile("([0-9]{1,13})(?:\\.0{1,2})?");

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,28}");

  /** RFC 3339; the offset may be left out, the seconds too, and T may be a space. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "([12][0-9]{3}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)"
              + "(Z|[+-][0-9]{2}:[0-9]{2})?");

  private MoneyCells() {}

  /** Whole rupiah, more than nothing. */
  static Optional<Long> rupiah(String text) {
    Matcher matcher = RUPIAH.matcher(text);
    return matcher.matches()
        ? Optional.of(Long.valueOf(matcher.group(1))).filter(rupiah -> rupiah > 0)
        : Optional.empty();
  }

  static Optional<String> account(String text) {
    String digits = text.replace(" ", "");
    return ACCOUNT.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
  }

  /**
   * @param zone whose clock it is where no offset says it
   */
  static Optional<Instant> moment(String text, ZoneId zone) {
    Matcher matcher = MOMENT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String local = matcher.group(1) + "T" + matcher.group(2);
    try {
      return Optional.of(
          matcher.group(3) == null
              ? LocalDateTime.parse(local).atZone(zone).toInstant()
              : OffsetDateTime.parse(local + matcher.group(3)).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
