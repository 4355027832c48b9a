package id.gerbang.server.payment;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.payment.TillPayment.PaidFor;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link PaymentDesk} on PostgreSQL. */
public final class PostgresPaymentDesk implements PaymentDesk {
  private final Jdbi jdbi;
  private final Vault vault;
  private final Payments payments;
  private final String serviceId;

  /**
   * @param serviceId the bank's number for us, with which accounts begin
   */
  public PostgresPaymentDesk(Jdbi jdbi, Vault vault, Payments payments, String serviceId) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.payments = payments;
    this.serviceId = serviceId;
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
  public Told tell(TillPayment payment, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          if (!hasBranch(tx, payment.till().branch())) {
            return new Told.UnknownBranch();
          }
          PaymentOrder order =
              new PaymentOrder(
                  payment.till().name(),
                  payment.receiptNo(),
                  PaymentOrder.Source.TILL,
                  account(tx, payment.paidFor()),
                  payment.rupiah(),
                  payment.paidAt());
          return switch (payments.moved(tx, order, at)) {
            case Taken.Done(String reference, boolean first) ->
                new Told.Done(one(tx, reference, at), first);
            case Taken.Parked(String reference, _, boolean first) ->
                new Told.Done(one(tx, reference, at), first);
            case Taken.Refused _ -> new Told.ReceiptTaken(byReceipt(tx, order, at));
          };
        });
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
