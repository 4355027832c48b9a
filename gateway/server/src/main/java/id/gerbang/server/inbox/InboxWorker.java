package id.gerbang.server.inbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.InboxRows.Row;
import id.gerbang.server.inbox.InboxRows.Stored;
import id.gerbang.server.inbox.SmsHandler.Handled;
import id.gerbang.server.inbox.SmsHandler.Whole;
import id.gerbang.server.record.PassingTrouble;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what the inbox holds, oldest first: a message and everything it causes commit in one
 * transaction with the mark that it is done.
 *
 * <pre>
 *   received ── whole, handled ──► done
 *     │  ▲ └─── its other parts did not come within ten minutes ──► lost
 *     │  └───── a bug met it, or something of ours is away: 5 s later again
 *     └──────── a bug met it three times, what it needs was away for six hours, or its seal does
 *               not open ──► parked
 * </pre>
 *
 * <p>What came of half a message is not handled, for it may say the opposite of the whole.
 *
 * <p>Threads: four virtual threads on each of any number of nodes; who works on a sender's messages
 * holds that sender ({@link InboxRows}), so each is handled by one and in its order.
 */
public final class InboxWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InboxWorker.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 3;

  /** For so long an SMS waits for a store that is away; later its sender has given up. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  /** A turn of a menu waits for Redis and PostgreSQL, not for a processor. */
  private static final int WORKERS = 4;

  private static final String BEFORE_HANDLING = "before_handling";

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final SmsHandler handler;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Semaphore awake = new Semaphore(0);
  private volatile boolean closed;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  public InboxWorker(
      Jdbi jdbi, Vault vault, SmsHandler handler, InstantSource clock, MeterRegistry registry) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.handler = handler;
    this.clock = clock;
    this.registry = registry;
  }

  public InboxWorker start() {
    for (int i = 1; i <= WORKERS; i++) {
      threads.add(Thread.ofVirtual().name("inbox-worker-" + i).start(this::run));
    }
    return this;
  }

  /** Something was stored. */
  public void wake() {
    if (awake.availablePermits() < WORKERS) { // more would only look in vain
      awake.release();
    }
  }

  private void run() {
    while (!closed) {
      try {
        if (!handleNext()) {
          awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // whatever it is, the next message wants its worker
        log.warn("the inbox cannot be read: {}", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  /** Handles one message, and says whether there was one. */
  public boolean handleNext() {
    Instant now = clock.instant();
    return jdbi.inTransaction(
        tx -> {
          Optional<Stored> next = InboxRows.takeNext(tx, now);
          next.ifPresent(stored -> take(tx, stored, now));
          return next.isPresent();
        });
  }

  private void take(Handle tx, Stored stored, Instant now) {
    Map<Row, String> texts = new HashMap<>();
    stored.rows().forEach(row -> open(row).ifPresent(text -> texts.put(row, text)));
    List<Row> broken = stored.rows().stream().filter(row -> !texts.containsKey(row)).toList();
    if (!broken.isEmpty()) {
      park(tx, stored.rows(), "seal", "its seal does not open: changed, or of another keyset");
      return;
    }
    if (stored.total() == 1) {
      handle(tx, stored.rows(), texts.get(stored.rows().getFirst()), now);
      return;
    }
    List<Row> handled =
        InboxRows.parts(tx, stored, "done", now.minus(InboxRows.PARTS_WAIT)).stream()
            .filter(row -> open(row).map(text -> texts.put(row, text) == null).orElse(false))
            .toList();
    JoinedParts joined = JoinedParts.of(stored.total(), stored.rows(), handled, texts);
    InboxRows.mark(tx, joined.repeats(), "done");
    if (joined.text().isPresent()) {
      handle(tx, joined.used(), joined.text().get(), now);
    } else {
      giveUp(tx, stored.rows(), joined.repeats(), now);
    }
  }

  private Optional<String> open(Row row) {
    return sealed
        .tryOpen(row.fromSealed(), "inbox.from:")
        .flatMap(_ -> sealed.tryOpen(row.textSealed(), "inbox.text:"));
  }

  private void handle(Handle tx, List<Row> rows, String text, Instant now) {
    Msisdn from = new Msisdn(sealed.open(rows.getFirst().fromSealed(), "inbox.from:"));
    tx.savepoint(BEFORE_HANDLING);
    Handled handled;
    try {
      handled = handler.handle(tx, new Whole(from, text, now, "sms:" + rows.getFirst().id()));
    } catch (RuntimeException | StackOverflowError bug) { // hostile words may nest without end
      tx.rollbackToSavepoint(BEFORE_HANDLING);
      if (PassingTrouble.is(bug)) { // no fault of the message: it does not count as a try
        log.warn(
            "inbox={} PostgreSQL is away or slow: {}",
            rows.getFirst().id(),
            bug.getClass().getSimpleName());
        later(tx, rows, now);
      } else {
        failed(tx, rows, bug, now);
      }
      return;
    }
    if (handled == Handled.LATER) {
      later(tx, rows, now);
      return;
    }
    InboxRows.mark(tx, rows, "done");
    registry.counter("gerbang_inbox_handled").increment();
  }

  private void later(Handle tx, List<Row> rows, Instant now) {
    if (rows.getFirst().receivedAt().plus(PATIENCE).isBefore(now)) {
      park(tx, rows, "away", "what it needs was away for " + PATIENCE.toHours() + " hours");
      return;
    }
    InboxRows.retry(tx, rows, rows.getFirst().tries(), now.plus(RETRY));
    registry.counter("gerbang_inbox_later").increment();
  }

  private void failed(Handle tx, List<Row> rows, Throwable bug, Instant now) {
    log.error("inbox={} a bug met this message", rows.getFirst().id(), bug);
    registry.counter("gerbang_inbox_failed").increment();
    int tries = rows.stream().mapToInt(Row::tries).max().orElseThrow() + 1;
    if (tries < MOST_TRIES) {
      InboxRows.retry(tx, rows, tries, now.plus(RETRY));
    } else {
      park(tx, rows, "bug", "a bug met it " + tries + " times: " + bug.getClass().getSimpleName());
    }
  }

  private void park(Handle tx, List<Row> rows, String reason, String why) {
    int tries = rows.stream().mapToInt(Row::tries).max().orElseThrow();
    InboxRows.park(tx, rows, tries + 1, why);
    registry.counter("gerbang_inbox_parked", "reason", reason).increment();
    log.error("inbox={} is parked: {}", rows.getFirst().id(), why);
  }

  private void giveUp(Handle tx, List<Row> rows, List<Row> repeats, Instant now) {
    Instant stale = now.minus(InboxRows.PARTS_WAIT);
    List<Row> lost =
        rows.stream()
            .filter(row -> !repeats.contains(row) && !row.receivedAt().isAfter(stale))
            .toList();
    if (!lost.isEmpty()) {
      InboxRows.mark(tx, lost, "lost");
      registry.counter("gerbang_inbox_lost").increment();
    }
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
    threads.forEach(Thread::interrupt);
  }
}
