package id.gerbang.server.book;

import java.time.Instant;
import java.util.Locale;

/**
 * That a book went live.
 *
 * @param number grows with each
 * @param hash the book's
 * @param by who made it live
 */
public record Live(long number, String hash, Instant since, String by, Why why) {
  /** Characters of a hash that people are shown. */
  private static final int SHORT = 12;

  /** How it came. */
  public enum Why {
    /** Nothing had ever been published: the folder of the first node that started. */
    FIRST_START,
    PUBLISHED,
    /** The one before was wanted again. */
    BACK,
    /** The folder of a demonstration. */
    DEMO;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Why of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** The book's name for people: the beginning of its hash. */
  public String name() {
    return name(hash);
  }

  /** A book's name for people. */
  public static String name(String hash) {
    return hash.substring(0, SHORT);
  }
}
