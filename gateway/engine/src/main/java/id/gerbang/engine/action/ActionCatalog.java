package id.gerbang.engine.action;

import id.gerbang.engine.letter.LetterSignature;
import java.util.List;
import java.util.Map;

/**
 * All that menus may ask of the world, so that a book can be checked against it.
 *
 * @param actions the signatures by name
 * @param choiceSets the members of every closed set by its name ({@code occupations} → {@code
 *     farmer, fisher, …})
 * @param letters the SMS that the server writes by itself, by name
 */
public record ActionCatalog(
    Map<String, ActionSignature> actions,
    Map<String, List<String>> choiceSets,
    Map<String, LetterSignature> letters) {

  /** A catalogue of a server that writes no letters. */
  public ActionCatalog(Map<String, ActionSignature> actions, Map<String, List<String>> choiceSets) {
    this(actions, choiceSets, Map.of());
  }

  public ActionCatalog {
    letters = Map.copyOf(letters);
    actions = Map.copyOf(actions);
    choiceSets = Map.copyOf(choiceSets);
  }
}
