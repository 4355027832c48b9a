package id.gerbang.server.enrolment;

import id.gerbang.server.contribution.Programme;
import java.text.Normalizer;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An occupation and a wage as people type them into an SMS. */
final class TypedWork {
  /** {@code 1500000}, {@code Rp1.500.000,00}, {@code 1,5 juta}, {@code 800rb}. */
  private static final Pattern WAGE =
      Pattern.compile("(?:rp\\.?)?([0-9][0-9.,]*)(jt|juta|rb|ribu|k)?(?:/?b(?:u)?l(?:a)?n)?");

  private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([.,][0-9]{3})+");

  /** Less is no month's wage, but perhaps a count of thousands or millions. */
  private static final double LEAST_WAGE = 10_000;

  private static final double MOST_WAGE = 1_000_000_000;

  /** Fewer letters begin too many words. */
  private static final int SHORTEST_WORD = 3;

  private final Programme programme;
  private final EntryLetters words;

  TypedWork(Programme programme, EntryLetters words) {
    this.programme = programme;
    this.words = words;
  }

  /**
   * By the words of the menus, whole or the beginning of one of them, by the id, or by its number
   * in the menu; empty when none or several could be meant.
   */
  Optional<String> occupation(String typed) {
    String wanted = folded(typed);
    List<String> ids = programme.occupations().stream().map(Programme.Occupation::id).toList();
    if (wanted.matches("[1-9][0-9]?")) {
      int number = Integer.parseInt(wanted);
      return number <= ids.size() ? Optional.of(ids.get(number - 1)) : Optional.empty();
    }
    if (wanted.length() < SHORTEST_WORD) {
      return Optional.empty();
    }
    Optional<String> whole =
        ids.stream().filter(id -> names(id).anyMatch(wanted::equals)).findFirst();
    if (whole.isPresent()) {
      return whole;
    }
    String first = wanted.split(" ")[0];
    List<String> meant =
        ids.stream()
            .filter(
                id -> first.length() >= SHORTEST_WORD && names(id).anyMatch(n -> holds(n, first)))
            .toList();
    return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
  }

  private Stream<String> names(String id) {
    return Stream.concat(
        Stream.of(folded(id.replace('_', ' '))),
        words.words("occupations", id).map(TypedWork::folded).stream());
  }

  /** {@code tani} is in {@code petani}, {@code dagang} in {@code pedagang}. */
  private static boolean holds(String name, String typed) {
    return Arrays.stream(name.split(" ")).anyMatch(word -> word.contains(typed));
  }

  /** The band of a month's wage, as bands are in {@code month}; empty when it is none. */
  Optional<String> band(String typed, YearMonth month) {
    Matcher wage = WAGE.matcher(typed.toLowerCase(Locale.ROOT).replace(" ", ""));
    if (!wage.matches()) {
      return Optional.empty();
    }
    double rupiah = number(wage.group(1)) * unit(wage.group(2));
    if (!(rupiah >= LEAST_WAGE && rupiah <= MOST_WAGE)) {
      return Optional.empty();
    }
    List<Programme.Band> bands =
        programme.bands().stream()
            .sorted(Comparator.comparingLong(band -> band.upper().in(month)))
            .toList();
    return Optional.of(
        bands.stream()
            .filter(band -> rupiah <= band.upper().in(month))
            .findFirst()
            .orElse(bands.getLast())
            .id());
  }

  private static double number(String written) {
    String whole = written.replaceFirst("(?<=[.,][0-9]{3}),[0-9]{2}$", "");
    String digits =
        GROUPED.matcher(whole).matches()
            ? whole.replaceAll("[.,]", "")
            : whole.replace(',', '.').replaceFirst("\\.$", "");
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static double unit(String unit) {
    return switch (unit) {
      case null -> 1;
      case "jt", "juta" -> 1_000_000;
      case "rb", "ribu", "k" -> 1_000;
      default -> throw new IllegalStateException("the pattern knows no other unit");
    };
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", " ")
        .strip();
  }
}
