package id.gerbang.server.enrolment;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Six characters without look-alikes: no I, L, O, 0, 1. 31 to the sixth, about 887 million, is not
 * guessed in five tries.
 */
public final class Codes {
  static final int LENGTH = 6;
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private final RandomGenerator random;

  /**
   * @param random unpredictable in production: a code lets its owner act
   */
  public Codes(RandomGenerator random) {
    this.random = random;
  }

  /** A fresh one. It may exist already; the table refuses it then. */
  public String next() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** A fresh id of a row. */
  UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** Whether {@code text} has the shape of a code. */
  static boolean isShapedLikeOne(String text) {
    return text.length() == LENGTH
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }
}
