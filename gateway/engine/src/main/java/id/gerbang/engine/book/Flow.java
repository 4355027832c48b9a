package id.gerbang.engine.book;

import java.util.List;
import java.util.Map;

/**
 * One menu: its variables and its steps.
 *
 * @param takes the variables that a caller gives it
 * @param gives the variables that it returns
 * @param start the name of its first step
 */
public record Flow(
    String name,
    String about,
    Map<String, Variable> learns,
    List<String> takes,
    List<String> gives,
    String start,
    Map<String, Step> steps) {

  /** The step of that name; the book was checked, so it is there. */
  public Step step(String step) {
    Step found = steps.get(step);
    if (found == null) {
      throw new IllegalStateException("flow " + name + " has no step " + step);
    }
    return found;
  }
}
