package id.gerbang.server.subscriber;

import java.util.Optional;

/**
 * A phone number in digits with its country code and no {@code +} (E.164, at most 15 digits). It is
 * a person: it prints itself masked, and {@link #digits()} is named where it must leave whole.
 *
 * @param digits {@code 6281234567890}
 */
public record Msisdn(String digits) {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 15;

  /**
   * @throws IllegalArgumentException when {@code digits} is no such number; the message does not
   *     repeat it
   */
  public Msisdn {
    if (!is(digits)) {
      throw new IllegalArgumentException("not a phone number in digits with country code");
    }
  }

  /** By hand: it is asked on every turn, and a pattern is compiled for each. */
  private static boolean is(String digits) {
    if (digits.length() < SHORTEST || digits.length() > LONGEST || digits.charAt(0) == '0') {
      return false;
    }
    return digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * Reads what carriers and people write: {@code +62 812-3456}, {@code 0812…} and {@code 812…}
   * (taken as Indonesian), {@code 0062…}.
   *
   * @return empty when it is no phone number, for example an alphanumeric sender or a short code
   */
  public static Optional<Msisdn> parse(String written) {
    if (written == null || written.length() > 32) {
      return Optional.empty();
    }
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c >= '0' && c <= '9') {
        kept.append(c);
      } else if (!(c == '+' && kept.isEmpty()) && " -.()".indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    String digits = kept.toString();
    if (digits.startsWith("00")) {
      digits = digits.substring(2);
    } else if (digits.startsWith("0")) {
      digits = "62" + digits.substring(1);
    } else if (digits.startsWith("8") && digits.length() >= 9 && digits.length() <= 12) {
      digits = "62" + digits;
    }
    return is(digits) ? Optional.of(new Msisdn(digits)) : Optional.empty();
  }

  /**
   * Reads a number that surely has its country code, as chats give it: {@code 85291234567} is Hong
   * Kong's, where {@link #parse} would take it for a local one.
   */
  public static Optional<Msisdn> international(String written) {
    String digits = written.replaceAll("[ +().-]", "");
    return is(digits) ? Optional.of(new Msisdn(digits)) : Optional.empty();
  }

  /** {@code 62812*****890}: enough for its owner to know it, for nobody else to call it. */
  public String masked() {
    int shown = Math.min(5, digits.length() - 6);
    return digits.substring(0, shown)
        + "*".repeat(digits.length() - shown - 3)
        + digits.substring(digits.length() - 3);
  }

  @Override
  public String toString() {
    return masked();
  }
}
