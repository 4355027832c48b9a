package id.gerbang.engine.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One menu: its variables and its steps.
 *
 * @param takes the variables that a caller gives it
 * @param gives the variables that it returns
 * @param start the name of its first step
 * @param moves where conversations of an older book go at their next turn: the step that they stand
 *     on there → a step that shows a screen here (docs/adr/0006)
 * @param remind whether who leaves it unfinished is offered to go on
 */
public record Flow(
    String name,
    String about,
    Map<String, Variable> learns,
    List<String> takes,
    List<String> gives,
    String start,
    Map<String, Step> steps,
    Optional<Budget> budget,
    Map<String, String> moves,
    boolean remind) {

  /**
   * What the shortest complete way may cost on USSD.
   *
   * @param screens empty when it was not said
   * @param seconds empty when it was not said
   * @param to the step where a way is complete; any end when empty
   */
  public record Budget(OptionalInt screens, OptionalInt seconds, Optional<String> to) {}

  /** The step of that name; the book was checked, so it is there. */
  public Step step(String step) {
    Step found = steps.get(step);
    if (found == null) {
      throw new IllegalStateException("flow " + name + " has no step " + step);
    }
    return found;
  }
}
