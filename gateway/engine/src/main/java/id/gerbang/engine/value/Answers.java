package id.gerbang.engine.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns what a person typed into a value of a type. Forgiving in form, strict in substance; never
 * throws.
 */
public final class Answers {
  /** More than this is no answer; the rest is not even looked at. */
  static final int LONGEST_ANSWER = 400;

  /** Free words are a line, not a letter. */
  static final int LONGEST_TEXT = 60;

  private static final LocalDate OLDEST_BIRTH = LocalDate.of(1900, 1, 1);

  /** Which mistakes each type that can be asked knows; a book must have words for all of them. */
  public static final Map<Type.Simple, Set<String>> MISTAKES =
      Map.of(
          Type.Simple.NIK, Set.of("digits", "area", "date", "serial"),
          Type.Simple.PERSON_NAME, Set.of("empty", "letters", "long"),
          Type.Simple.DATE, Set.of("form", "impossible", "future"),
          Type.Simple.TEXT, Set.of("empty", "long"),
          Type.Simple.AGENT_CODE, Set.of("form"),
          Type.Simple.PHONE, Set.of("form"),
          Type.Simple.REFERENCE, Set.of("form"));

  private Answers() {}

  /**
   * Cleans what came from outside: at most {@value #LONGEST_ANSWER} characters, decimal digits of
   * every script as ASCII, controls and invisible format characters gone, white space folded, no
   * space at the ends.
   */
  public static String clean(String raw) {
    StringBuilder clean = new StringBuilder(Math.min(raw.length(), LONGEST_ANSWER));
    boolean space = false;
    for (int i = 0; i < raw.length() && clean.length() < LONGEST_ANSWER; ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        space = !clean.isEmpty();
        continue;
      }
      int kind = Character.getType(c);
      if (kind == Character.CONTROL
          || kind == Character.FORMAT
          || kind == Character.SURROGATE
          || kind == Character.UNASSIGNED) {
        continue;
      }
      if (space) {
        clean.append(' ');
        space = false;
      }
      int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
      if (digit >= 0) {
        clean.append((char) ('0' + digit));
      } else {
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  /**
   * Parses a {@link #clean} answer.
   *
   * @param today no birth date is later
   */
  public static Parsed parse(Type.Simple type, String clean, LocalDate today) {
    return switch (type) {
      case NIK -> nik(clean);
      case PERSON_NAME -> name(clean);
      case DATE -> date(clean, today);
      case TEXT -> text(clean);
      case AGENT_CODE -> matching(compact(clean).toUpperCase(Locale.ROOT), "[A-Z]{3}[0-9]{3}");
      case REFERENCE -> matching(compact(clean).toUpperCase(Locale.ROOT), "[A-Z0-9]{6}");
      case PHONE -> phone(compact(clean));
      case VILLAGE, AGENT, INSTITUTION, MONEY, WHOLE, MOMENT, FLAG, CONSENT, KEYWORD ->
          throw new IllegalArgumentException(type + " is never typed by a person");
    };
  }

  /** Whether a person can type a value of this type. */
  public static boolean canBeAsked(Type type) {
    return type instanceof Type.Simple simple && MISTAKES.containsKey(simple);
  }

  /**
   * Whether a number of one or two digits is never a valid answer, so that keys beside the question
   * cannot be mistaken.
   */
  public static boolean refusesKeys(Type.Simple type) {
    return switch (type) {
      case NIK, PERSON_NAME, DATE, TEXT, AGENT_CODE, PHONE, REFERENCE -> true;
      case VILLAGE, AGENT, INSTITUTION, MONEY, WHOLE, MOMENT, FLAG, CONSENT, KEYWORD -> false;
    };
  }

  private static Parsed nik(String clean) {
    String digits = compact(clean);
    Nik.Flaw flaw = Nik.flaw(digits);
    return flaw == Nik.Flaw.NONE
        ? new Parsed.Good(new Value.Text(digits))
        : new Parsed.Mistake(flaw.name().toLowerCase(Locale.ROOT));
  }

  private static Parsed name(String clean) {
    if (clean.isEmpty()) {
      return new Parsed.Mistake("empty");
    }
    if (clean.length() > PersonName.LONGEST) {
      return new Parsed.Mistake("long");
    }
    boolean letters =
        clean
            .codePoints()
            .allMatch(
                c ->
                    Character.isLetter(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || " .,'’-`".indexOf(c) >= 0);
    return letters && clean.codePoints().filter(Character::isLetter).count() >= 2
        ? new Parsed.Good(new Value.Text(clean))
        : new Parsed.Mistake("letters");
  }

  private static Parsed date(String clean, LocalDate today) {
    String digits = compact(clean).replace("/", "");
    if (!digits.matches("[0-9]{8}")) {
      return new Parsed.Mistake("form");
    }
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(digits, 4, 8, 10),
              Integer.parseInt(digits, 2, 4, 10),
              Integer.parseInt(digits, 0, 2, 10));
      if (date.isAfter(today)) {
        return new Parsed.Mistake("future");
      }
      return date.isBefore(OLDEST_BIRTH)
          ? new Parsed.Mistake("impossible")
          : new Parsed.Good(new Value.Day(date));
    } catch (DateTimeException e) {
      return new Parsed.Mistake("impossible");
    }
  }

  /** Two characters with a letter, or three digits: no key of the navigation is ever an answer. */
  private static Parsed text(String clean) {
    if (clean.length() > LONGEST_TEXT) {
      return new Parsed.Mistake("long");
    }
    long letters = clean.codePoints().filter(Character::isLetter).count();
    long digits = clean.chars().filter(c -> c >= '0' && c <= '9').count();
    return (letters >= 1 && letters + digits >= 2) || digits >= 3
        ? new Parsed.Good(new Value.Text(clean))
        : new Parsed.Mistake("empty");
  }

  private static Parsed phone(String compact) {
    String digits = compact.startsWith("+") ? compact.substring(1) : compact;
    String full = digits.startsWith("0") ? "62" + digits.substring(1) : digits;
    return full.matches("[1-9][0-9]{8,14}")
        ? new Parsed.Good(new Value.Text(full))
        : new Parsed.Mistake("form");
  }

  private static Parsed matching(String text, String pattern) {
    return text.matches(pattern)
        ? new Parsed.Good(new Value.Text(text))
        : new Parsed.Mistake("form");
  }

  /** Without the separators that people put between digits. */
  private static String compact(String clean) {
    StringBuilder compact = new StringBuilder(clean.length());
    for (int i = 0; i < clean.length(); i++) {
      if (" .-_".indexOf(clean.charAt(i)) < 0) {
        compact.append(clean.charAt(i));
      }
    }
    return compact.toString();
  }
}
