package id.gerbang.server.payment;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Booked;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.Posting;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * What the branch does with money in suspense: pays it back, or pays an open bill with it. More
 * than the bill pays it, and the rest is parked as a payment of its own; less pays it together with
 * another that is parked for the same account, when the sum is exact. Each is an entry of the
 * ledger with who and why; the entry that parked the money stays.
 *
 * <p>Threads: any. All that is parked for an account is locked, in one order, before the bill: two
 * words on the same money wait for one another, and the second changes nothing.
 */
public final class Suspense {
  private final Bills bills;
  private final Ledger ledger;
  private final Receipts receipts;
  private final Supplier<String> references;

  /**
   * @param references six characters each, fresh
   */
  public Suspense(
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

  private record Sum(String reference, String bank, long rupiah, Instant createdAt) {}

  /** Either what may be resolved, locked, or why not. */
  private sealed interface Found {
    /**
     * @param others what else is parked for its account, oldest first
     */
    record Open(Sum sum, List<Sum> others) implements Found {}

    record Not(Resolved why) implements Found {}
  }

  /**
   * Does with a payment in suspense what the branch says, in the transaction of {@code tx}.
   *
   * @param who in the audit
   */
  public Resolved resolve(
      Handle tx, String reference, Resolution resolution, String who, Instant at) {
    return switch (find(tx, reference)) {
      case Found.Not(Resolved not) -> not;
      case Found.Open open ->
          switch (resolution) {
            case Resolution.Returned(String why) -> giveBack(tx, open.sum(), why, who, at);
            case Resolution.Applied(String code, Optional<String> why) ->
                apply(tx, open, code, why, who, at);
          };
    };
  }

  private Resolved giveBack(Handle tx, Sum sum, String why, String who, Instant at) {
    List<Posting> postings =
        List.of(fromSuspense(sum), new Posting(standsOn(tx, sum), -sum.rupiah()));
    long entry = book(tx, sum, "payment.returned", Optional.of(why), who, at, postings);
    end(tx, sum, Payment.Status.RETURNED, null, entry, at);
    Audit.write(tx, at, who, "payment.returned", Payments.about(sum.reference()));
    return new Resolved.Done(Optional.empty(), Optional.empty());
  }

  private Resolved apply(
      Handle tx,
      Found.Open open,
      String paymentCode,
      Optional<String> why,
      String who,
      Instant at) {
    Optional<Bill> bill =
        tx.createQuery("SELECT virtual_account FROM bill WHERE payment_code = ?")
            .bind(0, paymentCode)
            .mapTo(String.class)
            .findFirst()
            .flatMap(account -> bills.find(tx, account, at));
    if (bill.isEmpty()) {
      return new Resolved.NoBill();
    }
    return bill.get().status() == Bill.Status.ISSUED
        ? pay(tx, open, bill.get(), why, who, at)
        : new Resolved.BillNotOpen(bill.get().status());
  }

  private Resolved pay(
      Handle tx, Found.Open open, Bill bill, Optional<String> why, String who, Instant at) {
    Sum sum = open.sum();
    long more = sum.rupiah() - bill.amount();
    Optional<Sum> joined =
        more >= 0
            ? Optional.empty()
            : open.others().stream().filter(other -> other.rupiah() == -more).findFirst();
    if (more < 0 && joined.isEmpty()) {
      return new Resolved.TooLittle(-more);
    }
    Bills.Paid paid = bills.paid(tx, bill.account().digits(), at);
    if (!(paid instanceof Bills.Paid.Done done)) {
      throw new IllegalStateException("a bill that is locked and open could not be paid");
    }
    List<Posting> postings = new ArrayList<>();
    postings.add(fromSuspense(sum));
    joined.ifPresent(other -> postings.add(fromSuspense(other)));
    postings.add(new Posting(Account.CONTRIBUTIONS, -bill.amount()));
    if (more > 0) {
      postings.add(new Posting(Account.SUSPENSE, -more));
    }
    long entry = book(tx, sum, "payment.applied", why, who, at, postings);
    end(tx, sum, Payment.Status.PAID, bill.paymentCode(), entry, at);
    joined.ifPresent(other -> end(tx, other, Payment.Status.JOINED, bill.paymentCode(), entry, at));
    Optional<String> rest =
        more > 0 ? Optional.of(park(tx, sum, more, entry, at)) : Optional.empty();
    Audit.write(tx, at, who, "payment.applied", Payments.about(sum.reference()));
    receipts.tell(tx, done.bill(), done.cover(), sum.reference(), at);
    return new Resolved.Done(joined.map(Sum::reference), rest);
  }

  private static Found find(Handle tx, String reference) {
    Optional<String> account =
        tx.createQuery("SELECT virtual_account_no FROM payment WHERE reference = ?")
            .bind(0, reference)
            .mapTo(String.class)
            .findFirst();
    if (account.isEmpty()) {
      return new Found.Not(new Resolved.Unknown());
    }
    List<Sum> parked =
        tx.createQuery(
                """
                SELECT p.reference, p.bank, p.amount, p.created_at FROM suspense s JOIN payment p ON p.reference = s.payment
                WHERE p.virtual_account_no = ? AND s.resolved_at IS NULL ORDER BY s.payment FOR UPDATE OF s
                """)
            .bind(0, account.get())
            .map(
                (row, _) ->
                    new Sum(
                        row.getString("reference"),
                        row.getString("bank"),
                        row.getLong("amount"),
                        row.getTimestamp("created_at").toInstant()))
            .list();
    List<Sum> others =
        parked.stream()
            .filter(one -> !one.reference().equals(reference))
            .sorted(Comparator.comparing(Sum::createdAt).thenComparing(Sum::reference))
            .toList();
    return parked.stream()
        .filter(one -> one.reference().equals(reference))
        .findFirst()
        .<Found>map(sum -> new Found.Open(sum, others))
        .orElseGet(() -> new Found.Not(new Resolved.NotParked(status(tx, reference))));
  }

  private static Payment.Status status(Handle tx, String reference) {
    return Payment.Status.of(
        tx.createQuery("SELECT status FROM payment WHERE reference = ?")
            .bind(0, reference)
            .mapTo(String.class)
            .one());
  }

  /** Where the money is: what a bank has paid out to us is no longer with the bank. */
  private static Account standsOn(Handle tx, Sum sum) {
    boolean settled =
        tx.createQuery(
                """
                WITH RECURSIVE whole (reference, rest_of) AS (
                  SELECT reference, rest_of FROM payment WHERE reference = ?
                  UNION ALL SELECT p.reference, p.rest_of FROM payment p JOIN whole w ON p.reference = w.rest_of)
                SELECT EXISTS (SELECT FROM whole w JOIN settlement s ON s.payment = w.reference)
                """)
            .bind(0, sum.reference())
            .mapTo(Boolean.class)
            .one();
    return settled ? Account.settled(sum.bank()) : PaymentOrder.taken(sum.bank());
  }

  private static Posting fromSuspense(Sum sum) {
    return new Posting(Account.SUSPENSE, sum.rupiah());
  }

  private long book(
      Handle tx,
      Sum sum,
      String what,
      Optional<String> why,
      String who,
      Instant at,
      List<Posting> postings) {
    Booked booked = ledger.book(tx, at, who, "suspense:" + sum.reference(), what, why, postings);
    if (booked instanceof Booked.Before) {
      throw new IllegalStateException("the ledger has what became of money that is parked still");
    }
    return booked.entry();
  }

  private static void end(
      Handle tx, Sum sum, Payment.Status status, String bill, long entry, Instant at) {
    tx.execute(
        "UPDATE payment SET status = ?, bill = ? WHERE reference = ?",
        status.label(),
        bill,
        sum.reference());
    tx.execute(
        "UPDATE suspense SET resolution = ?, entry = ?, resolved_at = ? WHERE payment = ?",
        status == Payment.Status.RETURNED ? "returned" : "applied",
        entry,
        at,
        sum.reference());
  }

  /** What is too much, as a row of its own that the same entry parks. */
  private String park(Handle tx, Sum sum, long rest, long entry, Instant at) {
    String reference = references.get();
    tx.createUpdate(
            """
            INSERT INTO payment (reference, bank, payment_request_id, source, virtual_account_no, amount, status, entry, paid_at,
              created_at, rest_of)
            SELECT :rest, bank, 'rest:' || reference, source, virtual_account_no, :amount, 'suspense', :entry, paid_at, :at, reference
            FROM payment WHERE reference = :reference
            """)
        .bind("rest", reference)
        .bind("amount", rest)
        .bind("entry", entry)
        .bind("at", at)
        .bind("reference", sum.reference())
        .execute();
    tx.execute(
        "INSERT INTO suspense (payment, reason, created_at) VALUES (?, ?, ?)",
        reference,
        Taken.Reason.REST.label(),
        at);
    Audit.write(tx, at, "system", "payment.parked", Payments.about(reference));
    return reference;
  }
}
