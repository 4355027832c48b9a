package id.gerbang.bench.soak;

import id.gerbang.bench.soak.Belief.Fate;
import id.gerbang.bench.soak.Belief.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Compares what the clients were told with what the database holds, both ways, and the tables with
 * one another. It asks no code of the gateway's: each sum is made here.
 */
final class Accounting {
  private static final String BANK = "bri";

  private final Jdbi jdbi;
  private final Belief belief;
  private final List<String> differences = new ArrayList<>();
  private List<Row> payments = List.of();

  Accounting(Jdbi jdbi, Belief belief) {
    this.jdbi = jdbi;
    this.belief = belief;
  }

  private record Row(
      String reference,
      String bank,
      String id,
      String source,
      String account,
      long rupiah,
      String status,
      String bill,
      long entry) {
    String key() {
      return source + ":" + id;
    }
  }

  /** Everything that does not agree; empty when all does. */
  List<String> differences() {
    payments = payments();
    toldIsBooked();
    bookedWasTold();
    sums();
    tables();
    bills();
    return List.copyOf(differences);
  }

  /** How many payments the database has. */
  int booked() {
    return payments.size();
  }

  /** All the money in it. */
  long rupiah() {
    return payments.stream().mapToLong(Row::rupiah).sum();
  }

  private void differs(String what) {
    differences.add(what);
  }

  private void equal(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differs(what + ": expected " + expected + ", found " + found);
    }
  }

  private List<Row> payments() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT reference, bank, payment_request_id, source, virtual_account_no,"
                        + " amount, status, bill, entry FROM payment")
                .map(
                    (row, _) ->
                        new Row(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getLong(6),
                            row.getString(7),
                            row.getString(8),
                            row.getLong(9)))
                .list());
  }

  /** Nothing that was acknowledged is missing, or is another than what was acknowledged. */
  private void toldIsBooked() {
    Map<String, List<Row>> rows = new HashMap<>();
    payments.forEach(row -> rows.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(row));
    for (Told told : belief.all()) {
      List<Row> found = rows.getOrDefault(told.channel() + ":" + told.id(), List.of());
      equal("rows of " + told, told.fate() == Fate.REFUSED ? 0 : 1, found.size());
      if (told.fate() != Fate.REFUSED && found.size() == 1) {
        Row row = found.getFirst();
        boolean same =
            row.reference().equals(told.reference())
                && row.account().equals(told.account())
                && row.rupiah() == told.rupiah()
                && row.status().equals(told.fate() == Fate.PAID ? "paid" : "suspense");
        if (!same) {
          differs("told was " + told + ", booked is " + row);
        }
      }
    }
  }

  /** Nothing is booked that nobody was told. */
  private void bookedWasTold() {
    Map<String, Told> told = new HashMap<>();
    belief.all().forEach(one -> told.put(one.channel() + ":" + one.id(), one));
    for (Row row : payments) {
      Told one = told.get(row.key());
      if (one == null || one.fate() == Fate.REFUSED) {
        differs("booked, and nobody was told so: " + row);
      }
    }
    for (Told one : told.values()) {
      if (one.fate() == Fate.PARKED) {
        equal(
            "the reason in suspense of " + one,
            List.of(one.said()),
            strings("SELECT reason FROM suspense WHERE payment = ?", one.reference()));
      }
    }
  }

  /** The accounts of the ledger are the sums of what clients believe. */
  private void sums() {
    equal(
        "the sum of the ledger", 0L, number("SELECT coalesce(sum(amount), 0) FROM ledger_posting"));
    equal("bank:" + BANK, believed(Bank.CHANNEL, null), balance("bank:" + BANK));
    equal("till:dps", believed(Till.CHANNEL, null), balance("till:dps"));
    equal("contributions", -believed(null, Fate.PAID), balance("contributions"));
    equal("suspense", -believed(null, Fate.PARKED), balance("suspense"));
    equal(
        "other accounts",
        List.of(),
        strings(
            "SELECT DISTINCT account FROM ledger_posting WHERE account NOT IN ('bank:bri',"
                + " 'till:dps', 'contributions', 'suspense')"));
  }

  private long believed(String channel, Fate fate) {
    return belief.all().stream()
        .filter(one -> one.fate() != Fate.REFUSED)
        .filter(one -> channel == null || one.channel().equals(channel))
        .filter(one -> fate == null || one.fate() == fate)
        .mapToLong(Told::rupiah)
        .sum();
  }

  private long balance(String account) {
    return number("SELECT coalesce(sum(amount), 0) FROM ledger_posting WHERE account = ?", account);
  }

  /** The tables agree with one another; each line is a rule, and names the rows that break it. */
  private void tables() {
    none(
        "an entry that does not balance",
        "SELECT entry::text FROM ledger_posting GROUP BY entry HAVING sum(amount) <> 0");
    none(
        "a payment whose entry is not its money",
        """
        SELECT p.reference FROM payment p WHERE (SELECT array_agg(amount ORDER BY amount) FROM ledger_posting WHERE entry = p.entry)
          IS DISTINCT FROM ARRAY[-p.amount, p.amount]
        """);
    none(
        "an entry of no payment",
        "SELECT id::text FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM payment WHERE entry ="
            + " e.id)");
    none(
        "a paid bill without exactly one payment of its amount",
        """
        SELECT b.payment_code FROM bill b WHERE b.status = 'paid' AND ARRAY[b.amount] IS DISTINCT FROM
          (SELECT array_agg(p.amount) FROM payment p WHERE p.bill = b.payment_code AND p.status = 'paid')
        """);
    none(
        "a payment of a bill that is not paid",
        "SELECT p.reference FROM payment p JOIN bill b ON b.payment_code = p.bill WHERE p.status ="
            + " 'paid' AND b.status <> 'paid'");
    none(
        "a parked payment without its row in suspense, or the other way round",
        """
        SELECT coalesce(p.reference, s.payment) FROM (SELECT * FROM payment WHERE status = 'suspense') p
        FULL JOIN suspense s ON s.payment = p.reference WHERE p.reference IS NULL OR s.payment IS NULL
        """);
    none(
        "a cover that is not from the day of the first payment, as long as the months that were"
            + " paid",
        """
        SELECT application FROM bill WHERE status = 'paid' GROUP BY application
        HAVING min(cover_from) <> (min(paid_at) AT TIME ZONE 'Asia/Makassar')::date
          OR max(cover_until) <> (min(cover_from) + make_interval(months => sum(months + arrears)::int))::date - 1
        """);
    none(
        "a gap or an overlap in a member's cover",
        """
        SELECT application FROM (SELECT application, cover_from,
          lag(cover_until) OVER (PARTITION BY application ORDER BY cover_from) AS before FROM bill WHERE status = 'paid') c
        WHERE before IS NOT NULL AND cover_from <> before + 1
        """);
  }

  /** Every bill that a phone was shown is there, and is that member's. */
  private void bills() {
    Map<String, Integer> shown = belief.bills();
    List<String> there = strings("SELECT payment_code FROM bill");
    shown.keySet().stream()
        .filter(code -> !there.contains(code))
        .forEach(code -> differs("the bill " + code + " was shown and is not there"));
    none(
        "a member with two open bills",
        "SELECT application FROM bill WHERE status = 'issued' GROUP BY application HAVING count(*)"
            + " > 1");
  }

  private void none(String what, String sql) {
    strings(sql).forEach(one -> differs(what + ": " + one));
  }

  private List<String> strings(String sql, Object... values) {
    return jdbi.withHandle(
        handle -> {
          var query = handle.createQuery(sql);
          for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
          }
          return query.mapTo(String.class).list();
        });
  }

  private long number(String sql, Object... values) {
    return Long.parseLong(strings(sql, values).getFirst());
  }
}
