package id.gerbang.engine.value;

/** A name as on the KTP. */
public final class PersonName {
  /** What a screen shows of it at most; the population registry prints no more on the card. */
  public static final int LONGEST = 40;

  private static final String STARS = "*****";

  private PersonName() {}

  /**
   * The first name whole, the rest only an initial: {@code Wayan S*****}. A single name shows its
   * first two letters.
   */
  public static String masked(String name) {
    String[] words = name.strip().split("\\s+");
    if (words.length == 1) {
      return words[0].substring(0, Math.min(2, words[0].length())) + STARS;
    }
    return words[0] + " " + words[1].charAt(0) + STARS;
  }
}
