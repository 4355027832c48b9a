package id.gerbang.server.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * The chat inbox as a queue of each chat's updates.
 *
 * <p>Concurrency: only a chat's oldest open row can be claimed, and the claim is that row's lock
 * and then its {@code holder}; so a chat is in one worker's hands at a time, on whatever node, and
 * keeps its order. Who claims must show a sign of life before {@code held_until}, or another takes
 * the row. Every later word on a row asks whether it is still held by who says it.
 */
final class ChatRows {
  /** A node that died is not waited for longer. */
  static final Duration HELD = Duration.ofSeconds(15);

  private final Jdbi jdbi;
  private final String channel;
  private final String account;
  private final String holder;

  /** One claimed update; still sealed. */
  record Row(
      long id,
      byte[] updateLookup,
      byte[] bodySealed,
      Instant receivedAt,
      int tries,
      int failures) {}

  ChatRows(Jdbi jdbi, String channel, String account, String holder) {
    this.jdbi = jdbi;
    this.channel = channel;
    this.account = account;
    this.holder = holder;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Claims the oldest updates of up to {@code most} chats. */
  List<Row> claim(int most, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE chat_update SET holder = :holder, held_until = now() + :held * interval '1 second'
                    WHERE id IN (
                      SELECT u.id FROM chat_update u
                      WHERE u.status = 'received' AND u.channel = :channel AND u.account = :account AND u.due_at <= :now
                        AND (u.held_until IS NULL OR u.held_until <= now())
                        AND NOT EXISTS (SELECT 1 FROM chat_update e WHERE e.channel = u.channel AND e.account = u.account
                          AND e.chat_lookup = u.chat_lookup AND e.status = 'received'
                          AND (e.id < u.id OR e.held_until > now()))
                      ORDER BY u.id LIMIT :most FOR UPDATE SKIP LOCKED)
                    RETURNING id, update_lookup, body_sealed, received_at, tries, failures
                    """)
                .bind("holder", holder)
                .bind("held", HELD.toSeconds())
                .bind("channel", channel)
                .bind("account", account)
                .bind("now", now)
                .bind("most", most)
                .map(
                    (row, _) ->
                        new Row(
                            row.getLong("id"),
                            row.getBytes("update_lookup"),
                            row.getBytes("body_sealed"),
                            row.getTimestamp("received_at").toInstant(),
                            row.getInt("tries"),
                            row.getInt("failures")))
                .list());
  }

  /** A sign of life for what is held. */
  void hold(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "UPDATE chat_update SET held_until = now() + :held * interval '1 second'"
                          + " WHERE holder = :holder AND status = 'received' AND id IN (<ids>)")
                  .bind("held", HELD.toSeconds())
                  .bind("holder", holder)
                  .bindList("ids", List.copyOf(ids))
                  .execute());
    }
  }

  void done(Row row) {
    end(row, "status = 'done', body_sealed = NULL, tries = tries + 1", null, "");
  }

  void later(Row row, Instant due) {
    end(row, "due_at = :due, tries = tries + 1", due, "");
  }

  void failed(Row row, Instant due) {
    end(row, "due_at = :due, tries = tries + 1, failures = failures + 1", due, "");
  }

  /** A worker that closes gives back what it has not handled. */
  void release(Row row) {
    end(row, "due_at = due_at", null, "");
  }

  /**
   * @param why never personal
   */
  void park(Row row, String why) {
    end(row, "status = 'parked', tries = tries + 1, why = :why", null, why);
  }

  private void end(Row row, String change, Instant due, String why) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE chat_update SET holder = NULL, held_until = NULL, "
                        + change
                        + " WHERE id = :id AND holder = :holder AND status = 'received'")
                .bind("id", row.id())
                .bind("holder", holder)
                .bind("due", due)
                .bind("why", why)
                .execute());
  }
}
