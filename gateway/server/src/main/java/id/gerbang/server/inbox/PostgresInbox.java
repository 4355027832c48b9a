package id.gerbang.server.inbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Inbox} on PostgreSQL, by group commit: whoever waits while one insert is under way goes
 * into the next. SMPP gives a message from a phone no id, so a carrier's repeat cannot be known
 * from a person's: both are kept, and the codes in our messages make the second answer harmless.
 *
 * <p>Threads: {@link #store} from any, and it blocks; one thread commits.
 */
public final class PostgresInbox implements Inbox, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresInbox.class);

  /**
   * More than this waiting, and the carrier is told to come again (architecture.md): those whose
   * insert is under way count too, for each holds one of the link's processors.
   */
  static final int MOST_WAITING = 32;

  private static final long PATIENCE_MILLIS = 1_000;
  private static final Runnable NOBODY = () -> {};

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final InstantSource clock;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final AtomicReference<Runnable> wake = new AtomicReference<>(NOBODY);
  private final Thread committer;

  private record Waiting(Sms sms, CompletableFuture<Boolean> stored) {}

  public PostgresInbox(Jdbi jdbi, Vault vault, InstantSource clock) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.clock = clock;
    this.committer = Thread.ofPlatform().name("inbox").daemon().start(this::run);
  }

  /** Whom to wake after a commit. */
  public void onStored(Runnable worker) {
    wake.set(worker);
  }

  @Override
  public boolean store(Sms sms) {
    if (!room.tryAcquire()) {
      return false;
    }
    try {
      return storeInTime(sms);
    } finally {
      room.release();
    }
  }

  /** How many wait now. */
  int waiting() {
    return MOST_WAITING - room.availablePermits();
  }

  private boolean storeInTime(Sms sms) {
    Waiting waiting = new Waiting(sms, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      return false; // those who lost patience are still under way
    }
    try {
      return waiting.stored().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It may still be committed; the carrier's repeat is then a second copy, which the codes make
      // harmless.
      queue.remove(waiting);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>(MOST_WAITING);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch);
        commit(batch);
      } catch (InterruptedException e) {
        return;
      } finally {
        batch.clear();
      }
    }
  }

  private void commit(List<Waiting> batch) {
    boolean stored = false;
    try {
      jdbi.useTransaction(tx -> insert(tx.prepareBatch(INSERT), batch));
      stored = true;
    } catch (RuntimeException | Error e) { // whatever it is, the next ones want their committer
      log.warn(
          "{} SMS could not be stored, the carrier will repeat them: {}",
          batch.size(),
          e.getClass().getSimpleName());
    }
    for (Waiting waiting : batch) {
      waiting.stored().complete(stored);
    }
    if (stored) {
      wake.get().run();
    }
  }

  private static final String INSERT =
      """
      INSERT INTO inbox (link, from_sealed, from_lookup, text_sealed, reference, total, number, received_at)
      VALUES (:link, :from, :lookup, :text, :reference, :total, :number, :at)
      """;

  private void insert(PreparedBatch rows, List<Waiting> batch) {
    Instant now = clock.instant();
    for (Waiting waiting : batch) {
      Sms sms = waiting.sms();
      rows.bind("link", sms.link())
          .bind("from", sealed.seal(sms.from().digits(), "inbox.from:"))
          .bind("lookup", vault.lookup("phone", sms.from().digits()))
          .bind("text", sealed.seal(sms.text(), "inbox.text:"))
          .bind("reference", sms.part().map(Part::reference).orElse(0))
          .bind("total", sms.part().map(Part::total).orElse(1))
          .bind("number", sms.part().map(Part::number).orElse(1))
          .bind("at", now)
          .add();
    }
    rows.execute();
  }

  @Override
  public void close() {
    committer.interrupt();
  }
}
