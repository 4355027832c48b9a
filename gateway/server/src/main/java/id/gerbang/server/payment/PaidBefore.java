package id.gerbang.server.payment;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A payment that was taken, as its bank may ask for it.
 *
 * @param reference ours
 * @param amount rupiah
 */
public record PaidBefore(String reference, long amount, Instant paidAt) {

  /** The one that a bank told under this id, into this account; paid or parked, we have it. */
  public static Optional<PaidBefore> find(Handle tx, String bank, String id, String account) {
    return tx.createQuery(
            "SELECT reference, amount, paid_at FROM payment WHERE bank = ? AND payment_request_id ="
                + " ? AND virtual_account_no = ?")
        .bind(0, bank)
        .bind(1, id)
        .bind(2, account)
        .map(
            (row, _) ->
                new PaidBefore(
                    row.getString("reference"),
                    row.getLong("amount"),
                    row.getTimestamp("paid_at").toInstant()))
        .findFirst();
  }
}
