package id.gerbang.server.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;

/**
 * Gathers what comes while a transaction is under way into the next one: a commit costs a disk's
 * flush whether it holds one change or fifty.
 *
 * <p>What fails together is tried one by one, so that one's fault stays its own; but when the store
 * is away, all that wait hear it at once, for each try would wait for a connection.
 *
 * <p>Threads: {@link #submit} from any, and it blocks; a few threads commit, so that one prepares
 * its batch while another waits for the disk.
 *
 * @param <Q> what is asked
 * @param <A> what came of it
 */
public final class GroupCommit<Q, A> implements AutoCloseable {
  private final int most;
  private final Duration patience;
  private final Function<List<Q>, List<A>> transaction;
  private final BlockingQueue<Waiting<Q, A>> queue;
  private final String name;
  private final List<Thread> committers;

  private record Waiting<Q, A>(Q asked, CompletableFuture<A> answer) {}

  /**
   * @param name of its threads
   * @param committers how many transactions may be under way
   * @param most asked in one transaction
   * @param waiting asked and not begun; more are refused
   * @param patience how long one who asks waits
   * @param transaction does all that it is given or nothing, and answers in the same order; it may
   *     be called again with a part of what failed
   */
  public GroupCommit(
      String name,
      int committers,
      int most,
      int waiting,
      Duration patience,
      Function<List<Q>, List<A>> transaction) {
    this.most = most;
    this.patience = patience;
    this.transaction = transaction;
    this.queue = new ArrayBlockingQueue<>(waiting);
    this.name = name;
    Thread.Builder builder = Thread.ofPlatform().name(name + "-", 0).daemon();
    this.committers = Stream.generate(() -> builder.start(this::run)).limit(committers).toList();
  }

  /**
   * Waits until it is committed.
   *
   * @throws RecordsBusy when too many wait, or it took too long: it was not done, or it will be
   *     found done by who asks again
   * @throws RuntimeException what the transaction threw for it alone
   */
  public A submit(Q asked) {
    Waiting<Q, A> waiting = new Waiting<>(asked, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new RecordsBusy(name + ": " + queue.size() + " wait already");
    }
    try {
      return waiting.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      queue.remove(waiting);
      throw new RecordsBusy(name + ": not committed within " + patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.remove(waiting);
      throw new RecordsBusy(name + ": interrupted while waiting");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** How many are asked and not begun. */
  public int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting<Q, A>> batch = new ArrayList<>(most);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, most - 1);
        commit(batch);
      } catch (InterruptedException e) {
        return;
      } finally {
        batch.clear();
      }
    }
  }

  private void commit(List<Waiting<Q, A>> batch) {
    try {
      List<A> answers = transaction.apply(batch.stream().map(Waiting::asked).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      if (batch.size() == 1 || e instanceof ConnectionException) {
        batch.forEach(one -> one.answer().completeExceptionally(e));
      } else {
        oneByOne(batch);
      }
    }
  }

  private void oneByOne(List<Waiting<Q, A>> batch) {
    Throwable away = null;
    for (Waiting<Q, A> one : batch) {
      if (away != null) {
        one.answer().completeExceptionally(away);
        continue;
      }
      try {
        one.answer().complete(transaction.apply(List.of(one.asked())).getFirst());
      } catch (ConnectionException e) {
        one.answer().completeExceptionally(e);
        away = e;
      } catch (RuntimeException | Error e) {
        one.answer().completeExceptionally(e);
      }
    }
  }

  @Override
  public void close() {
    committers.forEach(Thread::interrupt);
  }
}
