package id.gerbang.server.outbox;

import id.gerbang.server.record.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * What one link has to send, as rows. All within the caller's transaction; on any number of nodes.
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
   * What a link is allowed now.
   *
   * @param promised for how long it has been promised parts already
   * @param paused whether nothing may be claimed
   */
  record Allowance(Duration promised, boolean paused) {}

  /** Until the transaction ends nobody else promises the link any parts, or pauses it. */
  Allowance allowance(Handle tx) {
    tx.execute(
        "INSERT INTO outbox_pace (link, free_at) VALUES (?, clock_timestamp()) ON CONFLICT DO"
            + " NOTHING",
        link);
    return tx.createQuery(
            """
            SELECT CAST(greatest(0, 1000000 * extract(epoch FROM free_at - clock_timestamp())) AS bigint) AS micros,
              paused_at IS NOT NULL AS paused
            FROM outbox_pace WHERE link = ? FOR UPDATE
            """)
        .bind(0, link)
        .map(
            (row, _) ->
                new Allowance(
                    Duration.ofNanos(row.getLong("micros") * 1_000), row.getBoolean("paused")))
        .one();
  }

  /** Promises the link to parts that take {@code time}. */
  void promise(Handle tx, Duration time) {
    tx.execute(
        "UPDATE outbox_pace SET free_at = greatest(free_at, clock_timestamp()) + ? * interval '1"
            + " microsecond' WHERE link = ?",
        time.toNanos() / 1_000,
        link);
  }

  /**
   * Claims what is due, oldest first. An array of ids, not a join: for a join that it takes to be
   * large the planner reads the whole table, at each claim.
   */
  List<Claimed> claim(Handle tx, Instant now, int most) {
    tx.execute(
        """
        UPDATE outbox SET status = 'failed', why = concat_ws(', ', why, attempts || ' times') WHERE id = ANY(ARRAY(
          SELECT id FROM outbox WHERE link = ? AND status = 'unknown' AND due_at <= ? AND attempts >= ?
          FOR UPDATE SKIP LOCKED))
        """,
        link,
        now,
        times.attempts());
    // Whose node died while it was sending: nobody knows. It waits for its receipt before it is due
    // again.
    tx.execute(
        """
        UPDATE outbox SET status = 'unknown', due_at = ?, why = 'its node stopped while sending' WHERE id = ANY(ARRAY(
          SELECT id FROM outbox WHERE link = ? AND status = 'sending' AND due_at <= ? FOR UPDATE SKIP LOCKED))
        """,
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
            FROM picked p WHERE o.id = p.id AND o.id = ANY(ARRAY(SELECT id FROM picked))
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
    tx.execute(
        "UPDATE outbox SET status = 'parked', why = ? WHERE id = ? AND status = 'sending'",
        why,
        row.id());
  }

  /** Gives back what was claimed and not handed to the link. */
  void giveBack(Handle tx, List<Claimed> claimed) {
    new Columns<>(claimed)
        .number("id", Claimed::id)
        .number("attempts", Claimed::attempts)
        .instant("due", Claimed::wasDue)
        .bindTo(
            tx.createUpdate(
                """
                UPDATE outbox o SET status = 'due', due_at = r.due, attempts = o.attempts - 1
                FROM unnest(:id, :attempts, :due) AS r (id, attempts, due)
                WHERE o.id = r.id AND o.status = 'sending' AND o.attempts = r.attempts
                """))
        .execute();
  }

  /** The wait before a message that was told "later" for the nth time is due again. */
  Duration backOff(int deferrals) {
    long millis = times.firstRetry().toMillis() << Math.min(MOST_DOUBLINGS, deferrals);
    long bounded = Math.min(millis, times.longestRetry().toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }
}
