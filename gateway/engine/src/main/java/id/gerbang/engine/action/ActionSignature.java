package id.gerbang.engine.action;

import id.gerbang.engine.value.Type;
import java.util.Map;
import java.util.Set;

/**
 * What a menu must know of an action to be checked against it.
 *
 * @param name {@code room.verb}, for example {@code enrolment.register}
 * @param inputs the values it takes, by name
 * @param optional the inputs that may be absent
 * @param outcomes every outcome it can have, each with the values it then gives
 * @param options for an action that feeds a {@code list}: the shape of an option; null otherwise
 * @param consequence whether it changes the world, so that it must happen once or not at all
 */
public record ActionSignature(
    String name,
    Map<String, Type> inputs,
    Set<String> optional,
    Map<String, Map<String, Type>> outcomes,
    OptionShape options,
    boolean consequence) {

  /** Every action has this outcome besides its own: a store was away, nothing was changed. */
  public static final String UNAVAILABLE = "unavailable";

  /**
   * The shape of what a list offers.
   *
   * @param value the type of the chosen value
   * @param fields what else the option's words may print, by name
   */
  public record OptionShape(Type value, Map<String, Type> fields) {
    public OptionShape {
      fields = Map.copyOf(fields);
    }
  }

  public ActionSignature {
    inputs = Map.copyOf(inputs);
    optional = Set.copyOf(optional);
    outcomes = Map.copyOf(outcomes);
  }

  /** An action of a {@code do} step. */
  public static ActionSignature does(
      String name,
      Map<String, Type> inputs,
      Set<String> optional,
      Map<String, Map<String, Type>> outcomes) {
    return new ActionSignature(name, inputs, optional, outcomes, null, false);
  }

  /**
   * An action of a {@code list} step. It answers {@link ActionResult.Options}, which may be empty.
   */
  public static ActionSignature lists(String name, Map<String, Type> inputs, OptionShape options) {
    return new ActionSignature(name, inputs, Set.of(), Map.of(), options, false);
  }

  /** The same action, marked as changing the world. */
  public ActionSignature withConsequence() {
    return new ActionSignature(name, inputs, optional, outcomes, options, true);
  }
}
