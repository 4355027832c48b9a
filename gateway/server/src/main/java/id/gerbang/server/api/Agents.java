package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.agent.AgentDesk.Added;
import id.gerbang.server.agent.AgentDesk.Changed;
import id.gerbang.server.agent.AgentDesk.Served;
import id.gerbang.server.agent.AgentDesks;
import id.gerbang.server.agent.ReassignmentDesk;
import id.gerbang.server.agent.ReassignmentDesk.Reassigned;
import id.gerbang.server.record.Page;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The agents: who they are, the steps of their life, whom they serve, and who follows them. */
final class Agents {
  /** As on the KTP. */
  private static final int LONGEST_NAME = 40;

  /** As the agent is told it in an SMS. */
  static final int LONGEST_REASON = 60;

  private static final int LONGEST_CERTIFICATE = 40;

  /** An agent who serves more is a branch. */
  private static final int MOST_PLACES = 50;

  private static final Pattern CODE = Pattern.compile("[A-Z]{3}[0-9]{3}");
  private static final String A_CODE = "three capitals and three digits, PRS001";
  private static final Pattern STATUS = Pattern.compile("candidate|certified|active");
  private static final Pattern NEXT = Pattern.compile("certified|active|suspended|ended");

  private final AgentDesk agents;
  private final ReassignmentDesk work;
  private final String actor;
  private final InstantSource clock;

  Agents(AgentDesks desks, String actor, InstantSource clock) {
    this.agents = desks.agents();
    this.work = desks.work();
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "/agents",
            Set.of("status", "village", "institution", "type", "limit", "after"),
            this::list),
        Operation.post("/agents", this::add),
        Operation.get("/agents/{code}", Set.of(), this::find),
        Operation.post("/agents/{code}/status", this::change),
        Operation.post("/agents/{code}/service", this::serve),
        Operation.post("/agents/{code}/reassignment", this::reassign));
  }

  private Answer list(Request request) {
    Page<AgentDesk.Agent> page =
        agents.list(
            new AgentDesk.Filter(
                request.parameter("status").map(Agents::status),
                request.text("village", Applications.LONGEST_VILLAGE),
                request.idOf("institution"),
                request.parameter("type").map(Agents::type),
                request.limit(),
                request.after(word -> Optional.of(word).filter(CODE.asMatchPredicate()))),
            clock.instant());
    return Answer.ok(Answers.page(page, Answers::agent));
  }

  private Answer find(Request request) {
    return Answer.ok(
        Answers.agent(agents.find(request.code(), clock.instant()).orElseThrow(Agents::unknown)));
  }

  private static Refusal unknown() {
    return Refusal.notFound("no agent has this code; GET /agents lists them");
  }

  private Answer add(Request request) {
    Body body =
        request.body(
            Set.of(
                "code",
                "name",
                "phone",
                "village",
                "status",
                "type",
                "institution",
                "villages",
                "markets",
                "certificate"));
    AgentDesk.NewAgent agent =
        new AgentDesk.NewAgent(
            body.text("code", CODE, A_CODE),
            body.text("name", LONGEST_NAME),
            Request.phone(body),
            body.text("village", Applications.LONGEST_VILLAGE),
            body.has("status")
                ? status(body.text("status", STATUS, "candidate, certified or active"))
                : AgentDesk.Status.CANDIDATE,
            given(body, "type", field -> type(body, field)).orElse(AgentDesk.Type.INDIVIDUAL),
            given(body, "institution", body::id),
            given(body, "villages", field -> villages(body, field)).orElse(List.of()),
            given(body, "markets", field -> body.ids(field, MOST_PLACES)).orElse(List.of()),
            certificate(body));
    return switch (agents.add(agent, actor, clock.instant())) {
      case Added.Done(AgentDesk.Agent added) -> Answer.created(Answers.agent(added));
      case Added.CodeTaken() -> throw codeTaken();
      case Added.PhoneTaken() ->
          throw Refusal.of(
              ProblemType.AGENT_PHONE_TAKEN,
              "another agent has this phone; an agent needs one of their own");
      case Added.Wrong(AgentDesk.Unfit unfit) -> throw wrong(unfit);
    };
  }

  private static Refusal codeTaken() {
    return Refusal.of(
        ProblemType.AGENT_CODE_TAKEN, "another agent has this code; choose a free one");
  }

  private static <T> Optional<T> given(Body body, String field, Function<String, T> read) {
    return body.has(field) ? Optional.of(read.apply(field)) : Optional.empty();
  }

  private static List<String> villages(Body body, String field) {
    return body.texts(
        field,
        MOST_PLACES,
        text -> PlainText.is(text, Applications.LONGEST_VILLAGE),
        "ids or names of villages");
  }

  private static Optional<AgentDesk.NewCertificate> certificate(Body body) {
    return body.part("certificate", Set.of("number", "expires"))
        .map(
            part ->
                new AgentDesk.NewCertificate(
                    part.text("number", LONGEST_CERTIFICATE), part.day("expires")));
  }

  private Answer change(Request request) {
    String code = request.code();
    Body body = request.body(Set.of("status", "reason", "certificate", "code"));
    AgentDesk.Change change =
        new AgentDesk.Change(
            status(body.text("status", NEXT, "certified, active, suspended or ended")),
            body.text("reason", LONGEST_REASON),
            certificate(body),
            given(body, "code", field -> body.text(field, CODE, A_CODE)));
    return switch (agents.change(code, change, actor, clock.instant())) {
      case Changed.Done(AgentDesk.Details agent) -> Answer.ok(Answers.agent(agent));
      case Changed.Unknown() -> throw unknown();
      case Changed.NotAllowed(AgentDesk.Status now) -> throw notAllowed(now);
      case Changed.CodeTaken() -> throw codeTaken();
      case Changed.Wrong(AgentDesk.Unfit unfit) -> throw wrong(unfit);
    };
  }

  private static Refusal notAllowed(AgentDesk.Status now) {
    return Refusal.of(
        ProblemType.AGENT_STEP_NOT_ALLOWED,
        now.next().isEmpty()
            ? "the agent has ended for good; who begins anew is added with a new code"
            : "the agent is "
                + now.label()
                + "; allowed from here: "
                + now.next().stream()
                    .map(AgentDesk.Status::label)
                    .collect(Collectors.joining(", ")));
  }

  private Answer serve(Request request) {
    String code = request.code();
    Body body = request.body(Set.of("type", "institution", "villages", "markets"));
    AgentDesk.Service service =
        new AgentDesk.Service(
            given(body, "type", field -> type(body, field)),
            given(body, "institution", body::id),
            given(body, "villages", field -> villages(body, field)),
            given(body, "markets", field -> body.ids(field, MOST_PLACES)));
    return switch (agents.serve(code, service, actor, clock.instant())) {
      case Served.Done(AgentDesk.Details agent) -> Answer.ok(Answers.agent(agent));
      case Served.Unknown() -> throw unknown();
      case Served.Over() ->
          throw Refusal.of(ProblemType.AGENT_ENDED, "who has ended serves nobody any more");
      case Served.Wrong(AgentDesk.Unfit unfit) -> throw wrong(unfit);
    };
  }

  private Answer reassign(Request request) {
    String code = request.code();
    Body body = request.body(Set.of("to"));
    Optional<String> to =
        body.isNull("to")
            ? Optional.empty()
            : given(body, "to", field -> body.text(field, CODE, A_CODE));
    return switch (work.reassign(code, to, actor, clock.instant())) {
      case Reassigned.Done(ReassignmentDesk.Moved moved) -> Answer.ok(Answers.moved(moved));
      case Reassigned.Unknown() -> throw unknown();
      case Reassigned.StillActs() ->
          throw Refusal.of(
              ProblemType.AGENT_STILL_ACTS,
              "only the work of an agent who cannot act goes to others: suspend or end first");
      case Reassigned.NoSuccessor() ->
          throw Refusal.field(
              "to", "is expected to be another agent of the branch, active and certified, or null");
    };
  }

  private static Refusal wrong(AgentDesk.Unfit unfit) {
    return switch (unfit) {
      case VILLAGE -> Refusal.field("village", "is expected to be the id or the name of a village");
      case VILLAGES ->
          Refusal.field("villages", "is expected to be a list of ids or names of villages");
      case OTHER_BRANCH ->
          Refusal.field("villages", "has one of another branch than the agent's own village");
      case INSTITUTION ->
          Refusal.field(
              "institution", "is expected to be the id of an institution of the agent's branch");
      case MARKETS ->
          Refusal.field(
              "markets", "is expected to be a list of ids of markets of the agent's branch");
      case NO_CERTIFICATE ->
          Refusal.field("certificate", "is missing; expected: its number and the day it expires");
      case CERTIFICATE -> Refusal.field("certificate", "has run out; send the new one");
      case CODE -> Refusal.field("code", "is given to a candidate with \"certified\" only");
    };
  }

  private static AgentDesk.Status status(String label) {
    return Arrays.stream(AgentDesk.Status.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(() -> Refusal.parameter("status", "is expected to be one of " + statuses()));
  }

  private static String statuses() {
    return Arrays.stream(AgentDesk.Status.values())
        .map(AgentDesk.Status::label)
        .collect(Collectors.joining(", "));
  }

  private static AgentDesk.Type type(String label) {
    return AgentDesk.Type.of(label).orElseThrow(() -> Refusal.parameter("type", types()));
  }

  private static AgentDesk.Type type(Body body, String field) {
    return AgentDesk.Type.of(body.text(field, LONGEST_NAME))
        .orElseThrow(() -> Refusal.field(field, types()));
  }

  private static String types() {
    return "is expected to be one of "
        + Arrays.stream(AgentDesk.Type.values())
            .map(AgentDesk.Type::label)
            .collect(Collectors.joining(", "));
  }
}
