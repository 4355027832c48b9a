package id.gerbang.server.payment.snap;

import id.gerbang.server.payment.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The orders of accounts at banks, as rows. A trigger writes them in the transaction that changes a
 * bill; here they are taken and ended. No transaction is open while a bank is asked.
 *
 * <pre>
 *   due ── take (told, due again after a lease) ──► asked ── as wished ──► done
 *    ▲                                               ├─ not now ──► due, later each time
 *    │                                               └─ refused too often ──► parked
 *    └── the bill changes: another wish, another version ────────────────────────┘
 * </pre>
 */
public final class VaOrders {
  private final Jdbi jdbi;
  private final AccountName names;

  public VaOrders(Jdbi jdbi, AccountName names) {
    this.jdbi = jdbi;
    this.names = names;
  }

  /** From now on these banks take orders; one that is new gets the bills that can be paid. */
  public void banks(List<String> names) {
    jdbi.useTransaction(
        tx -> {
          tx.execute(
              "DELETE FROM va_bank WHERE name <> ALL (string_to_array(?, ','))",
              String.join(",", names));
          for (String name : names) {
            if (tx.execute("INSERT INTO va_bank (name) VALUES (?) ON CONFLICT DO NOTHING", name)
                == 1) {
              tx.execute(
                  "INSERT INTO va_order (bank, bill, wish) SELECT ?, payment_code, 'open' FROM bill"
                      + " WHERE status = 'issued' ON CONFLICT DO NOTHING",
                  name);
            }
          }
        });
  }

  /** Takes orders of a bank that are due; after the lease another node may take them. */
  List<VaOrder> take(String bank, int most, Duration lease, Instant now) {
    return jdbi.inTransaction(
        tx ->
            tx.createQuery(
                    """
                    WITH due AS (
                      SELECT o.bank, o.bill, o.told FROM va_order o JOIN bill b ON b.payment_code = o.bill
                      WHERE o.bank = :bank AND o.status = 'due' AND o.due_at <= :now AND (o.wish = 'closed' OR b.expires_at > :now)
                      ORDER BY o.due_at LIMIT :most FOR UPDATE OF o SKIP LOCKED
                    )
                    UPDATE va_order o SET due_at = :again, told = true FROM due JOIN bill b ON b.payment_code = due.bill
                    WHERE o.bank = due.bank AND o.bill = due.bill
                    RETURNING o.bill, o.wish = 'open' AS open, due.told, o.version, o.refusals, o.failures, b.amount, b.expires_at,
                      b.application
                    """)
                .bind("bank", bank)
                .bind("now", now)
                .bind("again", now.plus(lease))
                .bind("most", most)
                .map(
                    (row, _) ->
                        new VaOrder(
                            row.getString("bill"),
                            row.getBoolean("open"),
                            row.getBoolean("told"),
                            row.getInt("version"),
                            row.getInt("refusals"),
                            row.getInt("failures"),
                            row.getLong("amount"),
                            row.getTimestamp("expires_at").toInstant(),
                            name(tx, row.getString("application"))))
                .list());
  }

  private String name(Handle tx, String member) {
    return names.of(tx, member);
  }

  /** It is as it was wished. */
  void done(String bank, VaOrder order, String said) {
    mark(bank, order, "done", said, 0, 0, Instant.EPOCH);
  }

  /** It is tried again. */
  void later(String bank, VaOrder order, String said, int refusals, int failures, Instant due) {
    mark(bank, order, "due", said, refusals, failures, due);
  }

  /** Somebody has to look at it. */
  void park(String bank, VaOrder order, String said) {
    mark(bank, order, "parked", said, order.refusals(), order.failures(), Instant.EPOCH);
  }

  private void mark(
      String bank,
      VaOrder order,
      String status,
      String said,
      int refusals,
      int failures,
      Instant due) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE va_order SET status = :status, said = left(:said, 40), refusals ="
                        + " :refusals, failures = :failures, due_at = :due WHERE bank = :bank AND"
                        + " bill = :bill AND version = :version")
                .bind("status", status)
                .bind("said", said)
                .bind("refusals", refusals)
                .bind("failures", failures)
                .bind("due", due)
                .bind("bank", bank)
                .bind("bill", order.bill())
                .bind("version", order.version())
                .execute());
  }

  /** How many orders of a bank are in a status. */
  long count(String bank, String status) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM va_order WHERE bank = ? AND status = ?")
                .bind(0, bank)
                .bind(1, status)
                .mapTo(long.class)
                .one());
  }
}
