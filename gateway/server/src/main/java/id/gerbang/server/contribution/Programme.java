package id.gerbang.server.contribution;

import id.gerbang.server.contribution.Share.Part;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The figures of the programme, as {@code config/programme.yaml} gives them, and what they make a
 * month of cover cost. Every figure there names its source; those that nobody could confirm are
 * marked and counted.
 *
 * @param jkkPerMille the work-accident rate, in thousandths of the band's base
 * @param jkkLeast its smallest monthly amount, rupiah
 * @param jkkMost its largest monthly amount, rupiah
 * @param jkm the death benefit's flat monthly amount, rupiah
 * @param jhtPerMille the old-age rate, in thousandths of the band's base
 * @param joinBelowAge who is this old cannot join any more, years
 * @param months how many months may be paid at once, fewest first
 * @param mostMonthsAhead no month of cover is sold that begins later than this many months from
 *     today
 * @param benefits what it pays
 * @param unconfirmed how many figures are marked {@code verify}
 */
public record Programme(
    Figure jkkPerMille,
    Figure jkkLeast,
    Figure jkkMost,
    Figure jkm,
    Figure jhtPerMille,
    Figure joinBelowAge,
    List<Integer> months,
    Figure mostMonthsAhead,
    Benefits benefits,
    List<Band> bands,
    List<Occupation> occupations,
    List<String> permanences,
    List<Discount> discounts,
    int unconfirmed) {

  /** The plans: accident and death, and the same with old age. */
  public static final List<String> PLANS = List.of("jkk_jkm", "jkk_jkm_jht");

  private static final String WITH_OLD_AGE = PLANS.getLast();

  /**
   * @param upper the highest income of the band, rupiah
   * @param base the income that contributions are counted on, rupiah
   */
  public record Band(String id, Figure upper, Figure base) {}

  /**
   * @param group names who gets which discount: {@code transport}, {@code other}
   */
  public record Occupation(String id, String group) {}

  /**
   * Part of JKK and JKM that is not asked for, for a group and the months of cover from {@code
   * from} to {@code until}.
   *
   * @param percent how much is taken off
   */
  public record Discount(String group, YearMonth from, YearMonth until, int percent) {
    /** Whether a month of this group has both. */
    boolean meets(Discount other) {
      return group.equals(other.group)
          && !until.isBefore(other.from)
          && !other.until.isBefore(from);
    }

    boolean covers(String someGroup, YearMonth month) {
      return group.equals(someGroup) && !month.isBefore(from) && !month.isAfter(until);
    }
  }

  /**
   * @param monthly what a month costs, rupiah
   * @param normal what it costs without a discount
   * @param discountUntil the last month of the discount
   */
  public record Price(long monthly, long normal, Optional<YearMonth> discountUntil) {}

  public Programme {
    months = List.copyOf(months);
    bands = List.copyOf(bands);
    occupations = List.copyOf(occupations);
    permanences = List.copyOf(permanences);
    discounts = List.copyOf(discounts);
  }

  /**
   * What a month of cover costs. The month is the one that the cover falls on, not the one it is
   * paid in.
   *
   * @throws IllegalArgumentException when the plan, the band or the occupation is none of the
   *     programme
   */
  public Price price(String plan, String band, String occupation, YearMonth month) {
    List<Share> shares = shares(plan, band, occupation, month);
    long normal = shares.stream().mapToLong(Share::normal).sum();
    long taken = shares.stream().mapToLong(Share::discount).sum();
    Optional<YearMonth> until = discount(group(occupation), month).map(Discount::until);
    return new Price(normal - taken, normal, until);
  }

  /**
   * What each programme has of a month's price; its discount is rounded down to whole rupiah.
   *
   * @throws IllegalArgumentException as {@link #price}
   */
  public List<Share> shares(String plan, String band, String occupation, YearMonth month) {
    if (!PLANS.contains(plan)) {
      throw unknown("plan", plan);
    }
    long base = base(band, month);
    long jkk =
        Math.clamp(base * jkkPerMille.in(month) / 1_000, jkkLeast.in(month), jkkMost.in(month));
    int percent = discount(group(occupation), month).map(Discount::percent).orElse(0);
    List<Share> shares = new ArrayList<>();
    shares.add(discounted(Part.JKK, jkk, percent));
    shares.add(discounted(Part.JKM, jkm.in(month), percent));
    if (plan.equals(WITH_OLD_AGE)) {
      // PP 50/2025 takes nothing off old age
      shares.add(new Share(Part.JHT, base * jhtPerMille.in(month) / 1_000, 0));
    }
    return shares;
  }

  /** Whether who was born on {@code birth} may join on {@code day}. */
  public boolean mayJoin(LocalDate birth, LocalDate day) {
    return Period.between(birth, day).getYears() < joinBelowAge.in(YearMonth.from(day));
  }

  private static Share discounted(Part programme, long normal, int percent) {
    return new Share(programme, normal, normal * percent / 100);
  }

  private Optional<Discount> discount(String group, YearMonth month) {
    return discounts.stream().filter(d -> d.covers(group, month)).findFirst();
  }

  private long base(String band, YearMonth month) {
    return bands.stream()
        .filter(b -> b.id().equals(band))
        .findFirst()
        .orElseThrow(() -> unknown("band", band))
        .base()
        .in(month);
  }

  private String group(String occupation) {
    return occupations.stream()
        .filter(o -> o.id().equals(occupation))
        .findFirst()
        .orElseThrow(() -> unknown("occupation", occupation))
        .group();
  }

  private static IllegalArgumentException unknown(String what, String id) {
    return new IllegalArgumentException("the programme has no " + what + " " + id);
  }
}
