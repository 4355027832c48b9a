package id.gerbang.server.contribution;

import java.time.LocalDate;

/**
 * The months of a member that are paid, all in a row. A month of cover is counted from the first
 * day of all: the n-th begins n months after it, on the same day, or on the last of a month that is
 * too short (31 January, 28 February, 31 March), and ends on the day before the next one begins.
 *
 * @param since the first day of cover
 * @param months how many are paid, arrears among them
 */
public record PaidSoFar(LocalDate since, int months) {
  public PaidSoFar {
    if (months < 0) {
      throw new IllegalArgumentException("months paid cannot be " + months);
    }
  }

  /** The last day that is paid for. */
  public LocalDate until() {
    return begin(months).minusDays(1);
  }

  /**
   * The days of a month.
   *
   * @param index 0 for the first month of all
   */
  CoverPeriod month(int index) {
    return new CoverPeriod(begin(index), begin(index + 1).minusDays(1));
  }

  /**
   * The days that are protected when some more months are paid: never one before they are.
   *
   * @param arrears how many of them are over, 0 or more
   * @param ahead how many follow, 1 or more
   * @param day when they are paid
   */
  public CoverPeriod bought(int arrears, int ahead, LocalDate day) {
    LocalDate from = begin(months + arrears);
    return new CoverPeriod(
        from.isBefore(day) ? day : from, begin(months + arrears + ahead).minusDays(1));
  }

  private LocalDate begin(int index) {
    return since.plusMonths(index);
  }
}
