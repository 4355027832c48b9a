package id.gerbang.server.inbox;

import id.gerbang.server.record.Batches;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases what chats sent and what was dealt with. Any node may run it, also several at once: each
 * takes rows that no other holds.
 */
public final class ChatAges {
  /** An update without its body only knows its repeat; no server brings one again after a week. */
  public static final Duration DONE_KEPT = Duration.ofDays(8);

  /**
   * Parked ones wait for somebody to look at them, and those of an account that is gone for its
   * return, but not for ever.
   */
  public static final Duration UNHANDLED_KEPT = Duration.ofDays(30);

  private static final int BATCH = 500;

  /** Of one run: the clocks that share its thread wait meanwhile. */
  private static final int MOST_BATCHES = 20;

  private final Jdbi jdbi;

  public ChatAges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Erases what is too old at {@code now}, and says how many rows. Blocks. */
  public int runDue(Instant now) {
    return erase("status IN ('done', 'flood') AND received_at <= ?", now.minus(DONE_KEPT))
        + erase("received_at <= ?", now.minus(UNHANDLED_KEPT));
  }

  private int erase(String what, Instant until) {
    return Batches.some(
        MOST_BATCHES,
        BATCH,
        () ->
            jdbi.withHandle(
                handle ->
                    handle.execute(
                        "DELETE FROM chat_update WHERE id IN (SELECT id FROM chat_update WHERE "
                            + what
                            + " LIMIT ? FOR UPDATE SKIP LOCKED)",
                        until,
                        BATCH)));
  }
}
