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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 *    ▲                 ├─ deferred ──► due, later each time
 *    │                 ├─ refused ──► failed
 *    │                 ├─ its seal does not open ──► parked
 *    │                 └─ no answer, or the node died ──► unknown ── receipts ──► delivered | failed
 *    └──────────────────────────────────────────────────────┘ after a grace, repeated identically
 * </pre>
 *
 * <p>What can repeat, said honestly: a message whose answer got lost, or whose node died between
 * the carrier's answer and the mark, may have been delivered; if no receipt tells within the grace
 * it is sent again, with the same words and the same reference. The codes in our messages make a
 * second copy harmless. Nothing is ever lost, and nothing accepted is sent twice.
 *
 * <p>Pace: the operator counts parts, by link, whoever sends them. Each batch is promised its time
 * on the link in {@code outbox_pace} before it is claimed, by PostgreSQL's clock, which all nodes
 * share; so neither a new batch nor another node begins anew. The next batch is claimed while one
 * leaves, so that the link is never idle for want of a claim.
 *
 * <p>Threads: one virtual thread claims, another lets go in step; answers are marked on virtual
 * threads.
 */
public final class OutboxSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);

  /**
   * Claimed, under way or being marked at once: a node that dies holds no more than half a second
   * of its link's pace, within these bounds.
   */
  static final int MOST_HELD = 500;

  private static final int LEAST_HELD = 50;

  /**
   * A batch has no more messages than leave within this; with ten parts each that is 20 s, and a
   * claim lasts longer.
   */
  private static final int BATCH_SECONDS = 2;

  /** Others may have been promised the link for this long, before a batch is left for later. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(500);

  /** Counting what waits reads all of it. */
  private static final Duration COUNT = Duration.ofSeconds(2);

  private static final int REFERENCES = 65_536;

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final SmsLink link;
  private final OutboxRows rows;
  private final InstantSource clock;
  private final OutboxMarks marks;
  private final Semaphore awake = new Semaphore(0);
  private final BlockingQueue<Batch> leaving = new LinkedBlockingQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final int mostHeld;
  private volatile boolean closed;
  private volatile boolean paused;
  private long counted = System.nanoTime() - COUNT.toNanos();
  private volatile double oldestSeconds;
  private volatile double waiting;
  private Thread claiming;
  private Thread letting;

  /** For a link whose carrier spells its ids in any way. */
  public OutboxSender(
      Jdbi jdbi,
      Vault vault,
      SmsLink link,
      OutboxTimes times,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this(jdbi, vault, link, ReceiptIds.EITHER, times, clock, random, registry);
  }

  /**
   * @param ids how the link's operator spells ids in receipts
   */
  public OutboxSender(
      Jdbi jdbi,
      Vault vault,
      SmsLink link,
      ReceiptIds ids,
      OutboxTimes times,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.link = link;
    this.rows = new OutboxRows(link.name(), times, random);
    this.clock = clock;
    this.marks =
        new OutboxMarks(
            jdbi, link.name(), new MarkedRows(link.name(), ids, rows, times, clock), registry);
    this.mostHeld = Math.clamp(link.messagesPerSecond() / 2, LEAST_HELD, MOST_HELD);
    Gauge.builder("gerbang_outbox_oldest_seconds", this, sender -> sender.oldestSeconds)
        .description("Age of the oldest message that is due and has not left")
        .tag("link", link.name())
        .register(registry);
    Gauge.builder("gerbang_outbox_waiting", this, sender -> sender.waiting)
        .description("Messages that are due and have not left")
        .tag("link", link.name())
        .register(registry);
    Gauge.builder("gerbang_outbox_paused", this, sender -> sender.paused ? 1 : 0)
        .description("1 while the link is paused by an operator: it takes nothing from the outbox")
        .tag("link", link.name())
        .register(registry);
  }

  public OutboxSender start() {
    claiming = Thread.ofVirtual().name("outbox-" + link.name()).start(this::run);
    letting = Thread.ofVirtual().name("outbox-leaving-" + link.name()).start(this::letGo);
    return this;
  }

  /** Something was added. */
  public void wake() {
    awake.release();
  }

  private void run() {
    while (!closed) {
      try {
        int claimed = link.ready() ? claimDue() : 0;
        look();
        if (claimed == 0) {
          awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // whatever it is, the link wants its sender
        if (closed) {
          return;
        }
        log.warn(
            "link={} the outbox cannot read its table: {}",
            link.name(),
            e.getClass().getSimpleName());
        pause(LOOK);
      }
    }
  }

  private void letGo() {
    try {
      while (!closed) {
        leave(leaving.take());
      }
    } catch (InterruptedException e) {
      // Closing; a connection does not survive an interrupted thread, and there is more to do.
      log.debug("link={} lets nothing go any more", link.name());
    }
    leaving.forEach(batch -> giveBack(batch.letters()));
  }

  private record Letter(OutboxRows.Claimed row, Msisdn to, String text, int parts) {}

  /**
   * @param begins when its first message leaves, {@link System#nanoTime}
   */
  private record Batch(long begins, List<Letter> letters) {}

  /** Claims a batch that the other thread lets go; a small one is not worth a transaction. */
  private int claimDue() {
    if (mostHeld - held.get() < Math.max(1, mostHeld / 4)) {
      return 0;
    }
    Batch batch = claim();
    if (!batch.letters().isEmpty()) {
      leaving.add(batch);
    }
    return batch.letters().size();
  }

  /**
   * Sends one batch at the link's pace and returns its size; 0 also when the link is paused or
   * promised to others, or its carrier owes as many answers as a node may hold.
   *
   * @throws InterruptedException on its closing; what had not left is given back
   */
  public int sendDue() throws InterruptedException {
    Batch batch = claim();
    leave(batch);
    return batch.letters().size();
  }

  private Batch claim() {
    int most =
        Math.min(mostHeld - held.get(), BATCH_SECONDS * Math.max(1, link.messagesPerSecond()));
    if (most <= 0) {
      return new Batch(System.nanoTime(), List.of());
    }
    Batch batch = jdbi.inTransaction(tx -> claim(tx, most));
    held.addAndGet(batch.letters().size());
    return batch;
  }

  /**
   * Lets a batch go in step; what is left when the link is lost, or told to wait, is given back.
   */
  private void leave(Batch batch) throws InterruptedException {
    long leaves = batch.begins();
    for (int i = 0; i < batch.letters().size(); i++) {
      Letter letter = batch.letters().get(i);
      try {
        TimeUnit.NANOSECONDS.sleep(leaves - System.nanoTime());
      } catch (InterruptedException e) {
        giveBack(batch.letters().subList(i, batch.letters().size()));
        throw e;
      }
      if (!link.ready()) {
        giveBack(batch.letters().subList(i, batch.letters().size()));
        return;
      }
      leaves += onTheLink(letter.parts()).toNanos();
      send(letter);
    }
  }

  private Duration onTheLink(int parts) {
    return Duration.ofSeconds(1)
        .multipliedBy(parts)
        .dividedBy(Math.max(1, link.messagesPerSecond()));
  }

  private Batch claim(Handle tx, int most) {
    OutboxRows.Allowance allowance = rows.allowance(tx);
    obey(allowance.paused());
    Duration ahead = allowance.promised();
    if (allowance.paused() || ahead.compareTo(LOOK_AHEAD) > 0) {
      return new Batch(System.nanoTime(), List.of());
    }
    List<Letter> letters = new ArrayList<>();
    int parts = 0;
    for (OutboxRows.Claimed row : rows.claim(tx, clock.instant(), most)) {
      Optional<Letter> letter = open(row);
      if (letter.isPresent()) {
        letters.add(letter.get());
        parts += letter.get().parts();
      } else {
        park(tx, row);
      }
    }
    if (parts > 0) {
      rows.promise(tx, onTheLink(parts));
    }
    return new Batch(System.nanoTime() + ahead.toNanos(), letters);
  }

  private void obey(boolean wish) {
    if (wish != paused) {
      log.info(
          wish
              ? "link={} is paused by an operator: its messages wait, `gerbang link resume {}` ends"
                  + " it"
              : "link={} is resumed",
          link.name(),
          link.name());
    }
    paused = wish;
  }

  private Optional<Letter> open(OutboxRows.Claimed row) {
    return sealed
        .tryOpen(row.toSealed(), "outbox.to:")
        .flatMap(
            to ->
                sealed
                    .tryOpen(row.textSealed(), "outbox.text:")
                    .map(text -> new Letter(row, new Msisdn(to), text, link.parts(text))));
  }

  private void park(Handle tx, OutboxRows.Claimed row) {
    String why = "its seal does not open: changed, or of another keyset";
    rows.park(tx, row, why);
    log.error("link={} outbox={} is parked: {}", link.name(), row.id(), why);
    marks.count("parked");
  }

  private void giveBack(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    try {
      jdbi.useTransaction(tx -> rows.giveBack(tx, letters.stream().map(Letter::row).toList()));
    } catch (RuntimeException e) {
      log.warn(
          "link={} {} messages could not be given back, their claims end by themselves: {}",
          link.name(),
          letters.size(),
          e.getClass().getSimpleName());
    } finally {
      held.addAndGet(-letters.size());
    }
  }

  private void send(Letter letter) {
    link.send(new Outgoing(letter.to(), letter.text(), (int) (letter.row().id() % REFERENCES)))
        .exceptionally(_ -> new Sent.Unknown("a bug of the link", List.of()))
        .thenAcceptAsync(result -> mark(letter, result), task -> Thread.ofVirtual().start(task));
  }

  private void mark(Letter letter, Sent result) {
    try {
      marks.mark(letter.row(), letter.parts(), result);
    } finally {
      int before = held.getAndDecrement();
      if (before == mostHeld || before == mostHeld - mostHeld / 4 + 1) {
        wake(); // there is room again
      }
    }
  }

  private void look() {
    if (System.nanoTime() - counted < COUNT.toNanos()) {
      return;
    }
    counted = System.nanoTime();
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
    marks.lastTries();
    try {
      if (claiming != null) {
        wake();
        if (!claiming.join(CLOSING)) {
          claiming.interrupt();
        }
        letting.interrupt();
        letting.join(CLOSING); // it gives back what has not left, while there is a database
      }
      for (long end = System.nanoTime() + CLOSING.toNanos();
          held.get() > 0 && System.nanoTime() < end; ) {
        TimeUnit.MILLISECONDS.sleep(5); // answers of what has left
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      marks.close();
    }
  }
}
