package id.gerbang.engine.action;

import id.gerbang.engine.value.Value;
import java.util.List;
import java.util.Map;

/** What the world answered. */
public sealed interface ActionResult {

  /** An outcome of the action's signature, with the values it gives. */
  record Outcome(String name, Map<String, Value> gives) implements ActionResult {
    public Outcome {
      gives = Map.copyOf(gives);
    }

    public static Outcome of(String name) {
      return new Outcome(name, Map.of());
    }

    /** A store was away; nothing was changed. */
    public static Outcome unavailable() {
      return of(ActionSignature.UNAVAILABLE);
    }
  }

  /** What a list offers, in order; at most {@link #LIMIT}. */
  record Options(List<Option> options) implements ActionResult {
    /** More than this is not read on a phone, and would bloat the conversation in Redis. */
    public static final int LIMIT = 30;

    public Options {
      options = List.copyOf(options);
      if (options.size() > LIMIT) {
        throw new IllegalArgumentException(
            options.size() + " options; at most " + LIMIT + " can be offered");
      }
    }
  }

  /**
   * @param value what is kept when it is chosen
   * @param fields what else its words print
   */
  record Option(Value value, Map<String, Value> fields) {
    public Option {
      fields = Map.copyOf(fields);
    }
  }
}
