package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;

import id.gerbang.engine.Engine;
import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import id.gerbang.server.subscriber.Subscribers;
import id.gerbang.server.subscriber.Subscribers.Standing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What menus ask about the person who came: who they are, and the language they chose. */
public final class SubscriberActions {
  /** The set of what a caller can be. */
  static final String CALLERS = "callers";

  private static final Type CALLER = new Type.ChoiceOf(CALLERS);
  private static final Type LANGUAGE = new Type.ChoiceOf(Engine.LANGUAGES);

  private final Subscribers subscribers;

  public SubscriberActions(Subscribers subscribers) {
    this.subscribers = subscribers;
  }

  static List<String> callers() {
    return Arrays.stream(Standing.values()).map(Standing::label).toList();
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(
            does(
                "subscriber.who",
                Map.of(),
                Set.of(),
                callers().stream()
                    .collect(
                        Collectors.toMap(
                            label -> label, _ -> Map.of("caller", CALLER, "language", LANGUAGE)))),
            this::who),
        Actions.blocking(
            does("subscriber.speaks", Map.of(), Set.of(), Map.of("kept", Map.of())), this::speaks));
  }

  /**
   * A conversation that speaks another language than everybody's first keeps it: it was chosen, and
   * perhaps while PostgreSQL was away.
   */
  private ActionResult who(ActionRequest request, Caller caller) {
    Subscribers.Known known = subscribers.who(caller.phone());
    Map<String, Value> gives = new HashMap<>();
    gives.put("caller", new Value.Choice(known.standing().label()));
    if (request.language().equals(FlowBook.DEFAULT_LANGUAGE)) {
      known.language().ifPresent(language -> gives.put("language", new Value.Choice(language)));
    }
    return new Outcome(known.standing().label(), gives);
  }

  private ActionResult speaks(ActionRequest request, Caller caller) {
    subscribers.speaks(caller.phone(), request.language(), caller.at());
    return Outcome.of("kept");
  }
}
