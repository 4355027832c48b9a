package id.gerbang.server.commission;

import id.gerbang.server.billing.FirstContribution;
import id.gerbang.server.contribution.Figure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * What agents are paid, as {@code config/commission.yaml} gives it.
 *
 * @param issuedOn the day of the next month on which statements are issued
 * @param paidBy the day of the next month until which institutions pay
 * @param unconfirmed how many of its figures nobody has confirmed
 */
public record CommissionRules(
    Figure two,
    Figure three,
    Figure leastNew,
    Figure earlyPercent,
    Figure earlyMonths,
    Figure latePercent,
    Figure lateMonths,
    Figure taxPerMille,
    Figure issuedOn,
    Figure paidBy,
    FirstContribution firstContribution,
    int unconfirmed) {
  /** No SMS that nobody asked for leaves at night. */
  private static final LocalTime MORNING = LocalTime.of(9, 0);

  /** The figures of a month. */
  public Rates in(YearMonth month) {
    return new Rates(
        two.in(month),
        three.in(month),
        leastNew.in(month),
        earlyPercent.in(month),
        earlyMonths.in(month),
        latePercent.in(month),
        lateMonths.in(month),
        taxPerMille.in(month));
  }

  /** When the statements of a month are issued. */
  Instant issued(YearMonth month, ZoneId zone) {
    return month
        .plusMonths(1)
        .atDay((int) issuedOn.in(month))
        .atTime(MORNING)
        .atZone(zone)
        .toInstant();
  }

  /** Until when they are paid. */
  LocalDate paid(YearMonth month) {
    return month.plusMonths(1).atDay((int) paidBy.in(month));
  }
}
