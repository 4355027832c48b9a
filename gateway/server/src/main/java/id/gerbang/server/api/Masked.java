package id.gerbang.server.api;

import id.gerbang.server.subscriber.Msisdn;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The last door for words that people wrote themselves, or that name a phone for somebody else's
 * eyes: a NIK never leaves whole, a phone only masked. Digits may have spaces, dots or dashes
 * between them.
 */
final class Masked {
  /** A NIK or the number of a family card, and whatever is longer. */
  private static final Pattern SIXTEEN_DIGITS = Pattern.compile("[0-9](?:[ .-]?[0-9]){15,}");

  /** {@code 0812…}, {@code 62812…}, {@code 0062 812…}, or any with a plus. */
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![0-9])(?:(?:(?:00)?62|0)[ .-]?8(?:[ .-]?[0-9]){7,12}"
              + "|\\+[1-9](?:[ .-]?[0-9]){7,14})(?![0-9])");

  private static final int SHOWN = 4;

  private Masked() {}

  static String text(String text) {
    String withoutNiks = SIXTEEN_DIGITS.matcher(text).replaceAll(Masked::lastDigits);
    return PHONE.matcher(withoutNiks).replaceAll(Masked::phone);
  }

  private static String lastDigits(MatchResult found) {
    String digits = found.group().replaceAll("[^0-9]", "");
    return ".." + digits.substring(digits.length() - SHOWN);
  }

  private static String phone(MatchResult found) {
    return Msisdn.parse(found.group()).map(Msisdn::masked).orElse("*****");
  }
}
