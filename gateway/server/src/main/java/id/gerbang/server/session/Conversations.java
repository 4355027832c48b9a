package id.gerbang.server.session;

import java.util.concurrent.CompletionStage;

/**
 * The conversations in Redis: one key for each subscriber, two round trips for a turn. Bytes in,
 * bytes out; who calls has sealed them. Safe for any thread; never blocks. A stage fails with
 * {@link StoreAway} when Redis does not answer in time.
 */
public interface Conversations {

  /** Redis did not answer. Expected; the turn shows one polite screen. */
  final class StoreAway extends RuntimeException {
    public StoreAway(String message, Throwable cause) {
      super(message, cause, false, false);
    }
  }

  /**
   * Opens a turn: loads the conversation, looks for a repeat, counts the rate, takes the lease. One
   * round trip.
   *
   * @param subscriber the subscriber's key: a keyed hash, never a phone
   * @param messageId a short hash of the message's id, or empty where the wire has none
   * @param lease names this turn
   */
  CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease);

  /**
   * Closes a turn: compare-and-set on the sequence number, lease given back, reply kept for
   * repeats. One round trip.
   *
   * @param expectedSequence the sequence that {@link Begun.Ready} gave
   * @param state the new state, or an empty array to forget it
   * @param reply the sealed reply to keep for a repeat of {@code messageId}
   * @param stand where the conversation in {@code state} stands, for {@link StandCount}
   */
  CompletionStage<Committed> commit(
      byte[] subscriber,
      String lease,
      long expectedSequence,
      byte[] state,
      byte[] messageId,
      byte[] reply,
      Stand stand);

  /** Gives the lease back and changes nothing else. Never fails. */
  CompletionStage<Void> release(byte[] subscriber, String lease);

  /** What {@link #begin} found. */
  sealed interface Begun {

    /**
     * The turn is ours.
     *
     * @param sequence how many turns this subscriber's conversation has had
     * @param state what the last turn kept; empty when there is none
     */
    record Ready(long sequence, byte[] state) implements Begun {}

    /** This very message was answered before. */
    record Repeat(byte[] reply) implements Begun {}

    /** Another turn of the same subscriber is under way, on this node or another. */
    record Busy() implements Begun {}

    /** More than a burst of 60 and 600 a minute. */
    record Limited() implements Begun {}
  }

  /** What {@link #commit} did. */
  sealed interface Committed {

    /** It is kept. */
    record Kept() implements Committed {}

    /** Somebody else went on meanwhile: nothing was changed. */
    record Overtaken() implements Committed {}
  }
}
