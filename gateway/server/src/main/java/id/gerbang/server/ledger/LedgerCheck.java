package id.gerbang.server.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What an auditor asks of the ledger: whether it balances, and is what the audit says it was. */
public final class LedgerCheck {
  /** Entries of a check are read in pages of this many. */
  private static final int PAGE = 1_000;

  private final Jdbi jdbi;

  public LedgerCheck(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param entries how many there are
   * @param accounts what stands on each account, {@code bank:bri 16800}
   * @param broken what is wrong, a line each; empty when nothing is
   */
  public record Checked(long entries, List<String> accounts, List<String> broken) {
    public Checked {
      accounts = List.copyOf(accounts);
      broken = List.copyOf(broken);
    }
  }

  /** Reads the whole ledger. Blocks for as long as it is. */
  public Checked check() {
    List<String> broken = new ArrayList<>();
    unbalanced(broken);
    vanished(broken);
    long entries = 0;
    long after = 0;
    for (List<Noted> page = page(after); !page.isEmpty(); page = page(after)) {
      for (Noted noted : page) {
        if (noted.digest() == null) {
          broken.add("ledger entry " + noted.entry() + " is in no line of the audit");
        } else if (!noted.digest().equals(digest(noted.entry()))) {
          broken.add("ledger entry " + noted.entry() + " is not what was booked");
        }
      }
      entries += page.size();
      after = page.getLast().entry();
    }
    return new Checked(entries, accounts(), broken);
  }

  private void unbalanced(List<String> broken) {
    broken.addAll(
        lines(
            """
            SELECT 'ledger entry ' || e.id || ' does not balance' FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry = e.id
            GROUP BY e.id HAVING count(p.entry) < 2 OR sum(p.amount) <> 0 ORDER BY e.id
            """));
  }

  private void vanished(List<String> broken) {
    broken.addAll(
        lines(
            """
            SELECT 'ledger entry ' || split_part(a.about, ':', 2) || ' was booked and is gone' FROM audit a
            WHERE a.what = 'ledger.booked' AND NOT EXISTS (
              SELECT FROM ledger_entry e WHERE e.id::text = split_part(a.about, ':', 2)) ORDER BY a.id
            """));
  }

  private List<String> accounts() {
    return lines(
        "SELECT account || ' ' || sum(amount) FROM ledger_posting GROUP BY account ORDER BY"
            + " account");
  }

  private List<String> lines(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  /**
   * @param digest as the audit has it, or null when it has none
   */
  private record Noted(long entry, String digest) {}

  private List<Noted> page(long after) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT e.id, (SELECT split_part(a.about, ':', 3) FROM audit a
                      WHERE a.what = 'ledger.booked' AND split_part(a.about, ':', 2) = e.id::text ORDER BY a.id LIMIT 1) AS digest
                    FROM ledger_entry e WHERE e.id > ? ORDER BY e.id LIMIT ?
                    """)
                .bind(0, after)
                .bind(1, PAGE)
                .map((row, _) -> new Noted(row.getLong("id"), row.getString("digest")))
                .list());
  }

  private String digest(long entry) {
    return jdbi.withHandle(handle -> EntryDigest.of(handle, entry));
  }
}
