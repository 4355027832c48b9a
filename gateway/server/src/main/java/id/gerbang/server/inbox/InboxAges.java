package id.gerbang.server.inbox;

import id.gerbang.server.record.Batches;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases SMS that came and were dealt with. Any node may run it, also several at once: each takes
 * rows that no other holds.
 */
public final class InboxAges {
  /** Somebody who asks "I did answer, did I not?" asks within days; then the words go. */
  public static final Duration DONE_KEPT = Duration.ofDays(7);

  /** Parked and lost ones wait for somebody to look at them, but not for ever. */
  public static final Duration UNHANDLED_KEPT = Duration.ofDays(30);

  /** Rows of one transaction: short enough not to hold them long. */
  private static final int BATCH = 500;

  /** Of one run: the clocks that share its thread wait meanwhile. */
  private static final int MOST_BATCHES = 20;

  private final Jdbi jdbi;

  public InboxAges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Erases what is too old at {@code now}, and says how many rows. Blocks. */
  public int runDue(Instant now) {
    return Batches.some(
        MOST_BATCHES,
        BATCH,
        () ->
            jdbi.withHandle(
                handle ->
                    handle.execute(
                        """
                        DELETE FROM inbox WHERE id IN (
                          SELECT id FROM inbox WHERE status <> 'received' AND received_at <= ?
                            AND (status = 'done' OR received_at <= ?)
                          ORDER BY received_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        """,
                        now.minus(DONE_KEPT),
                        now.minus(UNHANDLED_KEPT),
                        BATCH)));
  }
}
