package id.gerbang.server.cli;

import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.Stand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Conversations of a transcript: it presses its keys in no time, but Redis counts a phone's inputs
 * by its own clock. Who is limited waits, as the person of the transcript would have.
 */
record UnhurriedConversations(Conversations kept) implements Conversations {
  /** Ten inputs come free in a second. */
  private static final long BETWEEN_TRIES_MILLIS = 200;

  @Override
  public CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease) {
    return kept.begin(subscriber, messageId, lease)
        .thenCompose(
            begun ->
                begun instanceof Begun.Limited
                    ? CompletableFuture.supplyAsync(
                            () -> begin(subscriber, messageId, lease),
                            CompletableFuture.delayedExecutor(
                                BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS))
                        .thenCompose(again -> again)
                    : CompletableFuture.completedFuture(begun));
  }

  @Override
  public CompletionStage<Committed> commit(
      byte[] subscriber,
      String lease,
      long expectedSequence,
      byte[] state,
      byte[] messageId,
      byte[] reply,
      Stand stand) {
    return kept.commit(subscriber, lease, expectedSequence, state, messageId, reply, stand);
  }

  @Override
  public CompletionStage<Void> release(byte[] subscriber, String lease) {
    return kept.release(subscriber, lease);
  }
}
