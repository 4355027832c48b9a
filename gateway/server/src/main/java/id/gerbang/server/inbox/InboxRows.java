package id.gerbang.server.inbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The inbox as a queue of each sender's messages.
 *
 * <p>Concurrency: a transaction that works on a sender's messages holds an advisory lock of that
 * sender until it ends, on whatever node it runs. So all parts of a message are held together, and
 * a sender's messages keep their order. What the holder of the lock reads, it reads after it got
 * the lock, and so with everything that the former holder committed.
 */
final class InboxRows {
  /** How long the parts of a message wait for each other. */
  static final Duration PARTS_WAIT = Duration.ofMinutes(10);

  /**
   * So many senders may be in other workers' hands before a worker leaves it at that: more than
   * there are workers on all nodes.
   */
  private static final int MOST_BUSY = 32;

  private InboxRows() {}

  /** One stored SMS or part; still sealed. */
  record Row(
      long id, int number, byte[] fromSealed, byte[] textSealed, Instant receivedAt, int tries) {}

  /**
   * What is stored of one message, or of several that their sender gave the same reference.
   *
   * @param rows oldest first
   */
  record Stored(String link, byte[] fromLookup, int reference, int total, List<Row> rows) {
    Stored with(List<Row> others) {
      return new Stored(link, fromLookup, reference, total, others);
    }

    boolean whole() {
      return rows.stream().map(Row::number).distinct().count() == total;
    }
  }

  private record Head(long id, String link, byte[] fromLookup, int reference, int total) {}

  /**
   * The oldest message that is whole (or will never be), first of its sender, whom no other worker
   * holds; the sender is this transaction's until it ends.
   */
  static Optional<Stored> takeNext(Handle tx, Instant now) {
    List<String> busy = new ArrayList<>();
    while (busy.size() < MOST_BUSY) {
      Optional<Head> ready =
          head(
              tx.createQuery(
                      READY.formatted(
                          "AND NOT encode(i.from_lookup, 'hex') = ANY(string_to_array(:busy,"
                              + " ','))"))
                  .bind("busy", String.join(",", busy)),
              now);
      if (ready.isEmpty()) {
        return Optional.empty();
      }
      byte[] sender = ready.get().fromLookup();
      if (hold(tx, sender)) {
        Optional<Head> still =
            head(
                tx.createQuery(READY.formatted("AND i.from_lookup = :sender"))
                    .bind("sender", sender),
                now);
        if (still.isPresent()) {
          return still.map(head -> stored(tx, head));
        }
      }
      busy.add(HexFormat.of().formatHex(sender));
    }
    return Optional.empty();
  }

  private static boolean hold(Handle tx, byte[] sender) {
    return tx.createQuery("SELECT pg_try_advisory_xact_lock(?)")
        .bind(0, ByteBuffer.wrap(sender).getLong())
        .mapTo(Boolean.class)
        .one();
  }

  private static final String READY =
      """
      SELECT i.id, i.link, i.from_lookup, i.reference, i.total FROM inbox i
      WHERE i.status = 'received' %s
        AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.from_lookup = i.from_lookup AND e.status = 'received'
          AND e.id <= i.id AND e.retry_at > :now)
        AND (i.total = 1 OR i.received_at <= :stale OR
          (SELECT count(DISTINCT p.number) FROM inbox p WHERE p.link = i.link AND p.from_lookup = i.from_lookup
            AND p.reference = i.reference AND p.total = i.total AND p.status = 'received') = i.total)
      ORDER BY i.id LIMIT 1
      """;

  private static Optional<Head> head(Query query, Instant now) {
    return query
        .bind("now", now)
        .bind("stale", now.minus(PARTS_WAIT))
        .map(
            (row, _) ->
                new Head(
                    row.getLong("id"),
                    row.getString("link"),
                    row.getBytes("from_lookup"),
                    row.getInt("reference"),
                    row.getInt("total")))
        .findOne();
  }

  private static Stored stored(Handle tx, Head head) {
    Stored key =
        new Stored(head.link(), head.fromLookup(), head.reference(), head.total(), List.of());
    if (head.total() == 1) {
      return key.with(
          rows(tx.createQuery("SELECT * FROM inbox WHERE id = :id").bind("id", head.id())));
    }
    return key.with(parts(tx, key, "received", Instant.EPOCH));
  }

  /** Parts of this message's key that have {@code status} and came after {@code since}. */
  static List<Row> parts(Handle tx, Stored of, String status, Instant since) {
    return rows(
        tx.createQuery(
                """
                SELECT * FROM inbox WHERE from_lookup = :from AND reference = :reference AND total = :total
                  AND link = :link AND status = :status AND received_at > :since ORDER BY id
                """)
            .bind("from", of.fromLookup())
            .bind("reference", of.reference())
            .bind("total", of.total())
            .bind("link", of.link())
            .bind("status", status)
            .bind("since", since));
  }

  private static List<Row> rows(Query query) {
    return query
        .map(
            (row, _) ->
                new Row(
                    row.getLong("id"),
                    row.getInt("number"),
                    row.getBytes("from_sealed"),
                    row.getBytes("text_sealed"),
                    row.getTimestamp("received_at").toInstant(),
                    row.getInt("tries")))
        .list();
  }

  /** Ends these rows as {@code status}. */
  static void mark(Handle tx, List<Row> rows, String status) {
    if (!rows.isEmpty()) {
      tx.createUpdate("UPDATE inbox SET status = :status, retry_at = NULL WHERE id IN (<ids>)")
          .bind("status", status)
          .bindList("ids", ids(rows))
          .execute();
    }
  }

  /**
   * @param why never personal
   */
  static void park(Handle tx, List<Row> rows, int tries, String why) {
    tx.createUpdate(
            "UPDATE inbox SET status = 'parked', retry_at = NULL, tries = :tries, why = :why WHERE"
                + " id IN (<ids>)")
        .bind("why", why)
        .bind("tries", tries)
        .bindList("ids", ids(rows))
        .execute();
  }

  static void retry(Handle tx, List<Row> rows, int tries, Instant at) {
    tx.createUpdate("UPDATE inbox SET tries = :tries, retry_at = :at WHERE id IN (<ids>)")
        .bind("tries", tries)
        .bind("at", at)
        .bindList("ids", ids(rows))
        .execute();
  }

  private static List<Long> ids(List<Row> rows) {
    return rows.stream().map(Row::id).toList();
  }
}
