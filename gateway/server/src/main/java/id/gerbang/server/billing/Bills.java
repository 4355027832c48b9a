package id.gerbang.server.billing;

import id.gerbang.server.contribution.CoverPeriod;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The bills, as who takes money sees them. Blocks; safe for any thread. */
public interface Bills {

  /**
   * The bill of a virtual account, locked until the end of {@code tx}; whatever its status, which
   * is {@code EXPIRED} when its time is over at {@code at}.
   *
   * @param virtualAccountNo as SNAP writes it or as people type it: spaces do not matter
   */
  Optional<Bill> find(Handle tx, String virtualAccountNo, Instant at);

  /**
   * Notes in {@code tx} that a bill was paid in full. Who calls has compared the amount, books the
   * money in the same transaction, and parks it when the answer is not {@link Paid.Done}.
   *
   * @param virtualAccountNo as in {@link #find}
   */
  Paid paid(Handle tx, String virtualAccountNo, Instant at);

  /** What became of a payment. */
  sealed interface Paid {
    /**
     * @param cover what it bought; a first contribution covers from the day it is paid
     */
    record Done(Bill bill, CoverPeriod cover) implements Paid {}

    /** Its money came before. Nothing was changed. */
    record AlreadyPaid(Bill bill) implements Paid {}

    /** Its time was over, or another bill replaced it, as its status says. Nothing was changed. */
    record Expired(Bill bill) implements Paid {}

    /** No bill has this number. */
    record Unknown() implements Paid {}
  }
}
