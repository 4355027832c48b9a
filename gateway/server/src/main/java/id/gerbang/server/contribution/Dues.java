package id.gerbang.server.contribution;

import id.gerbang.server.contribution.MonthLine.Kind;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what a member owes, by the figures of the programme alone: no clock, no store. The rules,
 * with examples that anybody can check, are in docs/contributions.md:
 *
 * <ul>
 *   <li>Cover begins on the day that the first contribution is paid, and never before approval;
 *       nothing is owed for the time before.
 *   <li>A month of cover runs date to date ({@link PaidSoFar}) and costs what the calendar month
 *       costs that it begins in.
 *   <li>A month that is over and was not paid is in arrears. All arrears are due at once and in
 *       full, without a discount (PP 50/2025), together with the months that are chosen; the first
 *       of those is the month that runs, and it protects from the day of payment.
 *   <li>With more than {@code arrears_months} months in arrears the membership has ended.
 * </ul>
 */
public final class Dues {
  /** Longer than any bill is good for; a bound for {@link #sameUntil}. */
  private static final int MOST_DAYS = 366;

  private final Programme programme;

  public Dues(Programme programme) {
    this.programme = programme;
  }

  /**
   * What is due on a day.
   *
   * @param months how many months from the running one on, 1 or more
   * @throws IllegalArgumentException when the member's plan, band or occupation is none of the
   *     programme
   */
  public Assessment on(LocalDate day, Member member, int months) {
    if (months < 1) {
      throw new IllegalArgumentException("nobody pays " + months + " months");
    }
    PaidSoFar paid =
        member.paid().orElseGet(() -> new PaidSoFar(later(day, member.approvedOn()), 0));
    long allowed = arrearsAllowed(day);
    List<MonthLine> lines = new ArrayList<>();
    int next = paid.months();
    for (; paid.month(next).until().isBefore(day); next++) {
      if (lines.size() == allowed) {
        return new Assessment.Ended(paid.month(next).until().plusDays(1));
      }
      lines.add(line(member, paid.month(next), Kind.ARREARS));
    }
    CoverPeriod cover = paid.bought(lines.size(), months, day);
    for (int end = next + months; next < end; next++) {
      lines.add(line(member, paid.month(next), Kind.AHEAD));
    }
    return new Due(lines, cover);
  }

  /** Whether a member is protected on a day. */
  public Protection protection(LocalDate day, Member member) {
    return switch (on(day, member, 1)) {
      case Assessment.Ended(LocalDate since) -> new Protection.Ended(since);
      case Due due ->
          member
              .paid()
              .map(paid -> protection(day, paid, due))
              .orElseGet(() -> new Protection.NotYet(due));
    };
  }

  private Protection protection(LocalDate day, PaidSoFar paid, Due due) {
    if (day.isBefore(paid.since())) {
      return new Protection.Begins(paid.since(), paid.until());
    }
    if (!paid.until().isBefore(day)) {
      return new Protection.Active(paid.until(), due);
    }
    return new Protection.Stopped(
        paid.until().plusDays(1), due, paid.month(last(day, paid)).until());
  }

  /** The month with whose end the membership does. */
  private int last(LocalDate day, PaidSoFar paid) {
    return paid.months() + Math.toIntExact(arrearsAllowed(day));
  }

  /** How many months in a row may be in arrears; one more ends the membership. */
  public long arrearsAllowed(LocalDate day) {
    return programme.benefits().arrearsMonths().in(YearMonth.from(day));
  }

  /**
   * Whether {@code due} has a month that begins too far ahead to be sold on {@code day} ({@code
   * most_months_ahead}).
   */
  public boolean isTooFarAhead(LocalDate day, Due due) {
    long most = programme.mostMonthsAhead().in(YearMonth.from(day));
    return due.lines().getLast().cover().from().isAfter(day.plusMonths(most));
  }

  /**
   * Until when {@code due} stays what it is: the last day, of a row that begins on {@code day}, on
   * which the same months cost the same, arrears and all.
   *
   * @param most the latest day to answer
   */
  public LocalDate sameUntil(LocalDate most, Due due, LocalDate day, Member member) {
    int months = due.lines().size() - due.arrearsMonths();
    LocalDate same = day;
    for (int i = 0; i < MOST_DAYS && same.isBefore(most); i++) {
      if (!(on(same.plusDays(1), member, months) instanceof Due next)
          || next.total() != due.total()
          || next.arrearsMonths() != due.arrearsMonths()) {
        break;
      }
      same = same.plusDays(1);
    }
    return same;
  }

  private MonthLine line(Member member, CoverPeriod cover, Kind kind) {
    YearMonth priced = YearMonth.from(cover.from());
    List<Share> shares =
        programme.shares(member.plan(), member.band(), member.occupation(), priced);
    return new MonthLine(
        cover,
        priced,
        kind,
        switch (kind) {
          case ARREARS -> shares.stream().map(Share::inFull).toList();
          case AHEAD -> shares;
        });
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? other : one;
  }
}
