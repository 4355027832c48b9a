package id.gerbang.server.outreach;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * On which days a member is reminded (R21). Each step is counted from a day, and may be written for
 * some days after: until the next step's turn, and {@link #MOST_LATE} at most.
 *
 * @param before days before the last day of cover
 * @param onTheDay whether on that day
 * @param after days after it
 * @param last days before a membership ends for arrears; none when empty
 * @param first days after the approval, while nothing was paid
 * @param agents on which day agents are told their figures; never when empty
 */
public record ReminderPlan(
    List<Integer> before,
    boolean onTheDay,
    List<Integer> after,
    Optional<Integer> last,
    List<Integer> first,
    Optional<DayOfWeek> agents) {

  /** Nobody is reminded of anything. */
  public static final ReminderPlan NONE =
      new ReminderPlan(List.of(), false, List.of(), Optional.empty(), List.of(), Optional.empty());

  /** What could not be written for a week is not worth reading any more. */
  static final int MOST_LATE = 6;

  /** Who has ended is told once; somebody who ended long ago is not. */
  private static final int ENDED_WITHIN = 30;

  /** What a step is counted from. */
  enum Kind {
    /** The first day after the end of a membership. */
    ENDED,
    /** The last day of a membership. */
    LAST,
    /** The last day of cover, for the next three. */
    AFTER,
    DAY,
    BEFORE,
    /** The day of approval. */
    FIRST,
    /** The day on which a bill expired. */
    EXPIRED,
    /** A week's first day, of an agent. */
    WEEK
  }

  /**
   * A step of the plan.
   *
   * @param days as the settings have it
   * @param from how many days after the day it is counted from it may be written first
   * @param until and last
   */
  record Step(Kind kind, int days, int from, int until) {

    /** As stored. */
    String label() {
      return kind.name().toLowerCase(Locale.ROOT) + ":" + days;
    }

    /** The earliest day that it can be counted from when it is written on {@code today}. */
    LocalDate earliest(LocalDate today) {
      return today.minusDays(until);
    }

    /** And the latest. */
    LocalDate latest(LocalDate today) {
      return today.minusDays(from);
    }
  }

  /** A bill that expired is told about by the day after. */
  static final Step EXPIRED = new Step(Kind.EXPIRED, 0, 0, 1);

  public ReminderPlan {
    before = List.copyOf(before);
    after = List.copyOf(after);
    first = List.copyOf(first);
  }

  /** The steps of members, the most urgent first. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    last.ifPresent(
        days -> {
          steps.add(new Step(Kind.LAST, days, -days, Math.min(0, MOST_LATE - days)));
          steps.add(new Step(Kind.ENDED, 0, 0, ENDED_WITHIN));
        });
    steps.addAll(aroundTheEndOfCover().reversed());
    steps.addAll(apart(Kind.FIRST, new TreeSet<>(first)).reversed());
    return List.copyOf(steps);
  }

  private List<Step> aroundTheEndOfCover() {
    TreeSet<Integer> offsets = new TreeSet<>(after);
    before.forEach(days -> offsets.add(-days));
    if (onTheDay) {
      offsets.add(0);
    }
    return apart(Kind.DAY, offsets);
  }

  /** Each until the next one's turn. */
  private static List<Step> apart(Kind zero, TreeSet<Integer> offsets) {
    List<Step> steps = new ArrayList<>();
    for (int offset : offsets) {
      Integer next = offsets.higher(offset);
      int until = next == null ? offset + MOST_LATE : Math.min(next - 1, offset + MOST_LATE);
      Kind kind =
          zero == Kind.FIRST
              ? Kind.FIRST
              : offset < 0 ? Kind.BEFORE : offset == 0 ? Kind.DAY : Kind.AFTER;
      steps.add(new Step(kind, Math.abs(offset), offset, until));
    }
    return steps;
  }

  /** The step in which agents are told the figures of {@code today}'s week. */
  Optional<Step> week() {
    return agents.map(_ -> new Step(Kind.WEEK, 0, 0, MOST_LATE));
  }

  /** The day that a week's figures are counted from. */
  LocalDate weekOf(LocalDate today) {
    return today.with(TemporalAdjusters.previousOrSame(agents.orElse(DayOfWeek.MONDAY)));
  }
}
