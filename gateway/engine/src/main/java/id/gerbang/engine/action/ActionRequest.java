package id.gerbang.engine.action;

import id.gerbang.engine.value.Value;
import java.time.LocalDate;
import java.util.Map;

/**
 * What a conversation asks of the world.
 *
 * @param action the action's name
 * @param inputs its typed arguments; an absent optional one is not in the map
 * @param intent names this act: the same request replayed bears the same intent, and must have the
 *     same result
 * @param language the conversation's language, for what the action writes to the person
 */
public record ActionRequest(
    String action, Map<String, Value> inputs, String intent, String language) {
  public ActionRequest {
    inputs = Map.copyOf(inputs);
  }

  /** The text of an input that is declared as one and always given. */
  public String text(String input) {
    return ((Value.Text) inputs.get(input)).text();
  }

  /** The id that was chosen of a closed set, for an input that is always given. */
  public String choice(String input) {
    return ((Value.Choice) inputs.get(input)).id();
  }

  /** The id of what is named — a village, an agent — by an input that is always given. */
  public String named(String input) {
    return ((Value.Named) inputs.get(input)).id();
  }

  /** The day of an input that is always given. */
  public LocalDate day(String input) {
    return ((Value.Day) inputs.get(input)).date();
  }
}
