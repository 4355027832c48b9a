package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.OutboxClaims.Batch;
import id.gerbang.server.outbox.OutboxClaims.Letter;
import id.gerbang.server.outbox.SmsLink.Outgoing;
import id.gerbang.server.outbox.SmsLink.Sent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
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

  private static final Duration LOOK = Duration.ofMillis(500);

  private static final int REFERENCES = 65_536;

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final SmsLink link;
  private final OutboxMarks marks;
  private final OutboxClaims claims;
  private final OutboxGauges gauges;
  private final Semaphore awake = new Semaphore(0);
  private final BlockingQueue<Batch> leaving = new LinkedBlockingQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final int mostHeld;
  private volatile boolean closed;
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
    this.link = link;
    OutboxRows rows = new OutboxRows(link.name(), times, random);
    this.marks =
        new OutboxMarks(
            jdbi, link.name(), new MarkedRows(link.name(), ids, rows, times, clock), registry);
    this.mostHeld = Math.clamp(link.messagesPerSecond() / 2, LEAST_HELD, MOST_HELD);
    this.claims = new OutboxClaims(jdbi, new SealedText(vault), link, rows, clock, marks);
    this.gauges = new OutboxGauges(jdbi, link.name(), clock, claims::paused, registry);
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
        gauges.look();
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
    Batch batch = claims.claim(most);
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
      leaves += claims.onTheLink(letter.parts()).toNanos();
      send(letter);
    }
  }

  private void giveBack(List<Letter> letters) {
    try {
      claims.giveBack(letters);
    } finally {
      held.addAndGet(-letters.size());
    }
  }

  private void send(Letter letter) {
    CompletionStage<Sent> answer;
    try {
      answer =
          link.send(
              new Outgoing(letter.to(), letter.text(), (int) (letter.row().id() % REFERENCES)));
    } catch (RuntimeException e) { // promised not to happen; the others must leave all the same
      answer = CompletableFuture.failedFuture(e);
    }
    answer
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
