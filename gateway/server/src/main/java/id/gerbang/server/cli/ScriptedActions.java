package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.proof.UsualValues;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Actions of which a transcript may say how they end ({@code given agent.check: unknown}); the
 * others do what they always do. Outcomes are given between turns, by the thread that plays.
 */
final class ScriptedActions {
  /** {@code given action: itself} ends what was given before. */
  private static final String ITSELF = "itself";

  private final Supplier<FlowBook> book;
  private final Map<String, String> given = new HashMap<>();

  /**
   * @param book of whose types the values are that a given outcome gives
   */
  ScriptedActions(Supplier<FlowBook> book) {
    this.book = book;
  }

  /**
   * From now on the action ends with {@code outcome}; of a list it is {@code some} or {@code none}.
   */
  void give(String action, String outcome) {
    given.put(action, outcome);
  }

  /** The same, but with the outcome that was given for it, if one was. */
  Action scripted(Action action) {
    return switch (action) {
      case Action.Immediate _ -> new ScriptedImmediate(action);
      case Action.Blocking _ -> new ScriptedBlocking(action);
    };
  }

  private ActionResult answer(Action action, ActionRequest request, Caller caller) {
    String outcome = given.get(action.signature().name());
    if (outcome == null || outcome.equals(ITSELF)) {
      return action.run(request, caller);
    }
    ActionSignature signature = action.signature();
    if (signature.options() != null && outcome.equals("some")) {
      return action.run(request, caller);
    }
    if (signature.options() != null && outcome.equals("none")) {
      return new ActionResult.Options(List.of());
    }
    Map<String, Value> gives = new HashMap<>();
    signature
        .outcomes()
        .getOrDefault(outcome, Map.of())
        .forEach((output, type) -> gives.put(output, usual(type, outcome)));
    return new ActionResult.Outcome(outcome, gives);
  }

  /** A choice that is named as the outcome is that choice; anything else is what is usual. */
  private Value usual(Type type, String outcome) {
    return type instanceof Type.ChoiceOf(String set) && book.get().choices(set).contains(outcome)
        ? new Value.Choice(outcome)
        : UsualValues.of(book.get(), type);
  }

  private final class ScriptedImmediate implements Action.Immediate {
    private final Action action;

    ScriptedImmediate(Action action) {
      this.action = action;
    }

    @Override
    public ActionSignature signature() {
      return action.signature();
    }

    @Override
    public ActionResult run(ActionRequest request, Caller caller) {
      return answer(action, request, caller);
    }
  }

  private final class ScriptedBlocking implements Action.Blocking {
    private final Action action;

    ScriptedBlocking(Action action) {
      this.action = action;
    }

    @Override
    public ActionSignature signature() {
      return action.signature();
    }

    @Override
    public ActionResult run(ActionRequest request, Caller caller) {
      return answer(action, request, caller);
    }
  }
}
