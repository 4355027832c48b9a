package id.gerbang.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Proves the accounting itself: breaks what it claims to watch, one thing after the other and past
 * all triggers, and it must find something new each time. The database is thrown away afterwards.
 */
final class Tampering {
  private record Deed(String what, String sql) {}

  private static final List<Deed> DEEDS =
      List.of(
          new Deed(
              "a receipt that was never written",
              "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox WHERE about LIKE"
                  + " 'payment:%')"),
          new Deed(
              "a payment that was acknowledged and lost",
              "DELETE FROM payment WHERE reference = (SELECT min(reference) FROM payment WHERE"
                  + " status = 'paid')"),
          new Deed(
              "a payment booked twice",
              """
              INSERT INTO payment (reference, bank, payment_request_id, source, virtual_account_no, amount, status, bill, entry, paid_at,
                created_at) SELECT 'ZZZZZZ', bank, 'again', source, virtual_account_no, amount, status, NULL, -1, paid_at, created_at
              FROM payment WHERE status = 'suspense' LIMIT 1
              """),
          new Deed(
              "parked money that nobody sees",
              "DELETE FROM suspense WHERE payment = (SELECT min(payment) FROM suspense)"),
          new Deed(
              "a day of cover that nobody paid",
              "UPDATE bill SET cover_until = cover_until + 1 WHERE payment_code = (SELECT"
                  + " max(payment_code) FROM bill WHERE status = 'paid')"),
          new Deed(
              "a bill marked as paid",
              "UPDATE bill SET status = 'paid', paid_at = now() WHERE payment_code = (SELECT"
                  + " min(payment_code) FROM bill WHERE status <> 'paid')"),
          new Deed(
              "money moved to another account",
              "UPDATE ledger_posting SET account = 'suspense' WHERE account = 'contributions' AND"
                  + " entry = (SELECT min(entry) FROM ledger_posting WHERE account ="
                  + " 'contributions')"),
          new Deed(
              "a bill that was shown and is gone",
              "DELETE FROM bill WHERE payment_code = (SELECT max(payment_code) FROM bill)"));

  private Tampering() {}

  /**
   * Does it.
   *
   * @param accounting says what differs, from the beginning
   * @return what was not found
   */
  static List<String> unseen(Jdbi jdbi, Supplier<Set<String>> accounting) {
    List<String> unseen = new ArrayList<>();
    Set<String> before = accounting.get();
    for (Deed deed : DEEDS) {
      int rows =
          jdbi.inTransaction(
              tx -> {
                tx.execute("SET LOCAL session_replication_role = replica");
                return tx.execute(deed.sql());
              });
      Set<String> after = accounting.get();
      if (rows > 0 && before.containsAll(after)) {
        unseen.add("the accounting is blind for " + deed.what());
      }
      before = after;
    }
    return unseen;
  }
}
