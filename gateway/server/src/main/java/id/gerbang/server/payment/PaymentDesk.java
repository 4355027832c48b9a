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
