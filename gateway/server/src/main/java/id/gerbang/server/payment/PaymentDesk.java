package id.gerbang.server.payment;

import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;

/** What the branch sees of payments and tells of its tills. Blocks; safe for any thread. */
public interface PaymentDesk {

  /**
   * Payments, oldest first.
   *
   * @param phone only those for bills of this phone's members
   */
  Page<Payment> list(
      Optional<Msisdn> phone,
      Optional<Payment.Status> status,
      int limit,
      Optional<Cursor> after,
      Instant at);

  /** What is in suspense, oldest first, and behind it what was. */
  Page<Payment> suspense(int limit, Optional<SuspenseCursor> after, Instant at);

  /** One payment; empty when none has this reference. */
  Optional<Payment> find(String reference, Instant at);

  /**
   * Does with money in suspense what the branch says.
   *
   * @param who in the audit
   */
  Resolved resolve(String reference, Resolution resolution, String who, Instant at);

  /** Books cash that a till took. What is told again by its receipt is booked once. */
  Told tell(TillPayment payment, Instant at);

  /** What became of what a till told. */
  sealed interface Told {
    /**
     * @param payment as it stands now
     * @param first whether it is booked now
     */
    record Done(Payment payment, boolean first) implements Told {}

    /** No branch has the till's. */
    record UnknownBranch() implements Told {}

    /** The till told another amount or account with this receipt number before; nothing changed. */
    record ReceiptTaken(Payment before) implements Told {}
  }
}
