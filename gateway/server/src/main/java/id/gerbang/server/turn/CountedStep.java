package id.gerbang.server.turn;

import id.gerbang.engine.Input;
import id.gerbang.server.channel.Inbound.Event.Counted;

/**
 * A message of a wire that counts them within a session. The highest count of the session is kept
 * where {@link AccumulatedText} keeps its length: a session has one or the other.
 */
final class CountedStep {
  private CountedStep() {}

  /** What it means for a subscriber whose last turn left {@code before}. */
  static Input input(TurnState before, String dialogue, Counted counted) {
    if (isKnown(before, dialogue) && counted.step() <= before.typedLength()) {
      return new Input.Again(); // an earlier request that arrives late
    }
    if (counted.typed().isEmpty()) {
      return new Input.Start();
    }
    // an answer to a screen of a session that is not the last turn's: they saw another screen
    return isKnown(before, dialogue) ? new Input.Answer(counted.typed().get()) : new Input.Again();
  }

  /** The highest count after it, which is what is kept. */
  static int reached(TurnState before, String dialogue, Counted counted) {
    return isKnown(before, dialogue)
        ? Math.max(before.typedLength(), counted.step())
        : counted.step();
  }

  private static boolean isKnown(TurnState before, String dialogue) {
    return before.dialogue().equals(dialogue);
  }
}
