package id.gerbang.server.book;

import id.gerbang.engine.book.FlowBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Books in memory, the ones used last; one that is not there is loaded once, however many ask.
 *
 * <pre>
 *   not here ── asked for ──► loading ──┬─ a book ──► here ── {@link #MOST_BOOKS} others were used since ──► not here
 *       ▲                               └─ nothing, or a failure: asked for anew the next time ──► not here
 *       └──────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Threads: any; loading happens on the executor, and nobody waits for the lock longer than a
 * look into a map.
 */
final class BookCache {
  /** Some megabytes each; a house that publishes more often than this in three days is testing. */
  static final int MOST_BOOKS = 12;

  private final Function<String, Optional<FlowBook>> load;
  private final Executor loading;
  private final Map<String, CompletableFuture<Optional<FlowBook>>> books =
      new LinkedHashMap<>(MOST_BOOKS * 2, 0.75f, true);

  /**
   * @param load blocks; fails where it cannot be known whether there is such a book
   * @param loading where it runs
   */
  BookCache(Function<String, Optional<FlowBook>> load, Executor loading) {
    this.load = load;
    this.loading = loading;
  }

  /** The book of that hash; a stage that whoever asks may not complete. */
  CompletionStage<Optional<FlowBook>> get(String hash) {
    CompletableFuture<Optional<FlowBook>> fresh = new CompletableFuture<>();
    synchronized (books) {
      CompletableFuture<Optional<FlowBook>> known = books.get(hash);
      if (known != null) {
        return known;
      }
      books.put(hash, fresh);
      forgetOldest();
    }
    try {
      loading.execute(() -> fill(hash, fresh));
    } catch (RejectedExecutionException e) {
      fail(hash, fresh, e);
    }
    return fresh;
  }

  /** Keeps a book that was loaded otherwise. */
  void put(FlowBook book) {
    synchronized (books) {
      books.put(book.hash(), CompletableFuture.completedFuture(Optional.of(book)));
      forgetOldest();
    }
  }

  private void forgetOldest() {
    if (books.size() > MOST_BOOKS) {
      books.remove(books.keySet().iterator().next());
    }
  }

  private void fill(String hash, CompletableFuture<Optional<FlowBook>> fresh) {
    try {
      Optional<FlowBook> book = load.apply(hash);
      if (book.isEmpty()) {
        forget(hash, fresh);
      }
      fresh.complete(book);
    } catch (RuntimeException e) {
      fail(hash, fresh, e);
    }
  }

  private void fail(String hash, CompletableFuture<Optional<FlowBook>> fresh, RuntimeException e) {
    forget(hash, fresh);
    fresh.completeExceptionally(e);
  }

  private void forget(String hash, CompletableFuture<Optional<FlowBook>> fresh) {
    synchronized (books) {
      books.remove(hash, fresh);
    }
  }
}
