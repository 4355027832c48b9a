package id.gerbang.server.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    int erased = 0;
    for (String what :
        List.of(
            "status IN ('done', 'flood') AND received_at <= :done", "received_at <= :unhandled")) {
      int some = BATCH;
      for (int batch = 0; batch < MOST_BATCHES && some == BATCH; batch++) {
        some = erase(what, now);
        erased += some;
      }
    }
    return erased;
  }

  private int erase(String what, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM chat_update WHERE id IN (SELECT id FROM chat_update WHERE "
                        + what
                        + " LIMIT "
                        + BATCH
                        + " FOR UPDATE SKIP LOCKED)")
                .bind("done", now.minus(DONE_KEPT))
                .bind("unhandled", now.minus(UNHANDLED_KEPT))
                .execute());
  }
}
