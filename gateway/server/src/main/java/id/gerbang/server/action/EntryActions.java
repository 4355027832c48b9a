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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is entered by menus: workers by their agent, and candidates by themselves. */
public final class EntryActions {
  private static final Map<String, Type> MOU =
      Map.of("institution", Simple.INSTITUTION, "until", Simple.DATE);

  private static final Map<String, Type> NO_MOU = Map.of("institution", Simple.INSTITUTION);
  private static final Map<String, Type> CERTIFICATE = Map.of("until", Simple.DATE);

  private final AgentEntries entries;
  private final Candidates candidates;

  public EntryActions(AgentEntries entries, Candidates candidates) {
    this.entries = entries;
    this.candidates = candidates;
  }

  public List<Action> all() {
    return List.of(
        Actions.blocking(mayEnter(), this::mayEnter),
        Actions.blocking(enter(), this::enter),
        Actions.blocking(apply(), this::apply),
        Actions.blocking(candidacy(), this::candidacy),
        Actions.blocking(withdraw(), this::withdraw));
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
                "mou_expired",
                MOU,
                "no_mou",
                NO_MOU,
                "certificate_expired",
                CERTIFICATE,
                "suspended",
                Map.of()))
        .withConsequence();
  }

  /** Asked before the first question, so that nobody types in vain. */
  private static ActionSignature mayEnter() {
    return does(
        "agent.may_enter",
        Map.of(),
        Set.of(),
        Map.of(
            "may",
            Map.of(),
            "mou_expired",
            MOU,
            "no_mou",
            NO_MOU,
            "certificate_expired",
            CERTIFICATE,
            "suspended",
            Map.of()));
  }

  private static ActionSignature candidacy() {
    return does(
        "agent.candidacy",
        Map.of(),
        Set.of(),
        Map.of(
            "none", Map.of(), "candidate", Map.of("number", Simple.AGENT_CODE), "agent", Map.of()));
  }

  private static ActionSignature withdraw() {
    return does(
            "agent.withdraw",
            Map.of(),
            Set.of(),
            Map.of("withdrawn", Map.of("number", Simple.AGENT_CODE), "gone", Map.of()))
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
                Map.of("number", Simple.AGENT_CODE),
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
    Entered entered = entries.enter(entry, request.intent(), caller.at());
    return switch (entered) {
      case Entered.Done(String reference) ->
          new Outcome("entered", Map.of("reference", new Value.Text(reference)));
      case Entered.Exists(var status, _) ->
          new Outcome("exists", Map.of("status", new Value.Choice(status.label())));
      case Entered.AgentsPhone() -> Outcome.of("agents_phone");
      case Entered.MouExpired _,
          Entered.NoMou _,
          Entered.CertificateExpired _,
          Entered.NotActive _,
          Entered.NoAgent _ ->
          hindered(entered);
    };
  }

  private ActionResult mayEnter(ActionRequest request, Caller caller) {
    return switch (entries.mayEnter(caller.phone(), caller.at())) {
      case AgentEntries.Right.May() -> Outcome.of("may");
      case AgentEntries.Right.Not(Entered why) -> hindered(why);
    };
  }

  private static ActionResult hindered(Entered why) {
    return switch (why) {
      case Entered.MouExpired(String institution, LocalDate until) ->
          new Outcome(
              "mou_expired",
              Map.of(
                  "institution", new Value.Named("", institution), "until", new Value.Day(until)));
      case Entered.NoMou(String institution) ->
          new Outcome("no_mou", Map.of("institution", new Value.Named("", institution)));
      case Entered.CertificateExpired(LocalDate until) ->
          new Outcome("certificate_expired", Map.of("until", new Value.Day(until)));
      case Entered.NotActive _, Entered.NoAgent _ -> Outcome.of("suspended");
      case Entered.Done _, Entered.Exists _, Entered.AgentsPhone _ ->
          throw new IllegalArgumentException("hinders nobody: " + why);
    };
  }

  private ActionResult candidacy(ActionRequest request, Caller caller) {
    return switch (candidates.standing(caller.phone())) {
      case Candidates.Standing.None() -> Outcome.of("none");
      case Candidates.Standing.Candidate(String number) -> numbered("candidate", number);
      case Candidates.Standing.Agent() -> Outcome.of("agent");
    };
  }

  private ActionResult withdraw(ActionRequest request, Caller caller) {
    return candidates
        .withdraw(caller.phone(), request.language(), request.intent(), caller.at())
        .map(number -> numbered("withdrawn", number))
        .orElse(Outcome.of("gone"));
  }

  private static ActionResult numbered(String outcome, String number) {
    return new Outcome(outcome, Map.of("number", new Value.Text(number)));
  }

  private ActionResult apply(ActionRequest request, Caller caller) {
    Candidates.Candidate candidate =
        new Candidates.Candidate(
            caller.phone(),
            request.text("name"),
            request.named("village"),
            ConsentToken.read(request.text("consent")));
    return switch (candidates.apply(candidate, request.language(), request.intent(), caller.at())) {
      case Applied.Recorded(String number) -> numbered("recorded", number);
      case Applied.Candidate(String number) -> numbered("candidate", number);
      case Applied.Agent() -> Outcome.of("agent");
    };
  }
}
