package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.SmsLink.Outgoing;
import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what one link has to send.
 *
 * <pre>
 *   due ── claim ──► sending ── accepted ──► sent ── receipts ──► delivered | failed
 *    ▲                 ├─ deferred ──► due, later
 *    │                 ├─ refused ──► failed
 *    │                 └─ no answer, or the node died ──► unknown ── its receipt ──► delivered | failed
 *    └──────────────────────────────────────────────────────┘ after a grace, repeated identically
 * </pre>
 *
 * <p>What can repeat, said honestly: a message whose answer got lost, or whose node died between
 * the carrier's answer and the mark, may have been delivered; if no receipt tells within the grace
 * it is sent again, with the same words and the same reference. The codes in our messages make a
 * second copy harmless. Nothing is ever lost, and nothing accepted is sent twice.
 *
 * <p>Threads: one virtual thread claims and paces; answers are marked on virtual threads.
 */
public final class OutboxSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);

  /** Claimed at once: a node that dies holds no more than this. */
  private static final int BATCH = 50;

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int REFERENCES = 65_536;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final SmsLink link;
  private final OutboxTimes times;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MeterRegistry registry;
  private final Semaphore awake = new Semaphore(0);
  private volatile boolean closed;
  private volatile double oldestSeconds;
  private volatile double waiting;
  private Thread thread;

  public OutboxSender(
      Jdbi jdbi,
      Vault vault,
      SmsLink link,
      OutboxTimes times,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.link = link;
    this.times = times;
    this.clock = clock;
    this.random = random;
    this.registry = registry;
    Gauge.builder("gerbang_outbox_oldest_seconds", this, sender -> sender.oldestSeconds)
        .description("Age of the oldest message that is due and has not left")
        .tag("link", link.name())
        .register(registry);
    Gauge.builder("gerbang_outbox_waiting", this, sender -> sender.waiting)
        .description("Messages that are due and have not left")
        .tag("link", link.name())
        .register(registry);
  }

  public OutboxSender start() {
    thread = Thread.ofVirtual().name("outbox-" + link.name()).start(this::run);
    return this;
  }

  /** Something was added. */
  public void wake() {
    awake.release();
  }

  private record Row(long id, Msisdn to, String text, int attempts) {}

  private void run() {
    while (!closed) {
      try {
        int sent = link.ready() ? sendDue() : 0;
        look();
        if (sent == 0) {
          awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.warn(
            "link={} the outbox cannot read its table: {}",
            link.name(),
            e.getClass().getSimpleName());
        pause(LOOK);
      }
    }
  }

  /** Sends one batch at the link's pace and returns its size. */
  public int sendDue() throws InterruptedException {
    Instant now = clock.instant();
    List<Row> rows = jdbi.inTransaction(tx -> claim(tx, now));
    long between = TimeUnit.SECONDS.toNanos(1) / Math.max(1, link.messagesPerSecond());
    long next = System.nanoTime();
    for (Row row : rows) {
      long wait = next - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      next = Math.max(next, System.nanoTime() - between) + between;
      send(row);
    }
    return rows.size();
  }

  private List<Row> claim(Handle tx, Instant now) {
    // Whose node died while it was sending: nobody knows. It waits for its receipt before it is due
    // again.
    tx.execute(
        "UPDATE outbox SET status = 'unknown', due_at = ?, why = 'its node stopped while sending'"
            + " WHERE link = ? AND status = 'sending' AND due_at <= ?",
        now.plus(times.grace()),
        link.name(),
        now);
    return tx.createQuery(
            """
            UPDATE outbox SET status = 'sending', due_at = :claim, attempts = attempts + 1
            WHERE id IN (
              SELECT id FROM outbox WHERE link = :link AND status IN ('due', 'unknown') AND due_at <= :now
              ORDER BY due_at, id LIMIT :batch FOR UPDATE SKIP LOCKED)
            RETURNING id, to_sealed, text_sealed, attempts
            """)
        .bind("claim", now.plus(times.claim()))
        .bind("link", link.name())
        .bind("now", now)
        .bind("batch", BATCH)
        .map(
            (row, _) ->
                new Row(
                    row.getLong("id"),
                    new Msisdn(sealed.open(row.getBytes("to_sealed"), "outbox.to:")),
                    sealed.open(row.getBytes("text_sealed"), "outbox.text:"),
                    row.getInt("attempts")))
        .list();
  }

  private void send(Row row) {
    CompletionStage<Sent> sent =
        link.send(new Outgoing(row.to(), row.text(), (int) (row.id() % REFERENCES)));
    sent.thenAcceptAsync(result -> mark(row, result), task -> Thread.ofVirtual().start(task));
  }

  private void mark(Row row, Sent result) {
    Instant now = clock.instant();
    try {
      jdbi.useTransaction(
          tx -> {
            switch (result) {
              case Sent.Accepted(List<String> ids) -> accepted(tx, row, ids, now);
              case Sent.Deferred(String why) ->
                  tx.execute(
                      "UPDATE outbox SET status = 'due', due_at = ?, attempts = attempts - 1, why ="
                          + " ? WHERE id = ? AND status = 'sending'",
                      now.plus(backOff(row.attempts())),
                      why,
                      row.id());
              case Sent.Refused(String why) -> fail(tx, row, why);
              case Sent.Unknown(String why, List<String> ids) -> unknown(tx, row, why, ids, now);
            }
          });
    } catch (RuntimeException e) {
      // The mark is lost, the claim ends by itself: the message becomes unknown and waits for its
      // receipt.
      log.warn(
          "link={} outbox={} could not be marked: {}",
          link.name(),
          row.id(),
          e.getClass().getSimpleName());
    }
    registry
        .counter("gerbang_outbox_sent", "link", link.name(), "result", label(result))
        .increment();
  }

  private static String label(Sent result) {
    return switch (result) {
      case Sent.Accepted _ -> "accepted";
      case Sent.Deferred _ -> "deferred";
      case Sent.Refused _ -> "refused";
      case Sent.Unknown _ -> "unknown";
    };
  }

  private void accepted(Handle tx, Row row, List<String> ids, Instant now) {
    tx.execute(
        "UPDATE outbox SET status = 'sent', sent_at = ?, parts = ?, why = NULL WHERE id = ? AND"
            + " status IN ('sending', 'unknown')",
        now,
        ids.size(),
        row.id());
    PostgresReceipts.keep(tx, link.name(), row.id(), ids);
  }

  private void unknown(Handle tx, Row row, String why, List<String> ids, Instant now) {
    if (row.attempts() >= times.attempts()) {
      fail(tx, row, why + ", " + row.attempts() + " times");
      return;
    }
    tx.execute(
        "UPDATE outbox SET status = 'unknown', due_at = ?, parts = greatest(parts, ?), why = ?"
            + " WHERE id = ? AND status = 'sending'",
        now.plus(times.grace()),
        ids.size(),
        why,
        row.id());
    PostgresReceipts.keep(tx, link.name(), row.id(), ids);
  }

  private static void fail(Handle tx, Row row, String why) {
    tx.execute(
        "UPDATE outbox SET status = 'failed', why = ? WHERE id = ? AND status = 'sending'",
        why,
        row.id());
  }

  private Duration backOff(int attempts) {
    long millis = times.firstRetry().toMillis() << Math.min(10, Math.max(0, attempts - 1));
    long bounded = Math.min(millis, times.longestRetry().toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }

  private void look() {
    Instant now = clock.instant();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*), min(due_at) FROM outbox WHERE link = ? AND status IN ('due',"
                        + " 'unknown') AND due_at <= ?")
                .bind(0, link.name())
                .bind(1, now)
                .map(
                    (row, _) -> {
                      waiting = row.getLong(1);
                      oldestSeconds =
                          row.getTimestamp(2) == null
                              ? 0
                              : Duration.between(row.getTimestamp(2).toInstant(), now).toMillis()
                                  / 1000.0;
                      return waiting;
                    })
                .one());
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
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
