package id.gerbang.server.outbox;

import id.gerbang.server.record.Batches;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases what was sent: first words and phone, later the row; and receipts that belong to nothing.
 * What has not left yet is never touched. Any node may run it, also several at once: each takes
 * rows that no other holds.
 */
public final class OutboxAges {
  /** A branch reads to somebody what was sent to them while the matter is open. */
  public static final Duration WORDS_KEPT = Duration.ofDays(30);

  /** That, when and about what something was sent is compared with the operator's bills. */
  public static final Duration ROW_KEPT = Duration.ofDays(400);

  /**
   * A mark follows its message within a minute; and an operator that counts its ids around gives
   * the same one again sooner or later, which an old receipt must not meet.
   */
  public static final Duration EARLY_RECEIPT_KEPT = Duration.ofHours(6);

  /** Operators try for three days at most; a receipt after that tells nothing. */
  public static final Duration RECEIPT_AWAITED = Duration.ofDays(7);

  /** Rows of one transaction: short enough not to hold them long. */
  private static final int BATCH = 500;

  /** Of one run and kind: the clocks that share its thread wait meanwhile. */
  private static final int MOST_BATCHES = 20;

  private static final String ENDED = "status IN ('sent', 'delivered', 'failed', 'parked')";

  private final Jdbi jdbi;

  public OutboxAges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Erases what is too old at {@code now}, and says how many rows it touched. Blocks. */
  public int runDue(Instant now) {
    return batches(
            """
            DELETE FROM early_receipt WHERE (link, message_id) IN (
              SELECT link, message_id FROM early_receipt WHERE received_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            now.minus(EARLY_RECEIPT_KEPT))
        + batches(
            """
            DELETE FROM outbox_part WHERE (link, message_id) IN (
              SELECT p.link, p.message_id FROM outbox_part p JOIN outbox o ON o.id = p.outbox
              WHERE o.created_at <= ? AND o.%s LIMIT ? FOR UPDATE OF p SKIP LOCKED)
            """
                .formatted(ENDED),
            now.minus(RECEIPT_AWAITED))
        + batches(
            """
            UPDATE outbox SET text_sealed = NULL, to_sealed = NULL WHERE id IN (
              SELECT id FROM outbox WHERE text_sealed IS NOT NULL AND created_at <= ? AND %s
              ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """
                .formatted(ENDED),
            now.minus(WORDS_KEPT))
        + batches(
            """
            DELETE FROM outbox WHERE id IN (
              SELECT id FROM outbox o WHERE created_at <= ? AND %s
                AND NOT EXISTS (SELECT 1 FROM outbox_part p WHERE p.outbox = o.id)
              ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """
                .formatted(ENDED),
            now.minus(ROW_KEPT));
  }

  private int batches(String sql, Instant until) {
    return Batches.some(
        MOST_BATCHES, BATCH, () -> jdbi.withHandle(handle -> handle.execute(sql, until, BATCH)));
  }
}
