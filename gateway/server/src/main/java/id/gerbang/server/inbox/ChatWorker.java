package id.gerbang.server.inbox;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.ChatHandler.Outcome;
import id.gerbang.server.inbox.ChatRows.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the updates of one account's chats to their handler, each chat's in their order.
 *
 * <pre>
 *   received ── handled ──► done, its body erased
 *     │  ▲ └─── "later", and then again, up to a hundred times ──► parked
 *     │  └───── a bug met it: again after 2, 4, 8, 16 s
 *     └──────── a bug met it five times, or its seal does not open ──► parked
 * </pre>
 *
 * <p>Threads: one virtual thread claims and gives signs of life; each claimed update is handled on
 * a virtual thread of its own, {@link #TOGETHER} at a time. No connection is held while the handler
 * works. Any number of workers, on any number of nodes, may serve one account ({@link ChatRows}).
 */
public final class ChatWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChatWorker.class);

  /** Chats that one worker serves at a time: a message takes a Bot API server about 0.2 s. */
  static final int TOGETHER = 16;

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(4);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final int MOST_FAILURES = 5;
  private static final int MOST_TRIES = 100;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final String channel;
  private final String account;
  private final ChatRows rows;
  private final Vault vault;
  private final ChatHandler handler;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Semaphore awake = new Semaphore(0);
  private final Semaphore room = new Semaphore(TOGETHER);
  private final Map<Long, Row> held = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private Thread thread;

  /**
   * @param channel {@code telegram} or {@code whatsapp}
   * @param account whose updates it takes
   * @param holder names this worker among all on all nodes
   */
  public ChatWorker(
      Jdbi jdbi,
      Vault vault,
      String channel,
      String account,
      String holder,
      ChatHandler handler,
      InstantSource clock,
      MeterRegistry registry) {
    this.channel = channel;
    this.account = account;
    this.rows = new ChatRows(jdbi, channel, account, holder);
    this.vault = vault;
    this.handler = handler;
    this.clock = clock;
    this.registry = registry;
    Gauge.builder("gerbang_chat_inbox_held", held, Map::size)
        .tags("channel", channel, "account", account)
        .register(registry);
  }

  public ChatWorker start() {
    thread = Thread.ofVirtual().name("chat-worker-" + channel + "-" + account).start(this::run);
    return this;
  }

  /** Something was stored. */
  public void wake() {
    awake.release();
  }

  private void run() {
    long signed = System.nanoTime();
    while (!closed) {
      try {
        if (System.nanoTime() - signed > SIGN_OF_LIFE.toNanos()) {
          rows.hold(held.keySet());
          signed = System.nanoTime();
        }
        if (claim() == 0) {
          awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // whatever it is, the next update wants its worker
        log.warn("the chat inbox cannot be read: {}", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  private int claim() {
    int free = room.availablePermits(); // only this thread takes them
    if (free == 0) {
      return 0;
    }
    List<Row> claimed = rows.claim(free, clock.instant());
    for (Row row : claimed) {
      room.acquireUninterruptibly();
      held.put(row.id(), row);
      Thread.ofVirtual().name("chat-" + row.id()).start(() -> take(row));
    }
    return claimed.size();
  }

  private void take(Row row) {
    try {
      if (!closed) {
        open(row)
            .ifPresentOrElse(
                body -> handle(row, body),
                () -> park(row, "seal", "its seal does not open: changed, or of another keyset"));
      }
    } catch (RuntimeException e) { // the database is away: it comes again when its hold ends
      log.warn("chat_update={} could not be marked: {}", row.id(), e.getClass().getSimpleName());
    } finally {
      held.remove(row.id());
      room.release();
      awake.release();
    }
  }

  private Optional<String> open(Row row) {
    return vault
        .open(row.bodySealed(), PostgresChatInbox.bodyContext(channel, account, row.updateLookup()))
        .map(body -> new String(body, StandardCharsets.UTF_8));
  }

  private void handle(Row row, String body) {
    Outcome outcome;
    try {
      outcome =
          handler.handle(
              new ChatHandler.Update(
                  channel,
                  account,
                  ChatRows.hex(row.updateLookup()),
                  body,
                  row.receivedAt(),
                  row.tries()));
    } catch (RuntimeException | StackOverflowError bug) { // hostile words may nest without end
      failed(row, bug);
      return;
    }
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Done() -> {
        rows.done(row);
        count("handled").increment();
      }
      case Outcome.Later _ when row.tries() + 1 >= MOST_TRIES ->
          park(row, "late", "it was put off " + MOST_TRIES + " times");
      case Outcome.Later(Duration after) -> {
        rows.later(row, now.plus(after));
        count("put_off").increment();
      }
    }
  }

  private void failed(Row row, Throwable bug) {
    log.error("chat_update={} a bug met this update", row.id(), bug);
    count("failed").increment();
    if (row.failures() + 1 >= MOST_FAILURES) {
      park(
          row,
          "bug",
          "a bug met it " + MOST_FAILURES + " times: " + bug.getClass().getSimpleName());
    } else {
      rows.failed(row, clock.instant().plus(FIRST_RETRY.multipliedBy(1L << row.failures())));
    }
  }

  private void park(Row row, String reason, String why) {
    rows.park(row, why);
    registry
        .counter(
            "gerbang_chat_inbox_parked", "channel", channel, "account", account, "reason", reason)
        .increment();
    log.error("chat_update={} is parked: {}", row.id(), why);
  }

  private Counter count(String what) {
    return registry.counter("gerbang_chat_inbox_" + what, "channel", channel, "account", account);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes nothing more, waits a little for what is under way, and gives back the rest. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
    try {
      if (!room.tryAcquire(TOGETHER, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        held.values().forEach(rows::release);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
