package id.gerbang.engine.action;

import java.util.List;
import java.util.Map;

/**
 * All that menus may ask of the world, so that a book can be checked against it.
 *
 * @param actions the signatures by name
 * @param choiceSets the members of every closed set by its name ({@code occupations} → {@code
 *     farmer, fisher, …})
 */
public record ActionCatalog(
    Map<String, ActionSignature> actions, Map<String, List<String>> choiceSets) {
  public ActionCatalog {
    actions = Map.copyOf(actions);
    choiceSets = Map.copyOf(choiceSets);
  }
}
