package id.gerbang.server.billing;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Payment codes (kode iuran): twelve digits, the first not 0, so that no table cuts it off, the
 * last a check digit after H. M. Damm, which finds every single wrong digit and every two
 * neighbours that changed places.
 */
public final class PaymentCode {
  private static final Pattern SHAPE = Pattern.compile("[1-9][0-9]{11}");

  /** With the check digit. */
  public static final int DIGITS = 12;

  private static final int DRAWN = DIGITS - 1;
  private static final int TEN = 10;

  /** Damm's totally anti-symmetric quasigroup of order ten. */
  private static final int[][] DAMM = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}
  };

  private PaymentCode() {}

  /**
   * A fresh one. It may exist already; the table refuses it then.
   *
   * @param random unpredictable in production: who guesses a code could look a bill up
   */
  static String next(RandomGenerator random) {
    StringBuilder code = new StringBuilder(DRAWN + 1).append(1 + random.nextInt(TEN - 1));
    while (code.length() < DRAWN) {
      code.append(random.nextInt(TEN));
    }
    return code.append(check(code)).toString();
  }

  /** Whether {@code text} could be a payment code: its digits and their check agree. */
  public static boolean isOne(String text) {
    return SHAPE.matcher(text).matches() && check(text) == 0;
  }

  /** The check digit of digits; 0 of digits whose last is their check already. */
  private static int check(CharSequence digits) {
    int interim = 0;
    for (int i = 0; i < digits.length(); i++) {
      interim = DAMM[interim][digits.charAt(i) - '0'];
    }
    return interim;
  }
}
