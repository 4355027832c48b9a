package id.gerbang.server.payment;

import id.gerbang.server.billing.VirtualAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Payments as the branch's desk reads them. */
final class PaymentRows {
  /**
   * With what is known of their time in suspense, the bill whose account was paid or that they
   * paid, and the bill that its member could pay {@code :now}.
   */
  static final String SELECT =
      """
      SELECT p.reference, p.bank, p.payment_request_id, p.source, p.virtual_account_no, p.amount, p.status, p.bill, p.paid_at,
        p.created_at, p.rest_of, s.reason, s.resolution, s.resolved_at, e.reason AS why, r.reference AS rest,
        named.service_id, open.payment_code AS open_bill
      FROM payment p LEFT JOIN suspense s ON s.payment = p.reference LEFT JOIN ledger_entry e ON e.id = s.entry
        LEFT JOIN payment r ON r.rest_of = p.reference LEFT JOIN bill paid ON paid.payment_code = p.bill
        LEFT JOIN bill named ON named.virtual_account = p.virtual_account_no
        LEFT JOIN application a ON a.reference = coalesce(paid.application, named.application)
        LEFT JOIN bill open ON open.application = a.reference AND open.status = 'issued' AND open.expires_at > :now
          AND p.status = 'suspense'
      """;

  private PaymentRows() {}

  static Optional<Payment> find(Handle handle, String reference, Instant at) {
    return handle
        .createQuery(SELECT + " WHERE p.reference = :reference")
        .bind("reference", reference)
        .bind("now", at)
        .map((row, _) -> payment(row))
        .findFirst();
  }

  static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        row.getString("reference"),
        row.getString("bank"),
        row.getString("payment_request_id"),
        row.getString("source"),
        account(row.getString("virtual_account_no"), row.getString("service_id")),
        row.getLong("amount"),
        Payment.Status.of(row.getString("status")),
        Optional.ofNullable(row.getString("bill")),
        parked(row),
        Optional.ofNullable(row.getString("open_bill")),
        row.getTimestamp("paid_at").toInstant(),
        row.getTimestamp("created_at").toInstant());
  }

  private static String account(String digits, String serviceId) {
    return serviceId == null
        ? digits
        : new VirtualAccount(serviceId, digits.substring(serviceId.length())).snap();
  }

  private static Optional<Payment.Parked> parked(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    return reason == null
        ? Optional.empty()
        : Optional.of(
            new Payment.Parked(
                Taken.Reason.of(reason),
                Optional.ofNullable(row.getString("resolution")),
                Optional.ofNullable(row.getString("why")),
                Optional.ofNullable(row.getTimestamp("resolved_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("rest_of")),
                Optional.ofNullable(row.getString("rest"))));
  }
}
