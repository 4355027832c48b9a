package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.agent.Candidates;
import id.gerbang.server.agent.Candidates.Applied;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.enrolment.AgentEntries;
import id.gerbang.server.enrolment.Entered;
import id.gerbang.server.enrolment.Entry;
import id.gerbang.server.enrolment.Letters;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is entered by menus: workers by their agent, and candidates by themselves. */
public final class EntryActions {
  private final AgentEntries entries;
  private final Candidates candidates;

  public EntryActions(AgentEntries entries, Candidates candidates) {
    this.entries = entries;
    this.candidates = candidates;
  }

  public List<Action> all() {
    return List.of(Actions.blocking(enter(), this::enter), Actions.blocking(apply(), this::apply));
  }

  private static ActionSignature enter() {
    return does(
            "agent.enter",
            Map.of(
                "nik", Simple.NIK,
                "name", Simple.PERSON_NAME,
                "birth_date", Simple.DATE,
                "village", Simple.VILLAGE,
                "market", Simple.TEXT,
                "occupation", new Type.ChoiceOf("occupations"),
                "permanence", new Type.ChoiceOf("permanences"),
                "band", new Type.ChoiceOf("bands"),
                "plan", new Type.ChoiceOf("plans"),
                "phone", Simple.PHONE),
            Set.of("market"),
            Map.of(
                "entered",
                Map.of("reference", Simple.REFERENCE),
                "exists",
                Map.of("status", new Type.ChoiceOf(Letters.STATUSES)),
                "agents_phone",
                Map.of(),
                "suspended",
                Map.of()))
        .withConsequence();
  }

  private static ActionSignature apply() {
    return does(
            "agent.apply",
            Map.of(
                "name", Simple.PERSON_NAME, "village", Simple.VILLAGE, "consent", Simple.CONSENT),
            Set.of(),
            Map.of(
                "recorded",
                Map.of("number", Simple.AGENT_CODE),
                "candidate",
                Map.of(),
                "agent",
                Map.of()))
        .withConsequence();
  }

  private ActionResult enter(ActionRequest request, Caller caller) {
    Entry entry =
        new Entry(
            caller.phone(),
            new Msisdn(request.text("phone")),
            request.text("nik"),
            request.text("name"),
            request.day("birth_date"),
            request.named("village"),
            request.choice("occupation"),
            Optional.of(request.choice("permanence")),
            request.choice("band"),
            request.choice("plan"),
            Optional.ofNullable(request.inputs().get("market"))
                .map(market -> ((Value.Text) market).text()),
            caller.channel());
    return switch (entries.enter(entry, request.intent(), caller.at())) {
      case Entered.Done(String reference) ->
          new Outcome("entered", Map.of("reference", new Value.Text(reference)));
      case Entered.Exists(var status, _) ->
          new Outcome("exists", Map.of("status", new Value.Choice(status.label())));
      case Entered.AgentsPhone() -> Outcome.of("agents_phone");
      case Entered.NotActive(), Entered.NoAgent() -> Outcome.of("suspended");
    };
  }

  private ActionResult apply(ActionRequest request, Caller caller) {
    Candidates.Candidate candidate =
        new Candidates.Candidate(
            caller.phone(),
            request.text("name"),
            request.named("village"),
            ConsentToken.read(request.text("consent")));
    return switch (candidates.apply(candidate, request.language(), request.intent(), caller.at())) {
      case Applied.Recorded(String number) ->
          new Outcome("recorded", Map.of("number", new Value.Text(number)));
      case Applied.Candidate() -> Outcome.of("candidate");
      case Applied.Agent() -> Outcome.of("agent");
    };
  }
}
