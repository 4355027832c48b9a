package id.gerbang.server.deposit;

/**
 * How much cash may go through a collector's hands, in rupiah.
 *
 * @param least what a deposit is at least: less costs more to tell than it is
 * @param most what one deposit is at most
 * @param mostADay what a collector may take in a day of the branch
 * @param mostCash what a collector may hold before it is handed over
 */
public record DepositLimits(long least, long most, long mostADay, long mostCash) {
  public DepositLimits {
    if (least < 1 || most < least || mostADay < 0 || mostCash < 0) {
      throw new IllegalArgumentException("expected 1 <= least <= most, and limits from 0");
    }
  }

  /** The same, but what this collector may. */
  DepositLimits forCollector(long itsMostADay, long itsMostCash) {
    return new DepositLimits(least, most, itsMostADay, itsMostCash);
  }
}
