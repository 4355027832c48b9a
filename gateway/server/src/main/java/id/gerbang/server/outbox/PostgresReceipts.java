package id.gerbang.server.outbox;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Receipts} on PostgreSQL. A receipt may come before its message is marked; then it is kept
 * until it is.
 *
 * <p>Concurrency: who keeps a receipt or marks a message holds advisory locks on the spellings of
 * its ids until the commit ({@link #hold}).
 */
public final class PostgresReceipts implements Receipts {
  private static final Logger log = LoggerFactory.getLogger(PostgresReceipts.class);

  private final Jdbi jdbi;
  private final InstantSource clock;

  public PostgresReceipts(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  @Override
  public boolean received(Receipt receipt) {
    if (receipt.state() == State.UNDER_WAY) {
      return true; // nothing is decided yet
    }
    try {
      jdbi.useTransaction(tx -> receive(tx, receipt));
      return true;
    } catch (RuntimeException e) {
      log.warn(
          "link={} a receipt could not be kept: {}", receipt.link(), e.getClass().getSimpleName());
      return false;
    }
  }

  /**
   * A receipt and the mark of its message may be under way at once: whichever comes second must see
   * the first. Call before any row of the message is touched, so that nobody waits crosswise.
   */
  static void hold(Handle tx, String link, List<String> ids) {
    List<String> names =
        ids.stream()
            .flatMap(id -> MessageIds.spellings(id).stream())
            .distinct()
            .map(id -> link + "/" + id)
            .toList();
    if (names.isEmpty()) {
      return;
    }
    tx.createQuery(
            "SELECT pg_advisory_xact_lock(k) IS NULL FROM (SELECT DISTINCT hashtextextended(n, 0)"
                + " AS k FROM unnest(ARRAY[<names>]) n ORDER BY 1) AS locks")
        .bindList("names", names)
        .mapTo(Boolean.class)
        .list();
  }

  private void receive(Handle tx, Receipt receipt) {
    hold(tx, receipt.link(), List.of(receipt.messageId()));
    for (String id : MessageIds.spellings(receipt.messageId())) {
      Optional<Long> message =
          tx.createQuery(
                  "DELETE FROM outbox_part WHERE link = ? AND message_id = ? RETURNING outbox")
              .bind(0, receipt.link())
              .bind(1, id)
              .mapTo(Long.class)
              .findFirst();
      if (message.isPresent()) {
        apply(tx, message.get(), receipt.state());
        return;
      }
    }
    tx.execute(
        "INSERT INTO early_receipt (link, message_id, state, received_at) VALUES (?, ?, ?, ?) ON"
            + " CONFLICT DO NOTHING",
        receipt.link(),
        MessageIds.kept(receipt.messageId()),
        receipt.state().name(),
        clock.instant());
  }

  /**
   * Keeps the ids of a message's parts, which are held, and applies the receipts that came before.
   */
  static void keep(Handle tx, String link, long message, List<String> ids) {
    for (String id : ids) {
      String kept = MessageIds.kept(id);
      Optional<String> early = Optional.empty();
      for (String spelling : MessageIds.spellings(id)) {
        early =
            tx.createQuery(
                    "DELETE FROM early_receipt WHERE link = ? AND message_id = ? RETURNING state")
                .bind(0, link)
                .bind(1, spelling)
                .mapTo(String.class)
                .findFirst();
        if (early.isPresent()) {
          break;
        }
      }
      if (early.isPresent()) {
        apply(tx, message, State.valueOf(early.get()));
      } else {
        tx.execute(
            "INSERT INTO outbox_part (link, message_id, outbox) VALUES (?, ?, ?) ON CONFLICT (link,"
                + " message_id) DO UPDATE SET outbox = EXCLUDED.outbox",
            link,
            kept,
            message);
      }
    }
  }

  private static void apply(Handle tx, long message, State state) {
    switch (state) {
      case DELIVERED ->
          tx.execute(
              """
              UPDATE outbox SET delivered = delivered + 1,
                status = CASE WHEN status IN ('sent', 'unknown', 'sending') AND delivered + 1 >= greatest(parts, 1) THEN 'delivered' ELSE status END
              WHERE id = ?
              """,
              message);
      case FAILED ->
          tx.execute(
              "UPDATE outbox SET status = 'failed', why = 'the carrier could not deliver it' WHERE"
                  + " id = ? AND status <> 'delivered'",
              message);
      case UNDER_WAY -> {}
    }
  }
}
