package id.gerbang.server.turn;

import id.gerbang.engine.Conversation;
import id.gerbang.engine.ConversationCodec;
import id.gerbang.engine.book.FlowBook;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Whether a conversation was left open, and in which book. */
sealed interface Standing {
  /** None, or its book is gone: it begins in the live book. */
  record New() implements Standing {}

  record In(FlowBook book, Conversation conversation) implements Standing {}

  /**
   * Where a subscriber's last turn left them. At once where the book is in memory; otherwise it is
   * fetched on another thread and the turn goes on by {@code turns}.
   *
   * @param within how long a turn waits for a book
   */
  static CompletionStage<Standing> of(
      TurnState before, Books books, Executor turns, Duration within) {
    if (before.conversation().length == 0) {
      return CompletableFuture.completedFuture(new New());
    }
    Conversation kept = ConversationCodec.read(before.conversation());
    CompletableFuture<Optional<FlowBook>> book = books.byHash(kept.book()).toCompletableFuture();
    return book.isDone()
        ? book.thenApply(found -> in(found, kept))
        : book.copy() // others wait for the same book, each with a patience of their own
            .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
            .thenApplyAsync(found -> in(found, kept), turns);
  }

  private static Standing in(Optional<FlowBook> book, Conversation kept) {
    return book.<Standing>map(found -> new In(found, kept)).orElse(new New());
  }
}
