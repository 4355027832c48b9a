package id.gerbang.server.payment;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Booked;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.Posting;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Taken.Reason;
import id.gerbang.server.payment.Taken.Why;
import id.gerbang.server.record.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Takes payments. A payment, its ledger entry, the bill that it pays with its cover, the receipts
 * and the audit are one transaction, the caller's: all of it happens or nothing.
 *
 * <p>What a bank <em>asks</em> and is wrong is refused and books nothing. Money that <em>has
 * moved</em> is never refused: what fits no bill goes to suspense with a reason.
 *
 * <p>Threads: any. The same payment told twice at once is taken once: the second waits for a lock
 * of its id; two payments of one bill wait for the bill's row.
 */
public final class Payments {
  /** A till's clock may be ahead of ours by so much. */
  static final Duration AHEAD = Duration.ofMinutes(15);

  /** Money that is told later than this was not meant for a bill that is open now. */
  static final Duration BEHIND = Duration.ofDays(31);

  private final Bills bills;
  private final Ledger ledger;
  private final Receipts receipts;
  private final Supplier<String> references;

  /**
   * @param references six characters each, fresh
   */
  public Payments(
      Bills bills,
      Ledger ledger,
      Vault vault,
      Outbox outbox,
      PaymentLetters letters,
      Supplier<String> references) {
    this.bills = bills;
    this.ledger = ledger;
    this.receipts = new Receipts(vault, outbox, letters);
    this.references = references;
  }

  /** Takes a payment for which the bank asks; what is wrong with it is refused. */
  public Taken asked(Handle tx, PaymentOrder order, Instant at) {
    Optional<Taken> before = before(tx, order);
    if (before.isPresent()) {
      return before.get();
    }
    Optional<Bill> bill = bills.find(tx, order.virtualAccountNo(), at);
    if (bill.isEmpty()) {
      return new Taken.Refused(Why.NO_BILL);
    }
    return switch (bill.get().status()) {
      case PAID -> new Taken.Refused(Why.PAID_BEFORE);
      case EXPIRED, REPLACED -> new Taken.Refused(Why.EXPIRED);
      case ISSUED ->
          bill.get().amount() == order.rupiah()
              ? settle(tx, order, at)
              : new Taken.Refused(Why.WRONG_AMOUNT);
    };
  }

  /**
   * Takes a payment whose money has moved; what fits no bill is parked. Only a till's receipt that
   * was told with another amount or account is refused: the till numbers its receipts itself, and
   * whoever tells it is there to say which of the two is true.
   */
  public Taken moved(Handle tx, PaymentOrder order, Instant at) {
    Optional<Taken> before = before(tx, order);
    if (before.isPresent()) {
      if (!(before.get() instanceof Taken.Refused) || order.source() == Source.TILL) {
        return before.get();
      }
      PaymentOrder other = order.underAnotherId();
      return before(tx, other).orElseGet(() -> park(tx, other, Reason.SAME_ID, at));
    }
    Optional<Bill> bill = bills.find(tx, order.virtualAccountNo(), at);
    if (bill.isEmpty()) {
      return park(tx, order, Reason.NO_BILL, at);
    }
    return switch (bill.get().status()) {
      case PAID -> park(tx, order, Reason.PAID_BEFORE, at);
      case EXPIRED, REPLACED -> park(tx, order, Reason.EXPIRED, at);
      case ISSUED -> {
        if (isOdd(order.paidAt(), at)) {
          yield park(tx, order, Reason.ODD_TIME, at);
        }
        int more = Long.compare(order.rupiah(), bill.get().amount());
        yield more == 0
            ? settle(tx, order, at)
            : park(tx, order, more > 0 ? Reason.TOO_MUCH : Reason.TOO_LITTLE, at);
      }
    };
  }

  private static boolean isOdd(Instant paidAt, Instant at) {
    return paidAt.isAfter(at.plus(AHEAD)) || paidAt.isBefore(at.minus(BEHIND));
  }

  /** What the same id was answered before; from here to the end of {@code tx} it is ours alone. */
  private static Optional<Taken> before(Handle tx, PaymentOrder order) {
    tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(?, 5))::text")
        .bind(0, order.bank() + ":" + order.requestId())
        .mapTo(String.class)
        .one();
    return tx.createQuery(
            """
            SELECT p.reference, p.virtual_account_no, p.amount, s.reason FROM payment p LEFT JOIN suspense s ON s.payment = p.reference
            WHERE p.bank = ? AND p.payment_request_id = ?
            """)
        .bind(0, order.bank())
        .bind(1, order.requestId())
        .<Taken>map(
            (row, _) -> {
              if (row.getLong("amount") != order.rupiah()
                  || !row.getString("virtual_account_no").equals(order.virtualAccountNo())) {
                return new Taken.Refused(Why.SAME_ID);
              }
              String reason = row.getString("reason");
              return reason == null
                  ? new Taken.Done(row.getString("reference"), false)
                  : new Taken.Parked(row.getString("reference"), Reason.of(reason), false);
            })
        .findFirst();
  }

  private Taken settle(Handle tx, PaymentOrder order, Instant at) {
    Bills.Paid paid = bills.paid(tx, order.virtualAccountNo(), at);
    if (!(paid instanceof Bills.Paid.Done done)) {
      throw new IllegalStateException("a bill that is locked and open could not be paid");
    }
    String reference = references.get();
    long entry = book(tx, order, Account.CONTRIBUTIONS, "payment.received", at);
    keep(tx, order, reference, "paid", done.bill().paymentCode(), entry, at);
    Audit.write(tx, at, order.who(), "payment.received", about(reference));
    receipts.tell(tx, done.bill(), done.cover(), reference, at);
    return new Taken.Done(reference, true);
  }

  private Taken park(Handle tx, PaymentOrder order, Reason reason, Instant at) {
    String reference = references.get();
    long entry = book(tx, order, Account.SUSPENSE, "payment.parked", at);
    keep(tx, order, reference, "suspense", null, entry, at);
    tx.execute(
        "INSERT INTO suspense (payment, reason, created_at) VALUES (?, ?, ?)",
        reference,
        reason.label(),
        at);
    Audit.write(tx, at, order.who(), "payment.parked", about(reference));
    return new Taken.Parked(reference, reason, true);
  }

  private long book(Handle tx, PaymentOrder order, Account to, String what, Instant at) {
    Booked booked =
        ledger.book(
            tx,
            at,
            order.who(),
            order.event(),
            what,
            List.of(new Posting(order.taken(), order.rupiah()), new Posting(to, -order.rupiah())));
    if (booked instanceof Booked.Before) {
      throw new IllegalStateException("the ledger has a payment of which there is no row");
    }
    return booked.entry();
  }

  private static void keep(
      Handle tx,
      PaymentOrder order,
      String reference,
      String status,
      String bill,
      long entry,
      Instant at) {
    tx.createUpdate(
            """
            INSERT INTO payment (reference, bank, payment_request_id, source, virtual_account_no, amount, status, bill, entry, paid_at,
              created_at) VALUES (:reference, :bank, :id, :source, :account, :amount, :status, :bill, :entry, :paidAt, :at)
            """)
        .bind("reference", reference)
        .bind("bank", order.bank())
        .bind("id", order.requestId())
        .bind("source", order.source().label())
        .bind("account", order.virtualAccountNo())
        .bind("amount", order.rupiah())
        .bind("status", status)
        .bind("bill", bill)
        .bind("entry", entry)
        .bind("paidAt", order.paidAt())
        .bind("at", at)
        .execute();
  }

  static String about(String reference) {
    return "payment:" + reference;
  }
}
