package id.gerbang.server.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * What one link has to send, as rows. All within the caller's transaction; on any number of nodes.
 *
 * <p>A mark bears the attempt that it belongs to: an answer that comes when another attempt is
 * already under way changes nothing, unless it says that the carrier took the message.
 */
final class OutboxRows {
  private static final int MOST_DOUBLINGS = 10;

  private final String link;
  private final OutboxTimes times;
  private final RandomGenerator random;

  OutboxRows(String link, OutboxTimes times, RandomGenerator random) {
    this.link = link;
    this.times = times;
    this.random = random;
  }

  /** A row that this sender holds; still sealed. */
  record Claimed(
      long id, byte[] toSealed, byte[] textSealed, int attempts, int deferrals, Instant wasDue) {}

  /**
   * For how long the link has been promised parts already; until the transaction ends nobody else
   * promises it any.
   */
  Duration promised(Handle tx) {
    tx.execute(
        "INSERT INTO outbox_pace (link, free_at) VALUES (?, clock_timestamp()) ON CONFLICT DO"
            + " NOTHING",
        link);
    long micros =
        tx.createQuery(
                """
                SELECT CAST(greatest(0, 1000000 * extract(epoch FROM free_at - clock_timestamp())) AS bigint)
                FROM outbox_pace WHERE link = ? FOR UPDATE
                """)
            .bind(0, link)
            .mapTo(Long.class)
            .one();
    return Duration.ofNanos(micros * 1_000);
  }

  /** Promises the link to parts that take {@code time}. */
  void promise(Handle tx, Duration time) {
    tx.execute(
        "UPDATE outbox_pace SET free_at = greatest(free_at, clock_timestamp()) + ? * interval '1"
            + " microsecond' WHERE link = ?",
        time.toNanos() / 1_000,
        link);
  }

  /** Claims what is due, oldest first. */
  List<Claimed> claim(Handle tx, Instant now, int most) {
    tx.execute(
        "UPDATE outbox SET status = 'failed', why = concat_ws(', ', why, attempts || ' times')"
            + " WHERE link = ? AND status = 'unknown' AND due_at <= ? AND attempts >= ?",
        link,
        now,
        times.attempts());
    // Whose node died while it was sending: nobody knows. It waits for its receipt before it is due
    // again.
    tx.execute(
        "UPDATE outbox SET status = 'unknown', due_at = ?, why = 'its node stopped while sending'"
            + " WHERE link = ? AND status = 'sending' AND due_at <= ?",
        now.plus(times.grace()),
        link,
        now);
    return tx
        .createQuery(
            """
            WITH picked AS MATERIALIZED (
              SELECT id, due_at FROM outbox WHERE link = :link AND status IN ('due', 'unknown') AND due_at <= :now
              ORDER BY due_at, id LIMIT :most FOR UPDATE SKIP LOCKED)
            UPDATE outbox o SET status = 'sending', due_at = :claim, attempts = o.attempts + 1
            FROM picked p WHERE o.id = p.id
            RETURNING o.id, o.to_sealed, o.text_sealed, o.attempts, o.deferrals, p.due_at AS was_due
            """)
        .bind("claim", now.plus(times.claim()))
        .bind("link", link)
        .bind("now", now)
        .bind("most", most)
        .map(
            (row, _) ->
                new Claimed(
                    row.getLong("id"),
                    row.getBytes("to_sealed"),
                    row.getBytes("text_sealed"),
                    row.getInt("attempts"),
                    row.getInt("deferrals"),
                    row.getTimestamp("was_due").toInstant()))
        .stream()
        .sorted(Comparator.comparing(Claimed::wasDue).thenComparing(Claimed::id))
        .toList();
  }

  /** It cannot be sent, by anybody, before somebody looks at it. */
  void park(Handle tx, Claimed row, String why) {
    end(tx, row, "parked", why);
  }

  /** Gives back what was claimed and not handed to the link. */
  void giveBack(Handle tx, Claimed row) {
    tx.execute(
        "UPDATE outbox SET status = 'due', due_at = ?, attempts = attempts - 1 WHERE id = ? AND"
            + " status = 'sending' AND attempts = ?",
        row.wasDue(),
        row.id(),
        row.attempts());
  }

  /** The carrier took it under these ids. They are held. */
  void accepted(Handle tx, Claimed row, List<String> ids, Instant now) {
    PostgresReceipts.hold(tx, link, ids);
    int marked =
        tx.execute(
            "UPDATE outbox SET status = 'sent', sent_at = ?, parts = ?, delivered = 0, why = NULL"
                + " WHERE id = ? AND status IN ('sending', 'unknown')",
            now,
            ids.size(),
            row.id());
    if (marked == 1) {
      // Receipts of an attempt before this one would be counted beside this one's.
      tx.execute("DELETE FROM outbox_part WHERE outbox = ?", row.id());
      PostgresReceipts.keep(tx, link, row.id(), ids);
    }
  }

  /** The carrier said "later"; each time later. */
  void deferred(Handle tx, Claimed row, String why, Instant now) {
    tx.execute(
        "UPDATE outbox SET status = 'due', due_at = ?, attempts = attempts - 1, deferrals ="
            + " deferrals + 1, why = ? WHERE id = ? AND status = 'sending' AND attempts = ?",
        now.plus(backOff(row.deferrals())),
        why,
        row.id(),
        row.attempts());
  }

  void refused(Handle tx, Claimed row, String why) {
    end(tx, row, "failed", why);
  }

  /**
   * Nobody knows.
   *
   * @param parts how many it has; receipts tell of it only when all of them have one
   * @param ids of those parts that the carrier did take
   */
  void unknown(Handle tx, Claimed row, String why, int parts, List<String> ids, Instant now) {
    PostgresReceipts.hold(tx, link, ids);
    int marked =
        tx.execute(
            "UPDATE outbox SET status = 'unknown', due_at = ?, parts = ?, delivered = 0, why = ?"
                + " WHERE id = ? AND status = 'sending' AND attempts = ?",
            now.plus(times.grace()),
            Math.max(parts, ids.size()),
            why,
            row.id(),
            row.attempts());
    if (marked == 1) {
      tx.execute("DELETE FROM outbox_part WHERE outbox = ?", row.id());
      PostgresReceipts.keep(tx, link, row.id(), ids);
    }
  }

  private static void end(Handle tx, Claimed row, String status, String why) {
    tx.execute(
        "UPDATE outbox SET status = ?, why = ? WHERE id = ? AND status = 'sending' AND attempts ="
            + " ?",
        status,
        why,
        row.id(),
        row.attempts());
  }

  private Duration backOff(int deferrals) {
    long millis = times.firstRetry().toMillis() << Math.min(MOST_DOUBLINGS, deferrals);
    long bounded = Math.min(millis, times.longestRetry().toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }
}
