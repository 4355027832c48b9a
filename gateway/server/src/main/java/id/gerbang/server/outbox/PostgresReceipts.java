package id.gerbang.server.outbox;

import id.gerbang.server.record.Columns;
import id.gerbang.server.record.GroupCommit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Receipts} on PostgreSQL, those of the same moment in one transaction. A receipt may come
 * before its message is marked; then it is kept until it is.
 *
 * <p>Concurrency: who keeps receipts or marks messages of a link holds that link's advisory lock
 * until the commit ({@link #hold}), so that whichever comes second sees the first. One lock for
 * each id would be hundreds in a batch, and PostgreSQL has room for some thousands.
 */
public final class PostgresReceipts implements Receipts, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresReceipts.class);

  /** One prepares while another waits for the disk, where links differ. */
  private static final int COMMITTERS = 2;

  private static final int MOST_TOGETHER = 250;

  /** Each link lets some tens wait (SmsArrivals); this is for twenty links. */
  private static final int MOST_WAITING = 1_000;

  /** Carriers wait ten seconds and more for an acknowledgement. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Function<String, ReceiptIds> ids;
  private final GroupCommit<Receipt, Boolean> commits;

  /**
   * @param ids by link, how its operator spells ids
   */
  public PostgresReceipts(Jdbi jdbi, InstantSource clock, Function<String, ReceiptIds> ids) {
    this.clock = clock;
    this.ids = ids;
    this.commits =
        new GroupCommit<>(
            "receipts",
            COMMITTERS,
            MOST_TOGETHER,
            MOST_WAITING,
            PATIENCE,
            receipts -> {
              jdbi.useTransaction(tx -> receive(tx, receipts));
              return receipts.stream().map(_ -> true).toList();
            });
  }

  @Override
  public boolean received(Receipt receipt) {
    if (receipt.state() == State.UNDER_WAY) {
      return true; // nothing is decided yet
    }
    try {
      return commits.submit(receipt);
    } catch (RuntimeException e) {
      log.warn(
          "link={} a receipt could not be kept: {}", receipt.link(), e.getClass().getSimpleName());
      return false;
    }
  }

  /** Call before any row of a message is touched, so that nobody waits crosswise. */
  static void hold(Handle tx, Collection<String> links) {
    for (String link : new TreeSet<>(links)) {
      tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('receipts/' || ?, 0)) IS NULL")
          .bind(0, link)
          .mapTo(Boolean.class)
          .one();
    }
  }

  private void receive(Handle tx, List<Receipt> receipts) {
    Map<String, List<Receipt>> byLink = new TreeMap<>();
    receipts.forEach(
        receipt -> byLink.computeIfAbsent(receipt.link(), _ -> new ArrayList<>()).add(receipt));
    hold(tx, byLink.keySet());
    List<Told> told = new ArrayList<>();
    byLink.forEach((link, some) -> told.addAll(matched(tx, link, some)));
    apply(tx, told);
  }

  /** What a receipt said of a message. */
  private record Told(long message, State state) {}

  /** Takes the parts that the receipts name, and keeps those that name none yet. */
  private List<Told> matched(Handle tx, String link, List<Receipt> receipts) {
    ReceiptIds how = ids.apply(link);
    List<Set<String>> spellings =
        receipts.stream().map(receipt -> MessageIds.answers(receipt.messageId(), how)).toList();
    Map<String, Long> parts =
        found(
            tx,
            "SELECT message_id, outbox AS value FROM outbox_part WHERE link = :link AND message_id"
                + " = ANY(:id)",
            link,
            spellings,
            Long.class);
    List<Told> told = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    List<Receipt> early = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Optional<String> part = first(spellings.get(i), parts.keySet(), used);
      if (part.isPresent()) {
        told.add(new Told(parts.get(part.get()), receipts.get(i).state()));
      } else {
        early.add(receipts.get(i));
      }
    }
    erase(tx, "DELETE FROM outbox_part WHERE link = :link AND message_id = ANY(:id)", link, used);
    keepEarly(tx, link, early);
    return told;
  }

  /** The first spelling that is there and nobody used; it is used then. */
  private static Optional<String> first(
      Set<String> spellings, Set<String> there, Set<String> used) {
    return spellings.stream().filter(there::contains).filter(used::add).findFirst();
  }

  private void keepEarly(Handle tx, String link, List<Receipt> early) {
    if (early.isEmpty()) {
      return;
    }
    new Columns<>(early)
        .text("id", receipt -> MessageIds.kept(receipt.messageId()))
        .text("state", receipt -> receipt.state().name())
        .bindTo(
            tx.createUpdate(
                """
                INSERT INTO early_receipt (link, message_id, state, received_at)
                SELECT :link, r.id, r.state, :now FROM unnest(:id, :state) AS r (id, state) ON CONFLICT DO NOTHING
                """))
        .bind("link", link)
        .bind("now", clock.instant())
        .execute();
  }

  /**
   * Keeps the ids of messages' parts and applies the receipts that came before. The link is held.
   *
   * @param parts the message by the carrier's id
   */
  static void keep(Handle tx, String link, ReceiptIds how, Map<String, Long> parts) {
    List<String> all = List.copyOf(parts.keySet());
    List<Set<String>> spellings = all.stream().map(id -> MessageIds.receipts(id, how)).toList();
    Map<String, String> early =
        found(
            tx,
            "SELECT message_id, state AS value FROM early_receipt WHERE link = :link AND message_id"
                + " = ANY(:id)",
            link,
            spellings,
            String.class);
    List<Told> told = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    Map<String, Long> open = new LinkedHashMap<>(); // by the kept spelling; the last one counts
    for (int i = 0; i < all.size(); i++) {
      long message = parts.get(all.get(i));
      Optional<String> receipt = first(spellings.get(i), early.keySet(), used);
      if (receipt.isPresent()) {
        told.add(new Told(message, State.valueOf(early.get(receipt.get()))));
      } else {
        open.put(MessageIds.kept(all.get(i)), message);
      }
    }
    erase(tx, "DELETE FROM early_receipt WHERE link = :link AND message_id = ANY(:id)", link, used);
    insert(tx, link, open);
    apply(tx, told);
  }

  private static void insert(Handle tx, String link, Map<String, Long> open) {
    if (open.isEmpty()) {
      return;
    }
    new Columns<>(List.copyOf(open.entrySet()))
        .text("id", Map.Entry::getKey)
        .number("outbox", Map.Entry::getValue)
        .bindTo(
            tx.createUpdate(
                """
                INSERT INTO outbox_part (link, message_id, outbox)
                SELECT :link, r.id, r.outbox FROM unnest(:id, :outbox) AS r (id, outbox)
                ON CONFLICT (link, message_id) DO UPDATE SET outbox = EXCLUDED.outbox
                """))
        .bind("link", link)
        .execute();
  }

  private static <V> Map<String, V> found(
      Handle tx, String sql, String link, List<Set<String>> spellings, Class<V> type) {
    List<String> all = spellings.stream().flatMap(Set::stream).distinct().toList();
    Map<String, V> found = new HashMap<>();
    if (!all.isEmpty()) {
      new Columns<>(all)
          .text("id", id -> id)
          .bindTo(tx.createQuery(sql))
          .bind("link", link)
          .map(
              (row, _) -> found.put(row.getString("message_id"), type.cast(row.getObject("value"))))
          .list();
    }
    return found;
  }

  private static void erase(Handle tx, String sql, String link, Set<String> used) {
    if (!used.isEmpty()) {
      new Columns<>(List.copyOf(used))
          .text("id", id -> id)
          .bindTo(tx.createUpdate(sql))
          .bind("link", link)
          .execute();
    }
  }

  private static void apply(Handle tx, List<Told> told) {
    if (told.isEmpty()) {
      return;
    }
    MarkedRows.lock(tx, told.stream().map(Told::message).distinct().toList());
    Map<Long, Integer> delivered = new LinkedHashMap<>();
    Set<Long> failed = new LinkedHashSet<>();
    for (Told one : told) {
      switch (one.state()) {
        case DELIVERED -> delivered.merge(one.message(), 1, Integer::sum);
        case FAILED -> failed.add(one.message());
        case UNDER_WAY -> {}
      }
    }
    if (!delivered.isEmpty()) {
      new Columns<>(List.copyOf(delivered.entrySet()))
          .number("id", Map.Entry::getKey)
          .number("parts", Map.Entry::getValue)
          .bindTo(
              tx.createUpdate(
                  """
                  UPDATE outbox o SET delivered = o.delivered + r.parts,
                    status = CASE WHEN o.status IN ('sent', 'unknown', 'sending')
                      AND o.delivered + r.parts >= greatest(o.parts, 1) THEN 'delivered' ELSE o.status END
                  FROM unnest(:id, :parts) AS r (id, parts) WHERE o.id = r.id
                  """))
          .execute();
    }
    if (!failed.isEmpty()) {
      new Columns<>(List.copyOf(failed))
          .number("id", id -> id)
          .bindTo(
              tx.createUpdate(
                  "UPDATE outbox SET status = 'failed', why = 'the carrier could not deliver it'"
                      + " WHERE id = ANY(:id) AND status <> 'delivered'"))
          .execute();
    }
  }

  @Override
  public void close() {
    commits.close();
  }
}
