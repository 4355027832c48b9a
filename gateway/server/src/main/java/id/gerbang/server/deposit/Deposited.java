package id.gerbang.server.deposit;

import java.time.Instant;

/** What became of a {@link NewDeposit}. Only {@link Done} has booked something. */
public sealed interface Deposited {

  /**
   * It is booked, and both have their receipts.
   *
   * @param reference the receipt's number
   * @param savings what the member has saved now, after what settled
   * @param paid what of it became a contribution at once; 0 when the bill is not reached yet
   * @param cash what the collector holds now
   */
  record Done(String reference, long rupiah, long savings, long paid, long cash)
      implements Deposited {}

  /**
   * The same was booked within the last ten minutes (contract.md).
   *
   * @param at when
   * @param next by which ordinal another one is told
   */
  record Repeated(long rupiah, Instant at, int next) implements Deposited {}

  /** Who told it may not collect. */
  record Stopped(Stop stop) implements Deposited {}

  /** The branch has approved nobody of this NIK or reference. */
  record NoMember() implements Deposited {}

  /** The membership has ended: savings could not become a contribution. */
  record MemberEnded() implements Deposited {}

  /** Less than the least or more than the most. */
  record WrongAmount(DepositLimits limits) implements Deposited {}

  /**
   * It would be more than the collector may take in a day.
   *
   * @param today what was taken today
   */
  record DayFull(long today, DepositLimits limits) implements Deposited {}

  /**
   * It would be more than the collector may hold: a hand-over comes first.
   *
   * @param cash what is held
   */
  record CashFull(long cash, DepositLimits limits) implements Deposited {}
}
