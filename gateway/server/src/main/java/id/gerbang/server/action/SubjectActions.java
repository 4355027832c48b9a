package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.consent.Asked;
import id.gerbang.server.consent.RequestDesk.Field;
import id.gerbang.server.consent.SubjectRights;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What menus do with a person's rights to their own data (UU PDP 27/2022). */
public final class SubjectActions {
  private static final Type OCCUPATION = new Type.ChoiceOf("occupations");
  private static final Type PLAN = new Type.ChoiceOf("plans");
  private static final Map<String, Type> ABOUT = Map.of("reference", Simple.REFERENCE);
  private static final Map<String, Type> RECEIPT =
      Map.of("request", Simple.REFERENCE, "until", Simple.MOMENT);

  private final SubjectRights rights;

  public SubjectActions(SubjectRights rights) {
    this.rights = rights;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(held(), this::held),
        Actions.blocking(correct(), this::correct),
        Actions.blocking(stopping("my_data.withdraw"), this::withdraw),
        Actions.blocking(stopping("my_data.erase"), this::erase));
  }

  private static ActionSignature held() {
    Map<String, Type> person =
        Map.of(
            "worker", Simple.TEXT,
            "nik", Simple.KEYWORD,
            "village", Simple.VILLAGE,
            "occupation", OCCUPATION,
            "plan", PLAN);
    Map<String, Type> agreed = new HashMap<>(person);
    agreed.put("consent_text", Simple.KEYWORD);
    agreed.put("consent_day", Simple.DATE);
    return does(
        "my_data.held",
        ABOUT,
        Set.of(),
        Map.of("held", agreed, "revoked", agreed, "unconsented", person, "gone", Map.of()));
  }

  /** Exactly one of name, occupation and village is given: it is what shall be corrected. */
  private static ActionSignature correct() {
    return does(
            "my_data.correct",
            Map.of(
                "reference", Simple.REFERENCE,
                "name", Simple.PERSON_NAME,
                "occupation", OCCUPATION,
                "village", Simple.VILLAGE),
            Set.of("name", "occupation", "village"),
            Map.of(
                "recorded", RECEIPT,
                "waiting", RECEIPT,
                "approved", Map.of(),
                "ended", Map.of(),
                "gone", Map.of()))
        .withConsequence();
  }

  private static ActionSignature stopping(String name) {
    return does(
            name,
            ABOUT,
            Set.of(),
            Map.of("recorded", RECEIPT, "member", RECEIPT, "waiting", RECEIPT, "gone", Map.of()))
        .withConsequence();
  }

  private ActionResult held(ActionRequest request, Caller caller) {
    return rights
        .held(caller.phone(), reference(request))
        .<ActionResult>map(SubjectActions::shown)
        .orElse(Outcome.of("gone"));
  }

  private static ActionResult shown(SubjectRights.Held held) {
    Map<String, Value> gives =
        new HashMap<>(
            Map.of(
                "worker", new Value.Text(held.worker()),
                "nik", new Value.Text(held.nik()),
                "village", new Value.Named(held.villageId(), held.villageName()),
                "occupation", new Value.Choice(held.occupation()),
                "plan", new Value.Choice(held.plan())));
    if (held.consent().isEmpty()) {
      return new Outcome("unconsented", gives);
    }
    SubjectRights.Agreed agreed = held.consent().get();
    gives.put("consent_text", new Value.Text(agreed.textVersion()));
    gives.put("consent_day", new Value.Day(agreed.day()));
    return new Outcome(agreed.withdrawn() ? "revoked" : "held", gives);
  }

  private ActionResult correct(ActionRequest request, Caller caller) {
    SubjectRights.Ask ask = ask(request, caller);
    Map<String, Value> inputs = request.inputs();
    if (inputs.get("name") instanceof Value.Text(String name)) {
      return outcome(rights.correct(ask, Field.NAME, name));
    }
    if (inputs.get("occupation") instanceof Value.Choice(String occupation)) {
      return outcome(rights.correct(ask, Field.OCCUPATION, occupation));
    }
    if (inputs.get("village") instanceof Value.Named(String village, _)) {
      return outcome(rights.correct(ask, Field.VILLAGE, village));
    }
    throw new IllegalStateException("my_data.correct needs a name, an occupation or a village");
  }

  private ActionResult withdraw(ActionRequest request, Caller caller) {
    return outcome(rights.withdraw(ask(request, caller)));
  }

  private ActionResult erase(ActionRequest request, Caller caller) {
    return outcome(rights.erase(ask(request, caller)));
  }

  private static SubjectRights.Ask ask(ActionRequest request, Caller caller) {
    return new SubjectRights.Ask(
        caller.phone(),
        reference(request),
        caller.channel(),
        request.language(),
        request.intent(),
        caller.at());
  }

  private static ActionResult outcome(Asked asked) {
    return switch (asked) {
      case Asked.Recorded(String request, Instant due) -> receipt("recorded", request, due);
      case Asked.ByMember(String request, Instant due) -> receipt("member", request, due);
      case Asked.Waiting(String request, Instant due) -> receipt("waiting", request, due);
      case Asked.Approved() -> Outcome.of("approved");
      case Asked.Ended() -> Outcome.of("ended");
      case Asked.Gone() -> Outcome.of("gone");
    };
  }

  private static ActionResult receipt(String outcome, String request, Instant due) {
    return new Outcome(
        outcome, Map.of("request", new Value.Text(request), "until", new Value.Moment(due)));
  }

  private static String reference(ActionRequest request) {
    return request.text("reference");
  }
}
