package id.gerbang.engine.value;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.engine.text.Lexicon;
import id.gerbang.engine.text.Transliteration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;

/** Prints values as people read them, without asking any default locale. */
public final class Printer {
  /** The names that Indonesians know their zones by. */
  private static final Map<String, String> ZONES =
      Map.of(
          "Asia/Jakarta",
          "WIB",
          "Asia/Pontianak",
          "WIB",
          "Asia/Makassar",
          "WITA",
          "Asia/Jayapura",
          "WIT");

  /** What free words print at most, in septets. */
  public static final int LONGEST_TEXT = Answers.LONGEST_TEXT;

  /** What a keyword prints at most. */
  public static final int LONGEST_KEYWORD = 20;

  private final Lexicon lexicon;
  private final ZoneId zone;

  /**
   * @param lexicon the words of months and choices
   * @param zone the branch's time zone
   */
  public Printer(Lexicon lexicon, ZoneId zone) {
    this.lexicon = lexicon;
    this.zone = zone;
  }

  /** The value as its own owner may see it. */
  public String print(Type type, Value value) {
    return switch (value) {
      case Value.Text(String text) -> text(type, text);
      case Value.Whole(long number) -> Long.toString(number);
      case Value.Money(long rupiah) -> money(rupiah);
      case Value.Day(LocalDate date) -> day(date);
      case Value.Moment(Instant instant) -> moment(instant);
      case Value.Flag(boolean holds) -> Boolean.toString(holds);
      case Value.Choice(String id) -> choice(type, id);
      case Value.Named(_, String name) -> bounded(name);
    };
  }

  /** The value as somebody else may see it. */
  public String masked(Type type, Value value) {
    return switch (value) {
      case Value.Text(String text) when type == Type.Simple.NIK -> Nik.masked(text);
      case Value.Text(String text) when type == Type.Simple.PERSON_NAME -> PersonName.masked(text);
      case Value.Text(String text) -> text.substring(0, Math.min(2, text.length())) + "*****";
      case Value.Day(LocalDate date) -> "**/**/" + date.getYear();
      case Value.Named(_, String name) -> PersonName.masked(name);
      case Value.Whole _, Value.Money _, Value.Moment _, Value.Flag _, Value.Choice _ ->
          print(type, value);
    };
  }

  /** {@code Rp16.800}; one word, so that no page is cut inside it. */
  public String money(long rupiah) {
    String digits = Long.toString(Math.abs(rupiah));
    String group = lexicon.language().equals("en") ? "," : ".";
    StringBuilder out = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      out.insert(i, group);
    }
    return (rupiah < 0 ? "-Rp" : "Rp") + out;
  }

  private String day(LocalDate date) {
    return date.getDayOfMonth()
        + " "
        + lexicon.words("months." + date.getMonthValue())
        + " "
        + date.getYear();
  }

  /** {@code 20/10 17.00 WITA}. */
  private String moment(Instant instant) {
    ZonedDateTime at = instant.atZone(zone);
    return two(at.getDayOfMonth())
        + "/"
        + two(at.getMonthValue())
        + " "
        + two(at.getHour())
        + "."
        + two(at.getMinute())
        + " "
        + ZONES.getOrDefault(zone.getId(), at.getOffset().getId());
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private String choice(Type type, String id) {
    String set = type instanceof Type.ChoiceOf(String name) ? name : "";
    return lexicon.has(set + "." + id) ? lexicon.words(set + "." + id) : id;
  }

  private static String text(Type type, String text) {
    if (type == Type.Simple.PHONE && text.startsWith("62")) {
      return "0" + text.substring(2);
    }
    if (type == Type.Simple.PERSON_NAME) {
      return bounded(text);
    }
    if (type == Type.Simple.TEXT) {
      return bounded(text, LONGEST_TEXT);
    }
    return type == Type.Simple.KEYWORD ? bounded(text, LONGEST_KEYWORD) : text;
  }

  private static String bounded(String name) {
    return bounded(name, PersonName.LONGEST);
  }

  /** Cut to {@code longest} septets, as a keypad phone would show it. */
  private static String bounded(String text, int longest) {
    String cut = text;
    while (Gsm7.septets(Transliteration.toGsm7(cut)) > longest) {
      int end = cut.length() - (Character.isLowSurrogate(cut.charAt(cut.length() - 1)) ? 2 : 1);
      cut = cut.substring(0, Math.min(end, 2 * longest)).strip();
    }
    return cut;
  }
}
