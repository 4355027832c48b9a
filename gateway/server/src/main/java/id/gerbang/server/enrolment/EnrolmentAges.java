package id.gerbang.server.enrolment;

import id.gerbang.server.record.Batches;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets what enrolment only remembers for a while: intents that nobody can replay any more, and
 * the counts of wrong codes and of short answers once they hold nobody back. Any node may run it,
 * also several at once.
 */
public final class EnrolmentAges {
  /** A conversation lives 72 h, and only it can replay its intent; with room for a long outage. */
  public static final Duration INTENT_KEPT = Duration.ofDays(7);

  /** Wrong codes lock for an hour, short answers are counted by the hour; with room for clocks. */
  public static final Duration COUNTS_KEPT = Duration.ofHours(2);

  /** Rows of one transaction: short enough not to hold them long. */
  private static final int BATCH = 500;

  /** Of one run and kind: the clocks that share its thread wait meanwhile. */
  private static final int MOST_BATCHES = 20;

  private final Jdbi jdbi;

  public EnrolmentAges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Forgets what is too old at {@code now}, and says how many rows. Blocks. */
  public int runDue(Instant now) {
    return batches(
            """
            DELETE FROM intent WHERE id IN (
              SELECT id FROM intent WHERE at <= :until ORDER BY at LIMIT :batch FOR UPDATE SKIP LOCKED)
            """,
            now.minus(INTENT_KEPT))
        + batches(
            """
            DELETE FROM wrong_try WHERE phone_lookup IN (
              SELECT phone_lookup FROM wrong_try WHERE since <= :until AND (locked_until IS NULL OR locked_until <= :until)
              LIMIT :batch FOR UPDATE SKIP LOCKED)
            """,
            now.minus(COUNTS_KEPT))
        + batches(
            """
            DELETE FROM puzzled WHERE phone_lookup IN (
              SELECT phone_lookup FROM puzzled p WHERE NOT EXISTS (SELECT 1 FROM unnest(p.times) t WHERE t > :until)
              LIMIT :batch FOR UPDATE SKIP LOCKED)
            """,
            now.minus(COUNTS_KEPT));
  }

  private int batches(String sql, Instant until) {
    return Batches.some(
        MOST_BATCHES,
        BATCH,
        () ->
            jdbi.withHandle(
                handle ->
                    handle.createUpdate(sql).bind("until", until).bind("batch", BATCH).execute()));
  }
}
