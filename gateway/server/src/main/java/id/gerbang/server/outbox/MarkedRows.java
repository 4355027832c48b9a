package id.gerbang.server.outbox;

import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.record.Columns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes what the carrier said of several messages of one link: one statement for each kind of
 * answer.
 *
 * <p>A mark bears the attempt that it belongs to: an answer that comes when another attempt is
 * already under way changes nothing, unless it says that the carrier took the message.
 */
final class MarkedRows {
  private final String link;
  private final ReceiptIds ids;
  private final OutboxRows rows;
  private final OutboxTimes times;
  private final InstantSource clock;

  MarkedRows(String link, ReceiptIds ids, OutboxRows rows, OutboxTimes times, InstantSource clock) {
    this.link = link;
    this.ids = ids;
    this.rows = rows;
    this.times = times;
    this.clock = clock;
  }

  /**
   * @param parts how many it has
   */
  record Mark(OutboxRows.Claimed row, int parts, Sent result) {
    long id() {
      return row.id();
    }

    /** Under which the carrier took it, or a part of it. */
    List<String> messageIds() {
      return switch (result) {
        case Sent.Accepted(List<String> taken) -> taken;
        case Sent.Unknown(String _, List<String> taken) -> taken;
        case Sent.Deferred _, Sent.Refused _ -> List.of();
      };
    }

    /** How many receipts tell that it is delivered. */
    int receipts() {
      return result instanceof Sent.Accepted(List<String> taken)
          ? taken.size()
          : Math.max(parts, messageIds().size());
    }

    String why() {
      return switch (result) {
        case Sent.Accepted _ -> null;
        case Sent.Deferred(String why) -> why;
        case Sent.Refused(String why) -> why;
        case Sent.Unknown(String why, List<String> _) -> why;
      };
    }
  }

  void write(Handle tx, List<Mark> marks) {
    Instant now = clock.instant();
    if (marks.stream().anyMatch(mark -> !mark.messageIds().isEmpty())) {
      PostgresReceipts.hold(tx, Set.of(link));
    }
    lock(tx, marks.stream().map(Mark::id).toList());
    Map<Long, Mark> kept = new LinkedHashMap<>();
    List<Mark> accepted = of(marks, Sent.Accepted.class);
    accepted(tx, accepted, now).forEach(id -> kept.put(id, null));
    List<Mark> unknown = of(marks, Sent.Unknown.class);
    unknown(tx, unknown, now).forEach(id -> kept.put(id, null));
    deferred(tx, of(marks, Sent.Deferred.class), now);
    refused(tx, of(marks, Sent.Refused.class));
    List<Mark> taken = new ArrayList<>(accepted);
    taken.addAll(unknown);
    taken.stream()
        .filter(mark -> kept.containsKey(mark.id()))
        .forEach(mark -> kept.putIfAbsent(mark.id(), mark));
    keepParts(tx, kept);
  }

  /** In one order, so that receipts and marks of the same messages never wait crosswise. */
  static void lock(Handle tx, List<Long> messages) {
    new Columns<>(messages)
        .number("id", id -> id)
        .bindTo(tx.createQuery("SELECT id FROM outbox WHERE id = ANY(:id) ORDER BY id FOR UPDATE"))
        .mapTo(Long.class)
        .list();
  }

  private static List<Mark> of(List<Mark> marks, Class<? extends Sent> kind) {
    return marks.stream().filter(mark -> kind.isInstance(mark.result())).toList();
  }

  private static List<Long> accepted(Handle tx, List<Mark> marks, Instant now) {
    if (marks.isEmpty()) {
      return List.of();
    }
    return new Columns<>(marks)
        .number("id", Mark::id)
        .number("parts", Mark::receipts)
        .bindTo(
            tx.createQuery(
                """
                UPDATE outbox o SET status = 'sent', sent_at = :now, parts = r.parts, delivered = 0, why = NULL
                FROM unnest(:id, :parts) AS r (id, parts)
                WHERE o.id = r.id AND o.status IN ('sending', 'unknown') RETURNING o.id
                """))
        .bind("now", now)
        .mapTo(Long.class)
        .list();
  }

  private List<Long> unknown(Handle tx, List<Mark> marks, Instant now) {
    if (marks.isEmpty()) {
      return List.of();
    }
    return new Columns<>(marks)
        .number("id", Mark::id)
        .number("attempts", mark -> mark.row().attempts())
        .number("parts", Mark::receipts)
        .text("why", Mark::why)
        .bindTo(
            tx.createQuery(
                """
                UPDATE outbox o SET status = 'unknown', due_at = :due, parts = r.parts, delivered = 0, why = r.why
                FROM unnest(:id, :attempts, :parts, :why) AS r (id, attempts, parts, why)
                WHERE o.id = r.id AND o.status = 'sending' AND o.attempts = r.attempts RETURNING o.id
                """))
        .bind("due", now.plus(times.grace()))
        .mapTo(Long.class)
        .list();
  }

  /** The carrier said "later"; each time later. */
  private void deferred(Handle tx, List<Mark> marks, Instant now) {
    if (marks.isEmpty()) {
      return;
    }
    new Columns<>(marks)
        .number("id", Mark::id)
        .number("attempts", mark -> mark.row().attempts())
        .instant("due", mark -> now.plus(rows.backOff(mark.row().deferrals())))
        .text("why", Mark::why)
        .bindTo(
            tx.createUpdate(
                """
                UPDATE outbox o SET status = 'due', due_at = r.due, attempts = o.attempts - 1, deferrals = o.deferrals + 1,
                  why = r.why
                FROM unnest(:id, :attempts, :due, :why) AS r (id, attempts, due, why)
                WHERE o.id = r.id AND o.status = 'sending' AND o.attempts = r.attempts
                """))
        .execute();
  }

  private static void refused(Handle tx, List<Mark> marks) {
    if (marks.isEmpty()) {
      return;
    }
    new Columns<>(marks)
        .number("id", Mark::id)
        .number("attempts", mark -> mark.row().attempts())
        .text("why", Mark::why)
        .bindTo(
            tx.createUpdate(
                """
                UPDATE outbox o SET status = 'failed', why = r.why
                FROM unnest(:id, :attempts, :why) AS r (id, attempts, why)
                WHERE o.id = r.id AND o.status = 'sending' AND o.attempts = r.attempts
                """))
        .execute();
  }

  private void keepParts(Handle tx, Map<Long, Mark> kept) {
    if (kept.isEmpty()) {
      return;
    }
    // Receipts of an attempt before this one would be counted beside this one's.
    new Columns<>(List.copyOf(kept.keySet()))
        .number("id", id -> id)
        .bindTo(tx.createUpdate("DELETE FROM outbox_part WHERE outbox = ANY(:id)"))
        .execute();
    Map<String, Long> parts = new LinkedHashMap<>();
    kept.values().forEach(mark -> mark.messageIds().forEach(id -> parts.put(id, mark.id())));
    PostgresReceipts.keep(
        tx,
        link,
        ids,
        parts.entrySet().stream()
            .filter(part -> !part.getKey().isBlank())
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    Map.Entry::getValue,
                    (_, last) -> last,
                    LinkedHashMap::new)));
  }
}
