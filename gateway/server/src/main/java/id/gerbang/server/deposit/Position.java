package id.gerbang.server.deposit;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a collector stands, in rupiah.
 *
 * @param cash held: taken minus handed over and taken back
 * @param today taken since the branch's day began, without what was taken back
 * @param limits this collector's
 * @param last the latest hand-over
 */
public record Position(long cash, long today, DepositLimits limits, Optional<Last> last) {

  /** A hand-over. */
  public record Last(long rupiah, Instant at) {}
}
