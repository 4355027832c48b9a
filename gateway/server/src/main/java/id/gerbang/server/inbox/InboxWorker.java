package id.gerbang.server.inbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what the inbox holds, oldest first: a message and everything it causes commit in one
 * transaction with the mark that it is done. Parts wait for each other up to ten minutes; then what
 * came is marked lost and counted, for half a message may say the opposite of the whole. A message
 * that meets a bug is tried three times and parked.
 *
 * <p>Threads: a few virtual threads, on any number of nodes; a sender's messages keep their order
 * because each takes the oldest row that nobody holds, and a held row hides the later ones of its
 * sender.
 */
public final class InboxWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InboxWorker.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PARTS_WAIT = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 3;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final SmsHandler handler;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Semaphore awake = new Semaphore(0);
  private volatile boolean closed;
  private Thread thread;

  public InboxWorker(
      Jdbi jdbi, Vault vault, SmsHandler handler, InstantSource clock, MeterRegistry registry) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.handler = handler;
    this.clock = clock;
    this.registry = registry;
  }

  public InboxWorker start() {
    thread = Thread.ofVirtual().name("inbox-worker").start(this::run);
    return this;
  }

  /** Something was stored. */
  public void wake() {
    awake.release();
  }

  private void run() {
    while (!closed) {
      try {
        if (!handleNext()) {
          awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn("the inbox cannot be read: {}", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  private record Row(
      long id,
      String link,
      Msisdn from,
      byte[] fromLookup,
      String text,
      int reference,
      int total,
      int tries,
      Instant receivedAt) {}

  /** Handles one message, and says whether there was one. */
  public boolean handleNext() {
    Instant now = clock.instant();
    long[] failed = {0};
    try {
      return jdbi.inTransaction(
          tx -> {
            Optional<Row> next = next(tx, now);
            next.ifPresent(row -> failed[0] = row.id());
            next.ifPresent(row -> handle(tx, row, now));
            return next.isPresent();
          });
    } catch (RuntimeException e) {
      if (failed[0] == 0) {
        throw e;
      }
      log.error("inbox={} a bug met this message", failed[0], e);
      jdbi.useHandle(handle -> retryLater(handle, failed[0], now));
      registry.counter("gerbang_inbox_failed").increment();
      return true;
    }
  }

  private static void retryLater(Handle handle, long id, Instant now) {
    handle.execute(
        "UPDATE inbox SET tries = tries + 1, retry_at = ?, status = CASE WHEN tries + 1 >= ? THEN"
            + " 'parked' ELSE status END WHERE id = ?",
        now.plus(RETRY),
        MOST_TRIES,
        id);
  }

  /** The oldest message whose parts are all here (or will not come), first of its sender. */
  private Optional<Row> next(Handle tx, Instant now) {
    return tx.createQuery(
            """
            SELECT i.* FROM inbox i
            WHERE i.status = 'received' AND (i.retry_at IS NULL OR i.retry_at <= :now)
              AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.from_lookup = i.from_lookup AND e.status = 'received' AND e.id < i.id
                AND (e.total = 1 OR i.total = 1 OR e.reference <> i.reference OR e.received_at <= :stale)
                AND NOT (e.total > 1 AND e.received_at > :stale))
              AND (i.total = 1 OR i.received_at <= :stale OR
                (SELECT count(DISTINCT p.number) FROM inbox p WHERE p.link = i.link AND p.from_lookup = i.from_lookup
                  AND p.reference = i.reference AND p.total = i.total AND p.status = 'received') = i.total)
            ORDER BY i.id LIMIT 1 FOR UPDATE SKIP LOCKED
            """)
        .bind("now", now)
        .bind("stale", now.minus(PARTS_WAIT))
        .map(
            (row, _) ->
                new Row(
                    row.getLong("id"),
                    row.getString("link"),
                    new Msisdn(sealed.open(row.getBytes("from_sealed"), "inbox.from:")),
                    row.getBytes("from_lookup"),
                    sealed.open(row.getBytes("text_sealed"), "inbox.text:"),
                    row.getInt("reference"),
                    row.getInt("total"),
                    row.getInt("tries"),
                    row.getTimestamp("received_at").toInstant()))
        .findFirst();
  }

  private void handle(Handle tx, Row row, Instant now) {
    if (row.total() == 1) {
      handler.handle(tx, row.from(), row.text(), now);
      tx.execute("UPDATE inbox SET status = 'done' WHERE id = ?", row.id());
      registry.counter("gerbang_inbox_handled").increment();
      return;
    }
    List<String> parts =
        tx.createQuery(
                """
                SELECT DISTINCT ON (number) text_sealed FROM inbox
                WHERE link = :link AND from_lookup = :from AND reference = :reference AND total = :total AND status = 'received'
                ORDER BY number, id
                """)
            .bind("link", row.link())
            .bind("from", row.fromLookup())
            .bind("reference", row.reference())
            .bind("total", row.total())
            .map((part, _) -> sealed.open(part.getBytes("text_sealed"), "inbox.text:"))
            .list();
    boolean whole = parts.size() == row.total();
    if (whole) {
      handler.handle(tx, row.from(), parts.stream().collect(Collectors.joining()), now);
    }
    registry.counter(whole ? "gerbang_inbox_handled" : "gerbang_inbox_lost").increment();
    tx.execute(
        "UPDATE inbox SET status = ? WHERE link = ? AND from_lookup = ? AND reference = ? AND total"
            + " = ? AND status = 'received'",
        whole ? "done" : "lost",
        row.link(),
        row.fromLookup(),
        row.reference(),
        row.total());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
