package id.gerbang.server.payment;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.payment.TillPayment.PaidFor;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link PaymentDesk} on PostgreSQL. */
public final class PostgresPaymentDesk implements PaymentDesk {
  private final Jdbi jdbi;
  private final Vault vault;
  private final Payments payments;
  private final Suspense suspense;
  private final String serviceId;
  private final PaymentMeters meters;

  /**
   * @param serviceId the bank's number for us, with which accounts begin
   */
  public PostgresPaymentDesk(
      Jdbi jdbi,
      Vault vault,
      Payments payments,
      Suspense suspense,
      String serviceId,
      PaymentMeters meters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.payments = payments;
    this.suspense = suspense;
    this.serviceId = serviceId;
    this.meters = meters;
  }

  @Override
  public Page<Payment> list(
      Optional<Msisdn> phone,
      Optional<Payment.Status> status,
      int limit,
      Optional<Cursor> after,
      Instant at) {
    return new PagedQuery(PaymentRows.SELECT, "p")
        .with("now", at)
        .where(
            "a.phone_lookup = :phone",
            "phone",
            phone.map(number -> vault.lookup("phone", number.digits())))
        .where("p.status = :status", "status", status.map(Payment.Status::label))
        .page(
            jdbi,
            limit,
            after,
            (row, _) -> PaymentRows.payment(row),
            last -> new Cursor(last.createdAt(), last.reference()));
  }

  @Override
  public Page<Payment> suspense(int limit, Optional<SuspenseCursor> after, Instant at) {
    String key = "(s.resolved_at IS NOT NULL), p.created_at, p.reference";
    List<Payment> found =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        PaymentRows.SELECT
                            + " WHERE s.payment IS NOT NULL AND (:first OR ("
                            + key
                            + ") > (:ended, :lastAt, :last)) ORDER BY "
                            + key
                            + " LIMIT :limit")
                    .bind("now", at)
                    .bind("first", after.isEmpty())
                    .bind("ended", after.map(SuspenseCursor::ended).orElse(false))
                    .bind("lastAt", after.map(cursor -> cursor.last().at()).orElse(at))
                    .bind("last", after.map(cursor -> cursor.last().reference()).orElse(""))
                    .bind("limit", limit + 1)
                    .map((row, _) -> PaymentRows.payment(row))
                    .list());
    return Page.of(found, limit, PostgresPaymentDesk::behind);
  }

  private static String behind(Payment last) {
    boolean ended = last.parked().flatMap(Payment.Parked::resolution).isPresent();
    return new SuspenseCursor(ended, new Cursor(last.createdAt(), last.reference())).written();
  }

  @Override
  public Optional<Payment> find(String reference, Instant at) {
    return jdbi.withHandle(handle -> PaymentRows.find(handle, reference, at));
  }

  @Override
  public Resolved resolve(String reference, Resolution resolution, String who, Instant at) {
    return jdbi.inTransaction(tx -> suspense.resolve(tx, reference, resolution, who, at));
  }

  /**
   * What became of it.
   *
   * @param taken absent where no branch has the till
   */
  private record Attempt(Told told, Optional<Taken> taken) {}

  @Override
  public Told tell(TillPayment payment, Instant at) {
    Attempt attempt = jdbi.inTransaction(tx -> attempt(tx, payment, at));
    attempt
        .taken()
        .ifPresent(taken -> meters.took(payment.till().name(), PaymentOrder.Source.TILL, taken));
    return attempt.told();
  }

  private Attempt attempt(Handle tx, TillPayment payment, Instant at) {
    if (!hasBranch(tx, payment.till().branch())) {
      return new Attempt(new Told.UnknownBranch(), Optional.empty());
    }
    PaymentOrder order =
        new PaymentOrder(
            payment.till().name(),
            payment.receiptNo(),
            PaymentOrder.Source.TILL,
            account(tx, payment.paidFor()),
            payment.rupiah(),
            payment.paidAt());
    Taken taken = payments.moved(tx, order, at);
    Told told =
        switch (taken) {
          case Taken.Done(String reference, boolean first) ->
              new Told.Done(one(tx, reference, at), first);
          case Taken.Parked(String reference, _, boolean first) ->
              new Told.Done(one(tx, reference, at), first);
          case Taken.Refused _ -> new Told.ReceiptTaken(byReceipt(tx, order, at));
        };
    return new Attempt(told, Optional.of(taken));
  }

  private static boolean hasBranch(Handle tx, String branch) {
    return tx.createQuery("SELECT EXISTS (SELECT FROM branch WHERE upper(code) = ?)")
        .bind(0, branch)
        .mapTo(Boolean.class)
        .one();
  }

  private String account(Handle tx, PaidFor paidFor) {
    return switch (paidFor) {
      case PaidFor.Account(String digits) -> digits;
      // a code that no bill has is money all the same, and is parked under the account it would be
      case PaidFor.Code(String digits) ->
          tx.createQuery("SELECT virtual_account FROM bill WHERE payment_code = ?")
              .bind(0, digits)
              .mapTo(String.class)
              .findFirst()
              .orElse(serviceId + digits);
    };
  }

  private static Payment one(Handle tx, String reference, Instant at) {
    return PaymentRows.find(tx, reference, at).orElseThrow();
  }

  private static Payment byReceipt(Handle tx, PaymentOrder order, Instant at) {
    return one(
        tx,
        tx.createQuery("SELECT reference FROM payment WHERE bank = ? AND payment_request_id = ?")
            .bind(0, order.bank())
            .bind(1, order.requestId())
            .mapTo(String.class)
            .one(),
        at);
  }
}
