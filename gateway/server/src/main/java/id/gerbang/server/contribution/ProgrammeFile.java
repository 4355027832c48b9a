package id.gerbang.server.contribution;

import id.gerbang.server.contribution.Programme.Band;
import id.gerbang.server.contribution.Programme.Discount;
import id.gerbang.server.contribution.Programme.Occupation;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code config/programme.yaml}. A mistake stops the start with file:line and what was
 * expected: a key too many or too few, a figure without its source, and what cannot be (a smallest
 * amount above the largest, a discount for nobody, two bands of the same income).
 */
public final class ProgrammeFile {
  private static final List<String> BENEFITS =
      List.of(
          "death",
          "early_death",
          "early_months",
          "scholarships",
          "scholarship_years",
          "full_pay_months",
          "later_pay_percent",
          "death_bases",
          "old_age",
          "arrears_months",
          "partial_years");

  private static final List<String> PARTS =
      List.of(
          "jkk_per_mille",
          "jkk_least",
          "jkk_most",
          "jkm",
          "jht_per_mille",
          "join_below_age",
          "months",
          "most_months_ahead",
          "benefits",
          "bands",
          "occupations",
          "permanences",
          "discounts");

  /** A year: prices further ahead are not known. */
  private static final int MOST_MONTHS = 12;

  /** Five years: longer than any rule of the programme stayed as it was. */
  private static final int MOST_MONTHS_AHEAD = 60;

  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1_000;

  private final ProgrammeYaml yaml;

  private ProgrammeFile(Path file) {
    this.yaml = new ProgrammeYaml(file);
  }

  /** The file is not what it should be. Its message is for the operator. */
  public static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  /**
   * @throws Mistake when the file is missing or wrong
   */
  public static Programme read(Path file) {
    return new ProgrammeFile(file).read();
  }

  private Programme read() {
    Map<String, Node> root = yaml.map(yaml.root(), Set.copyOf(PARTS), PARTS);
    Figure jkkPerMille = yaml.figure(root.get("jkk_per_mille"), THOUSAND);
    Figure jkkLeast = yaml.figure(root.get("jkk_least"), Long.MAX_VALUE);
    Figure jkkMost = yaml.figure(root.get("jkk_most"), Long.MAX_VALUE);
    if (jkkLeast.first() > jkkMost.first()) {
      throw yaml.mistake(root.get("jkk_least"), "jkk_least is more than jkk_most");
    }
    List<Occupation> occupations = occupations(root.get("occupations"));
    return new Programme(
        jkkPerMille,
        jkkLeast,
        jkkMost,
        yaml.figure(root.get("jkm"), Long.MAX_VALUE),
        yaml.figure(root.get("jht_per_mille"), THOUSAND),
        yaml.figure(root.get("join_below_age"), HUNDRED),
        months(root.get("months")),
        yaml.figure(root.get("most_months_ahead"), MOST_MONTHS_AHEAD),
        benefits(root.get("benefits")),
        bands(root.get("bands")),
        occupations,
        different(root.get("permanences"), yaml::text, permanence -> permanence),
        discounts(root.get("discounts"), occupations),
        yaml.unconfirmed());
  }

  private List<Integer> months(Node node) {
    List<Integer> months = new ArrayList<>();
    for (Node one : yaml.list(node)) {
      int number = (int) yaml.number(one, MOST_MONTHS);
      if (number <= (months.isEmpty() ? 0 : months.getLast())) {
        throw yaml.mistake(one, "expected 1 or more months, and more than the choice before");
      }
      months.add(number);
    }
    if (months.isEmpty()) {
      throw yaml.mistake(node, "expected at least one choice of months, like [1, 3, 6, 12]");
    }
    return months;
  }

  private Benefits benefits(Node node) {
    Map<String, Node> parts = yaml.map(node, Set.copyOf(BENEFITS), BENEFITS);
    Function<String, Figure> of = name -> yaml.figure(parts.get(name), Long.MAX_VALUE);
    return new Benefits(
        of.apply("death"),
        of.apply("early_death"),
        of.apply("early_months"),
        of.apply("scholarships"),
        of.apply("scholarship_years"),
        of.apply("full_pay_months"),
        yaml.figure(parts.get("later_pay_percent"), HUNDRED),
        of.apply("death_bases"),
        of.apply("old_age"),
        of.apply("arrears_months"),
        of.apply("partial_years"));
  }

  private List<Band> bands(Node node) {
    List<Band> bands = different(node, this::band, Band::id);
    List<Node> nodes = yaml.list(node);
    for (int i = 1; i < bands.size(); i++) {
      if (bands.get(i).upper().first() <= bands.get(i - 1).upper().first()) {
        throw yaml.mistake(nodes.get(i), "its upper is expected to be more than the band's before");
      }
    }
    return bands;
  }

  private Band band(Node node) {
    Map<String, Node> band =
        yaml.map(
            node,
            Set.of("id", "upper", "base", "source", "verify", "changes"),
            List.of("id", "upper", "base", "source"));
    yaml.marked(band);
    List<Figure.Change> uppers = new ArrayList<>();
    List<Figure.Change> bases = new ArrayList<>();
    for (Map<String, Node> change : yaml.changes(band, "upper", "base")) {
      YearMonth from = yaml.month(change.get("from"));
      uppers.add(new Figure.Change(from, yaml.number(change.get("upper"), Long.MAX_VALUE)));
      bases.add(new Figure.Change(from, yaml.number(change.get("base"), Long.MAX_VALUE)));
    }
    return new Band(
        yaml.text(band.get("id")),
        new Figure(yaml.number(band.get("upper"), Long.MAX_VALUE), uppers),
        new Figure(yaml.number(band.get("base"), Long.MAX_VALUE), bases));
  }

  private List<Occupation> occupations(Node node) {
    return different(
        node,
        one -> {
          Map<String, Node> parts = yaml.map(one, Set.of("id", "group"), List.of("id", "group"));
          return new Occupation(yaml.text(parts.get("id")), yaml.text(parts.get("group")));
        },
        Occupation::id);
  }

  private List<Discount> discounts(Node node, List<Occupation> occupations) {
    List<Discount> discounts = new ArrayList<>();
    for (Node one : yaml.list(node)) {
      Discount discount = discount(one);
      if (occupations.stream().noneMatch(o -> o.group().equals(discount.group()))) {
        throw yaml.mistake(one, "no occupation is of the group \"" + discount.group() + "\"");
      }
      if (discounts.stream().anyMatch(discount::meets)) {
        throw yaml.mistake(one, "another discount of this group has some of these months");
      }
      discounts.add(discount);
    }
    return discounts;
  }

  private Discount discount(Node node) {
    List<String> needed = List.of("group", "from", "until", "percent", "source");
    Map<String, Node> parts =
        yaml.map(node, Set.of("group", "from", "until", "percent", "source", "verify"), needed);
    yaml.marked(parts);
    YearMonth from = yaml.month(parts.get("from"));
    YearMonth until = yaml.month(parts.get("until"));
    if (until.isBefore(from)) {
      throw yaml.mistake(parts.get("until"), "until is before from");
    }
    return new Discount(
        yaml.text(parts.get("group")),
        from,
        until,
        (int) yaml.number(parts.get("percent"), HUNDRED));
  }

  /** The members of a list that is not empty and in which no name comes twice. */
  private <T> List<T> different(Node node, Function<Node, T> member, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    List<T> members = new ArrayList<>();
    for (Node one : yaml.list(node)) {
      T read = member.apply(one);
      if (!names.add(name.apply(read))) {
        throw yaml.mistake(one, "\"" + name.apply(read) + "\" is here twice");
      }
      members.add(read);
    }
    if (members.isEmpty()) {
      throw yaml.mistake(node, "expected at least one");
    }
    return members;
  }
}
