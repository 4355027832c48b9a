package id.gerbang.server.turn;

import id.gerbang.engine.book.FlowBook;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The menus that conversations stand in. Safe for any thread; never blocks. */
public interface Books {

  /** The book that new conversations begin in; another one once another is published. */
  FlowBook current();

  /**
   * The book of a conversation that began earlier. Complete at once where this node has it in
   * memory; otherwise it is fetched, and the stage completes on a thread that may not be kept.
   * Empty when nobody ever published it, or this version cannot read it; fails with {@link Away}
   * when that cannot be known now.
   */
  CompletionStage<Optional<FlowBook>> byHash(String hash);

  /** What was published cannot be read now. Expected; the conversation is left as it is. */
  final class Away extends RuntimeException {
    public Away(String message, Throwable cause) {
      super(message, cause, false, false);
    }
  }

  /** One book and no other, as a server without publishing has it. */
  static Books only(FlowBook book) {
    return new Books() {
      @Override
      public FlowBook current() {
        return book;
      }

      @Override
      public CompletionStage<Optional<FlowBook>> byHash(String hash) {
        return CompletableFuture.completedFuture(
            hash.equals(book.hash()) ? Optional.of(book) : Optional.empty());
      }
    };
  }
}
