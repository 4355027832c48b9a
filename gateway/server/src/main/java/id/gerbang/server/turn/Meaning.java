package id.gerbang.server.turn;

import id.gerbang.engine.Conversation;
import id.gerbang.engine.Input;
import id.gerbang.server.channel.Inbound;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an {@link Inbound} means where its subscriber stands. A conversation is one over all
 * channels, but a person answers the screen that they see: an answer counts only on the channel
 * that showed the last screen; on any other it means "show me where I am".
 */
final class Meaning {
  /** A message by SMS answers a screen for this long; later it may well be about something else. */
  static final Duration SMS_MEMORY = Duration.ofHours(24);

  private Meaning() {}

  /**
   * The input for the engine; empty when nothing is to happen.
   *
   * @param before what the last turn left
   * @param sequence how many turns the conversation has had
   */
  static Optional<Input> of(
      Inbound inbound, TurnState before, long sequence, Standing standing, Instant now) {
    boolean here = before.channel() == inbound.channel();
    return switch (inbound.event()) {
      case Inbound.Event.Started() -> Optional.of(new Input.Start());
      case Inbound.Event.Opened(var wish) -> Optional.of(new Input.Open(wish.label()));
      case Inbound.Event.Accumulated(String text) ->
          Optional.of(AccumulatedText.newest(before, inbound.dialogue(), text));
      case Inbound.Event.Counted counted ->
          Optional.of(CountedStep.input(before, inbound.dialogue(), counted));
      case Inbound.Event.Typed(String text) -> Optional.of(answer(here, text));
      case Inbound.Event.Pressed(long number, String key) ->
          Optional.of(answer(here && number == sequence, key));
      case Inbound.Event.Written(String text) -> written(text, here, before, standing, now);
      case Inbound.Event.Dropped() ->
          throw new IllegalStateException("a dropped call takes no turn");
    };
  }

  private static Input answer(boolean counts, String text) {
    return counts ? new Input.Answer(text) : new Input.Again();
  }

  private static Optional<Input> written(
      String text, boolean here, TurnState before, Standing standing, Instant now) {
    return switch (standing) {
      case Standing.New() -> Optional.empty();
      case Standing.In(_, Conversation open) when !here && open.topic().isEmpty() ->
          Optional.empty();
      case Standing.In _ when !here -> Optional.of(new Input.Again());
      case Standing.In _ when before.at().plus(SMS_MEMORY).isBefore(now) ->
          Optional.of(new Input.Start());
      case Standing.In _ -> Optional.of(new Input.Answer(text));
    };
  }
}
