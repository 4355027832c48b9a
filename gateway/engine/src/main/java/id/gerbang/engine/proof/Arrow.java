package id.gerbang.engine.proof;

import java.util.Set;

/**
 * One way out of a step.
 *
 * @param to the next step of the same flow
 * @param by what takes it
 * @param learns the variables that are surely set behind it
 * @param forgets the variables that are unset behind it
 */
record Arrow(String to, By by, Set<String> learns, Set<String> forgets) {

  /** What takes an arrow. */
  sealed interface By {
    /** The person presses the key of an option, from 1. */
    record Key(int number) implements By {}

    /** The person types an answer. */
    record Typed() implements By {}

    /** The person chooses one of what an action offers. */
    record Chosen() implements By {}

    /** An action answers; the person does nothing. */
    record Outcome(String name) implements By {}

    /** A list is not shown: empty, of one, or away. */
    record Unlisted(String why) implements By {}

    /** A condition holds; the branch's number from 0. */
    record Branch(int number) implements By {}

    /** The flow that ran as this step came back; by itself when nobody was asked anything in it. */
    record Returned(boolean silently) implements By {}
  }

  /** Whether nobody has to do anything for it. */
  boolean isSilent() {
    return switch (by) {
      case By.Key _, By.Typed _, By.Chosen _ -> false;
      case By.Outcome _, By.Unlisted _, By.Branch _ -> true;
      case By.Returned(boolean silently) -> silently;
    };
  }
}
