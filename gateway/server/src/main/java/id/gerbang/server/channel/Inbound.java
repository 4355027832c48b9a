package id.gerbang.server.channel;

import id.gerbang.engine.Surface;
import id.gerbang.server.subscriber.Msisdn;
import java.util.Objects;
import java.util.Optional;

/**
 * What a channel read from its wire: one thing that one person did.
 *
 * @param channel the way it came
 * @param surface what can be shown in answer
 * @param from who did it
 * @param event what was done
 * @param dialogue the carrier's session (at most 64 characters), empty where the wire has none
 * @param messageId names this very message on its wire, so that its repeat gets the same answer;
 *     empty where the wire has no such thing, and then nothing is guessed to be a repeat
 */
public record Inbound(
    Channel channel, Surface surface, Msisdn from, Event event, String dialogue, String messageId) {

  /** What was done. Texts are raw and hostile. */
  public sealed interface Event {

    /** Dialled the service code. */
    record Started() implements Event {}

    /**
     * Typed {@code text} in answer to the last screen that this channel showed. Where the
     * conversation went on elsewhere since, it answers nothing, and the newer screen is shown.
     */
    record Typed(String text) implements Event {}

    /**
     * Wrote {@code text}, which may be an answer to the last screen of this channel or have nothing
     * to do with us. With no conversation open nothing happens, and the reply is {@link
     * Reply#NOTHING}; where it went on elsewhere the newer screen is shown.
     */
    record Written(String text) implements Event {}

    /**
     * Pressed a button under a screen.
     *
     * @param number that screen's {@link Reply#number}: a button of an older screen answers
     *     nothing, and the newer screen is shown
     * @param key the key of the choice
     */
    record Pressed(long number, String key) implements Event {}

    /** Asked for a menu by its word. */
    record Opened(Wish wish) implements Event {}

    /**
     * All that was typed in this carrier's session, joined by {@code *}, as some aggregators send
     * it: empty on the first request. The turn knows how much of it came before and takes the
     * difference.
     */
    record Accumulated(String text) implements Event {}

    /**
     * The {@code step}-th message of this carrier's session, on a wire that counts them: one that
     * comes after a later one is shown the present screen and changes nothing.
     *
     * @param typed empty when it dialled
     */
    record Counted(int step, Optional<String> typed) implements Event {}

    /** Hung up, or the carrier ended the session: nobody reads an answer. */
    record Dropped() implements Event {}
  }

  public Inbound {
    Objects.requireNonNull(channel);
    Objects.requireNonNull(surface);
    Objects.requireNonNull(from);
    Objects.requireNonNull(event);
    Objects.requireNonNull(dialogue);
    Objects.requireNonNull(messageId);
  }
}
