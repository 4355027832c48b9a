package id.gerbang.server.commission;

import java.util.List;

/**
 * The figures of a month, and what they make of it: figures in, a statement out; no clock, no
 * store. The rules, with examples that anybody can check, are in docs/commission.md. Every share is
 * rounded down to whole rupiah, once for a statement.
 *
 * @param two for a new participant with two programmes, rupiah
 * @param three for one with three
 * @param leastNew from how many new ones on they are paid for, all of them
 * @param earlyPercent of what was paid for months 1 to {@code earlyMonths}
 * @param latePercent of what was paid for the months after those, to {@code lateMonths}
 * @param taxPerMille of all of it
 */
public record Rates(
    long two,
    long three,
    long leastNew,
    long earlyPercent,
    long earlyMonths,
    long latePercent,
    long lateMonths,
    long taxPerMille) {
  private static final int TWO = 2;
  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1_000;

  /** What came of an agent's members. */
  public Earned earned(List<Contribution> paid) {
    return paid.stream().map(this::earned).reduce(Earned.NOTHING, Earned::and);
  }

  private Earned earned(Contribution paid) {
    long early = 0;
    long late = 0;
    int month = paid.before();
    for (long price : paid.months()) {
      month++;
      if (month <= earlyMonths) {
        early += price;
      } else if (month <= lateMonths) {
        late += price;
      }
    }
    boolean isNew = paid.before() == 0;
    boolean withTwo = paid.programmes() <= TWO;
    return new Earned(isNew && withTwo ? 1 : 0, isNew && !withTwo ? 1 : 0, early, late);
  }

  /** What an agent is paid for that. */
  public Pay pay(Earned earned) {
    long acquisition =
        earned.newOnes() >= leastNew ? earned.newTwo() * two + earned.newThree() * three : 0;
    return taxed(
        new Pay(
            acquisition,
            earned.early() * earlyPercent / HUNDRED,
            earned.late() * latePercent / HUNDRED,
            0,
            0));
  }

  /**
   * More or less than a statement said.
   *
   * @param rupiah before tax; below zero for less
   */
  public Pay correction(long rupiah) {
    return taxed(new Pay(0, 0, 0, rupiah, 0));
  }

  private Pay taxed(Pay pay) {
    return new Pay(
        pay.acquisition(),
        pay.early(),
        pay.late(),
        pay.correction(),
        pay.gross() * taxPerMille / THOUSAND);
  }

  /** All of them in a line, kept with what they made. */
  public String words() {
    return "new %d/%d from %d; %d %% to month %d, %d %% to %d; tax %d/1000"
        .formatted(
            two, three, leastNew, earlyPercent, earlyMonths, latePercent, lateMonths, taxPerMille);
  }
}
