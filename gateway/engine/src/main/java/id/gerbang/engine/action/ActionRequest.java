package id.gerbang.engine.action;

import id.gerbang.engine.value.Value;
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
}
