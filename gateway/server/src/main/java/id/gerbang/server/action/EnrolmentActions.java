package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.billing.Standings;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.enrolment.Enrolment;
import id.gerbang.server.enrolment.Heir;
import id.gerbang.server.enrolment.Particulars;
import id.gerbang.server.enrolment.Registered;
import id.gerbang.server.enrolment.Registrar;
import id.gerbang.server.enrolment.Registration;
import id.gerbang.server.subscriber.Msisdn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What menus do with consent and applications. */
public final class EnrolmentActions {
  private static final Type OCCUPATION = new Type.ChoiceOf("occupations");
  private static final Type PERMANENCE = new Type.ChoiceOf("permanences");
  private static final Type BAND = new Type.ChoiceOf("bands");
  private static final Type PLAN = new Type.ChoiceOf("plans");

  /** The set of whose phone is in hand. */
  static final String HOLDERS = "phone_holders";

  static final String OWN = "own";
  static final String BORROWED = "borrowed";

  /** The set of what an heir is to the worker. */
  static final String RELATIONS = "relations";

  private static final Type HOLDER = new Type.ChoiceOf(HOLDERS);
  private static final Type RELATION = new Type.ChoiceOf(RELATIONS);

  private final Enrolment enrolment;
  private final Registrar registrar;
  private final Standings standings;

  public EnrolmentActions(Enrolment enrolment, Registrar registrar, Standings standings) {
    this.enrolment = enrolment;
    this.registrar = registrar;
    this.standings = standings;
  }

  public List<Action> all() {
    return List.of(
        Actions.immediate(
            does(
                "consent.record",
                Map.of(),
                Set.of(),
                Map.of("recorded", Map.of("consent", Simple.CONSENT))),
            EnrolmentActions::consent),
        Actions.blocking(
            does("consent.send_details", Map.of(), Set.of(), Map.of("sent", Map.of()))
                .withConsequence(),
            this::sendDetails),
        Actions.blocking(
            does(
                "enrolment.look_up",
                Map.of("nik", Simple.NIK),
                Set.of(),
                Map.of("new", Map.of(), "registered", Map.of(), "pending", Map.of())),
            this::lookUp),
        Actions.blocking(register(), this::register),
        Actions.blocking(
            lists(
                "enrolment.mine",
                Map.of(),
                new OptionShape(Simple.REFERENCE, Map.of("worker", Simple.TEXT))),
            this::mine),
        Actions.blocking(status(), this::status));
  }

  private static id.gerbang.engine.action.ActionSignature register() {
    return does(
            "enrolment.register",
            Map.ofEntries(
                Map.entry("nik", Simple.NIK),
                Map.entry("name", Simple.PERSON_NAME),
                Map.entry("birth_date", Simple.DATE),
                Map.entry("village", Simple.VILLAGE),
                Map.entry("occupation", OCCUPATION),
                Map.entry("institution", Simple.INSTITUTION),
                Map.entry("permanence", PERMANENCE),
                Map.entry("band", BAND),
                Map.entry("plan", PLAN),
                Map.entry("agent", Simple.AGENT),
                Map.entry("holder", HOLDER),
                Map.entry("own_phone", Simple.PHONE),
                Map.entry("heir", Simple.PERSON_NAME),
                Map.entry("relation", RELATION),
                Map.entry("second_heir", Simple.PERSON_NAME),
                Map.entry("second_relation", RELATION),
                Map.entry("consent", Simple.CONSENT)),
            Set.of(
                "name",
                "agent",
                "institution",
                "holder",
                "own_phone",
                "heir",
                "relation",
                "second_heir",
                "second_relation"),
            Map.of(
                "registered",
                    Map.of("reference", Simple.REFERENCE, "agent_name", Simple.PERSON_NAME),
                "unassigned", Map.of("reference", Simple.REFERENCE),
                "pending", Map.of(),
                "already", Map.of()))
        .withConsequence();
  }

  private static id.gerbang.engine.action.ActionSignature status() {
    return does(
        "enrolment.status",
        Map.of("reference", Simple.REFERENCE),
        Set.of(),
        Map.ofEntries(
            Map.entry("awaiting_consent", Map.of("until", Simple.MOMENT)),
            Map.entry(
                "awaiting_agent", Map.of("agent_name", Simple.PERSON_NAME, "until", Simple.MOMENT)),
            Map.entry("awaiting_branch", Map.of()),
            // approved, and nothing paid yet
            Map.entry("approved", Map.of("plan", PLAN, "price", Simple.MONEY)),
            Map.entry("begins", Map.of("from", Simple.DATE, "covered", Simple.DATE)),
            Map.entry("active", Map.of("covered", Simple.DATE)),
            // the month that runs is not paid, and none before it is in arrears
            Map.entry("stopped", Map.of("since", Simple.DATE, "price", Simple.MONEY)),
            Map.entry(
                "arrears",
                Map.of(
                    "late", Simple.WHOLE,
                    "arrears", Simple.MONEY,
                    "price", Simple.MONEY,
                    "last", Simple.DATE)),
            Map.entry("ended", Map.of("since", Simple.DATE)),
            Map.entry("rejected", Map.of("reason", Simple.TEXT)),
            Map.entry("withdrawn", Map.of()),
            Map.entry("expired", Map.of()),
            Map.entry("gone", Map.of())));
  }

  private static ActionResult consent(ActionRequest request, Caller caller) {
    ConsentToken token =
        new ConsentToken(
            ConsentToken.CURRENT_TEXT, request.language(), caller.channel().label(), caller.at());
    return new Outcome("recorded", Map.of("consent", new Value.Text(token.written())));
  }

  private ActionResult sendDetails(ActionRequest request, Caller caller) {
    enrolment.sendNotice(caller.phone(), request.language(), request.intent(), caller.at());
    return Outcome.of("sent");
  }

  private ActionResult lookUp(ActionRequest request, Caller caller) {
    return Outcome.of(
        switch (enrolment.lookUp(request.text("nik"))) {
          case NEW -> "new";
          case PENDING -> "pending";
          case REGISTERED -> "registered";
        });
  }

  private ActionResult register(ActionRequest request, Caller caller) {
    Registration registration =
        new Registration(
            ownPhone(request).orElse(caller.phone()),
            request.text("nik"),
            Optional.ofNullable(request.inputs().get("name"))
                .map(name -> ((Value.Text) name).text()),
            request.day("birth_date"),
            request.named("village"),
            request.choice("occupation"),
            request.choice("permanence"),
            request.choice("band"),
            request.choice("plan"),
            Optional.ofNullable(request.inputs().get("agent"))
                .map(agent -> ((Value.Named) agent).id()),
            ConsentToken.read(request.text("consent")),
            caller.channel(),
            request.language(),
            request.intent(),
            particulars(request, caller));
    return switch (registrar.register(registration, caller.at())) {
      case Registered.Done(String reference, Optional<String> agent) when agent.isPresent() ->
          new Outcome(
              "registered",
              Map.of(
                  "reference",
                  new Value.Text(reference),
                  "agent_name",
                  new Value.Text(agent.get())));
      case Registered.Done(String reference, _) ->
          new Outcome("unassigned", Map.of("reference", new Value.Text(reference)));
      case Registered.Pending() -> Outcome.of("pending");
      case Registered.Already() -> Outcome.of("already");
    };
  }

  private static Particulars particulars(ActionRequest request, Caller caller) {
    Optional<Msisdn> own = ownPhone(request);
    List<Heir> heirs = new ArrayList<>();
    heir(request, "heir", "relation").ifPresent(heirs::add);
    heir(request, "second_heir", "second_relation").ifPresent(heirs::add);
    return new Particulars(
        Optional.ofNullable(request.inputs().get("institution"))
            .map(institution -> Long.valueOf(((Value.Named) institution).id())),
        heirs,
        own.filter(phone -> !phone.equals(caller.phone())).map(_ -> caller.phone()),
        isBorrowed(request) && own.isEmpty());
  }

  private static boolean isBorrowed(ActionRequest request) {
    return new Value.Choice(BORROWED).equals(request.inputs().get("holder"));
  }

  /** The worker's own phone, when the one in hand is somebody else's and they have one. */
  private static Optional<Msisdn> ownPhone(ActionRequest request) {
    return Optional.ofNullable(request.inputs().get("own_phone"))
        .filter(_ -> isBorrowed(request))
        .map(phone -> new Msisdn(((Value.Text) phone).text()));
  }

  private static Optional<Heir> heir(ActionRequest request, String name, String relation) {
    return Optional.ofNullable(request.inputs().get(name))
        .filter(_ -> request.inputs().containsKey(relation))
        .map(
            heir ->
                new Heir(((Value.Text) heir).text(), Heir.Relation.of(request.choice(relation))));
  }

  private ActionResult mine(ActionRequest request, Caller caller) {
    return new Options(
        enrolment.mine(caller.phone(), Options.LIMIT).stream()
            .map(
                mine ->
                    new Option(
                        new Value.Text(mine.reference()),
                        Map.of("worker", new Value.Text(mine.worker()))))
            .toList());
  }

  private ActionResult status(ActionRequest request, Caller caller) {
    Optional<Enrolment.Standing> found =
        enrolment.standing(caller.phone(), request.text("reference"));
    if (found.isEmpty()) {
      return Outcome.of("gone");
    }
    Enrolment.Standing standing = found.get();
    Map<String, Value> gives = new HashMap<>();
    switch (standing.status()) {
      case AWAITING_AGENT -> {
        gives.put("agent_name", new Value.Text(standing.agentName().orElse("Perisai")));
        standing.until().ifPresent(until -> gives.put("until", new Value.Moment(until)));
      }
      case AWAITING_CONSENT ->
          standing.until().ifPresent(until -> gives.put("until", new Value.Moment(until)));
      case APPROVED -> {
        return standings
            .of(caller.phone(), request.text("reference"), caller.at())
            .map(protection -> MemberStatus.outcome(standing.plan(), protection))
            .orElseGet(() -> Outcome.of("gone"));
      }
      case REJECTED -> gives.put("reason", new Value.Text(standing.reason().orElse("-")));
      case AWAITING_BRANCH, WITHDRAWN, EXPIRED -> {}
    }
    return new Outcome(standing.status().label(), gives);
  }
}
