package id.gerbang.server.ledger;

import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The money, in double entry: an entry has two or more postings that sum to zero, is never changed,
 * and books an event outside once, by that event's own id. PostgreSQL holds all of this by itself
 * (V16); an entry that does not balance fails at the commit. Each entry is named in the audit with
 * a {@linkplain EntryDigest digest} of what it says, so that the audit's chain covers the ledger.
 *
 * <p>Threads: any; each call belongs to its caller's transaction.
 */
public final class Ledger {
  /** Longer ones are refused by the table. */
  private static final int MOST_POSTINGS = 20;

  /**
   * Books an event in the transaction of {@code tx}. Another transaction that is booking the same
   * event is waited for.
   *
   * @param event the kind and the id that the outside gave it: {@code payment:bri:123}
   * @param what {@code payment.received}; not personal
   * @throws IllegalArgumentException when the postings are fewer than two or do not sum to zero
   */
  public Booked book(
      Handle tx, Instant at, String who, String event, String what, List<Posting> postings) {
    return book(tx, at, who, event, what, Optional.empty(), postings);
  }

  /**
   * As above, with a reason, which becomes part of the entry.
   *
   * @param reason why, for the auditor; not personal, at most 200 characters
   */
  public Booked book(
      Handle tx,
      Instant at,
      String who,
      String event,
      String what,
      Optional<String> reason,
      List<Posting> postings) {
    return write(tx, at, who, event, what, new Grounds(Optional.empty(), reason), postings);
  }

  /**
   * Takes an entry back by another one that undoes it. An entry is taken back once.
   *
   * @param reason why, for the auditor; not personal
   * @throws IllegalArgumentException when there is no such entry
   */
  public Booked reverse(Handle tx, Instant at, String who, long entry, String reason) {
    List<Posting> undone =
        EntryDigest.postings(tx, entry).stream()
            .map(posting -> new Posting(posting.account(), Math.negateExact(posting.rupiah())))
            .toList();
    if (undone.isEmpty()) {
      throw new IllegalArgumentException("the ledger has no entry " + entry);
    }
    return write(
        tx,
        at,
        who,
        "reversal:" + entry,
        "entry.reversed",
        new Grounds(Optional.of(entry), Optional.of(reason)),
        undone);
  }

  /**
   * @param reverses the entry that it takes back
   */
  private record Grounds(Optional<Long> reverses, Optional<String> reason) {}

  private static Booked write(
      Handle tx,
      Instant at,
      String who,
      String event,
      String what,
      Grounds grounds,
      List<Posting> postings) {
    mustBalance(postings);
    Optional<Long> fresh =
        tx.createQuery(
                """
                INSERT INTO ledger_entry (at, event, what, reverses, reason) VALUES (:at, :event, :what, :reverses, :reason)
                ON CONFLICT (event) DO NOTHING RETURNING id
                """)
            .bind("at", at)
            .bind("event", event)
            .bind("what", what)
            .bind("reverses", grounds.reverses().orElse(null))
            .bind("reason", grounds.reason().orElse(null))
            .mapTo(Long.class)
            .findFirst();
    if (fresh.isEmpty()) {
      return new Booked.Before(
          tx.createQuery("SELECT id FROM ledger_entry WHERE event = ?")
              .bind(0, event)
              .mapTo(Long.class)
              .one());
    }
    long entry = fresh.get();
    open(tx, postings);
    PreparedBatch lines =
        tx.prepareBatch(
            "INSERT INTO ledger_posting (entry, line, account, amount) VALUES (?, ?, ?, ?)");
    for (int line = 0; line < postings.size(); line++) {
      Posting posting = postings.get(line);
      lines.add(entry, line + 1, posting.account().code(), posting.rupiah());
    }
    lines.execute();
    Audit.write(tx, at, who, "ledger.booked", "ledger:" + entry + ":" + EntryDigest.of(tx, entry));
    return new Booked.Now(entry);
  }

  private static void mustBalance(List<Posting> postings) {
    if (postings.size() < 2 || postings.size() > MOST_POSTINGS) {
      throw new IllegalArgumentException("an entry has 2 to " + MOST_POSTINGS + " postings");
    }
    long total = 0;
    for (Posting posting : postings) {
      total = Math.addExact(total, posting.rupiah());
    }
    if (total != 0) {
      throw new IllegalArgumentException("the postings of an entry sum to zero, not to " + total);
    }
  }

  private static void open(Handle tx, List<Posting> postings) {
    PreparedBatch accounts =
        tx.prepareBatch(
            "INSERT INTO ledger_account (code, kind) VALUES (?, ?) ON CONFLICT DO NOTHING");
    postings.stream()
        .map(Posting::account)
        .distinct()
        .sorted(java.util.Comparator.comparing(Account::code))
        .forEach(account -> accounts.add(account.code(), account.kind().label()));
    accounts.execute();
  }

  /** What stands on an account, in rupiah; 0 for one that nothing was booked on. */
  public long balance(Handle handle, Account account) {
    return handle
        .createQuery(
            "SELECT coalesce(sum(amount), 0)::bigint FROM ledger_posting WHERE account = ?")
        .bind(0, account.code())
        .mapTo(Long.class)
        .one();
  }
}
