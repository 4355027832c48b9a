package id.gerbang.server.action;

import static id.gerbang.engine.action.ActionSignature.does;
import static id.gerbang.engine.action.ActionSignature.lists;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.action.ActionResult.Option;
import id.gerbang.engine.action.ActionResult.Options;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.action.ActionSignature;
import id.gerbang.engine.action.ActionSignature.OptionShape;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Type.Simple;
import id.gerbang.engine.value.Value;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.billing.Standings;
import id.gerbang.server.enrolment.AgentQueue;
import id.gerbang.server.enrolment.AgentWorkers;
import id.gerbang.server.enrolment.Answered;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.Letters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent does in the menus with applications: those that wait for them, and those that are
 * theirs. Who calls is known by the phone; what is another agent's is as if it were not there.
 */
public final class AgentActions {
  private static final Type PLAN = new Type.ChoiceOf("plans");
  private static final Type STATUS = new Type.ChoiceOf(Letters.STATUSES);

  private final AgentDirectory agents;
  private final AgentQueue queue;
  private final AgentWorkers workers;
  private final Standings standings;

  public AgentActions(
      AgentDirectory agents, AgentQueue queue, AgentWorkers workers, Standings standings) {
    this.agents = agents;
    this.queue = queue;
    this.workers = workers;
    this.standings = standings;
  }

  public List<Action> all() {
    return List.of(
        Actions.immediate(
            does(
                "agent.me",
                Map.of(),
                Set.of(),
                Map.of(
                    "active",
                    Map.of("agent", Simple.AGENT),
                    "suspended",
                    Map.of(),
                    "none",
                    Map.of())),
            this::me),
        Actions.blocking(workers("agent.waiting"), this::waiting),
        Actions.blocking(waitingCase(), this::waitingCase),
        Actions.blocking(
            answers("agent.confirm", "confirmed", "name", Simple.PERSON_NAME), this::confirm),
        Actions.blocking(answers("agent.reject", "rejected", "reason", Simple.TEXT), this::reject),
        Actions.blocking(workers("agent.workers"), this::latest),
        Actions.blocking(
            does(
                "agent.find_worker",
                Map.of("nik", Simple.NIK),
                Set.of(),
                Map.of("found", Map.of("reference", Simple.REFERENCE), "none", Map.of())),
            this::find),
        Actions.blocking(
            does(
                "agent.worker",
                Map.of("reference", Simple.REFERENCE),
                Set.of(),
                Map.of(
                    "found",
                    Map.of(
                        "worker",
                        Simple.TEXT,
                        "village",
                        Simple.VILLAGE,
                        "plan",
                        PLAN,
                        "status",
                        STATUS),
                    "gone",
                    Map.of())),
            this::worker),
        Actions.blocking(
            does(
                "agent.month",
                Map.of(),
                Set.of(),
                Map.of(
                    "figures",
                    Map.of(
                        "entered",
                        Simple.WHOLE,
                        "confirmed",
                        Simple.WHOLE,
                        "approved",
                        Simple.WHOLE,
                        "collected",
                        Simple.MONEY,
                        "cash",
                        Simple.MONEY),
                    "none",
                    Map.of())),
            this::month));
  }

  private static ActionSignature workers(String name) {
    return lists(name, Map.of(), new OptionShape(Simple.REFERENCE, Map.of("worker", Simple.TEXT)));
  }

  private static ActionSignature waitingCase() {
    return does(
        "agent.case",
        Map.of("reference", Simple.REFERENCE),
        Set.of(),
        Map.of(
            "named",
            Map.of(
                "worker",
                Simple.TEXT,
                "village",
                Simple.VILLAGE,
                "plan",
                PLAN,
                "until",
                Simple.MOMENT),
            "nameless",
            Map.of(
                "worker",
                Simple.TEXT,
                "village",
                Simple.VILLAGE,
                "plan",
                PLAN,
                "until",
                Simple.MOMENT,
                "phone",
                Simple.PHONE),
            "gone",
            Map.of()));
  }

  /** What a YA or a TOLAK can come to; nothing changed but in the first. */
  private static ActionSignature answers(String name, String done, String input, Type type) {
    return does(
            name,
            Map.of("reference", Simple.REFERENCE, input, type),
            input.equals("name") ? Set.of(input) : Set.of(),
            Map.of(
                done,
                Map.of(),
                "incomplete",
                Map.of(),
                "answered",
                Map.of("answer", Simple.KEYWORD, "at", Simple.MOMENT),
                "late",
                Map.of("status", STATUS),
                "suspended",
                Map.of(),
                "gone",
                Map.of()))
        .withConsequence();
  }

  private ActionResult me(ActionRequest request, Caller caller) {
    Optional<AgentDirectory.Agent> agent = agents.byPhone(caller.phone());
    if (agent.isEmpty()) {
      return Outcome.of("none");
    }
    return switch (agent.get().status()) {
      case ACTIVE ->
          new Outcome(
              "active", Map.of("agent", new Value.Named(agent.get().code(), agent.get().name())));
      case SUSPENDED -> Outcome.of("suspended");
      case CANDIDATE, CERTIFIED, ENDED -> Outcome.of("none");
    };
  }

  private ActionResult waiting(ActionRequest request, Caller caller) {
    return new Options(
        queue.waiting(caller.phone(), Options.LIMIT, caller.at()).stream()
            .map(waiting -> option(waiting.reference(), waiting.worker()))
            .toList());
  }

  private static Option option(String reference, String worker) {
    return new Option(new Value.Text(reference), Map.of("worker", new Value.Text(worker)));
  }

  private ActionResult waitingCase(ActionRequest request, Caller caller) {
    Optional<AgentQueue.Waiting> found =
        queue.waiting(caller.phone(), request.text("reference"), caller.at());
    if (found.isEmpty()) {
      return Outcome.of("gone");
    }
    AgentQueue.Waiting waiting = found.get();
    Map<String, Value> gives = new HashMap<>();
    gives.put(
        "worker",
        new Value.Text(
            waiting.name().map(name -> name + ", ").orElse("") + "NIK " + waiting.nik()));
    gives.put("village", new Value.Named("", waiting.village()));
    gives.put("plan", new Value.Choice(waiting.plan()));
    gives.put("until", new Value.Moment(waiting.until()));
    waiting.phone().ifPresent(phone -> gives.put("phone", new Value.Text(phone)));
    return new Outcome(waiting.phone().isPresent() ? "nameless" : "named", gives);
  }

  private ActionResult confirm(ActionRequest request, Caller caller) {
    Optional<String> name =
        Optional.ofNullable(request.inputs().get("name")).map(value -> ((Value.Text) value).text());
    return outcome(
        "confirmed",
        queue.confirm(
            caller.phone(), request.text("reference"), name, request.intent(), caller.at()));
  }

  private ActionResult reject(ActionRequest request, Caller caller) {
    return outcome(
        "rejected",
        queue.reject(
            caller.phone(),
            request.text("reference"),
            request.text("reason"),
            request.intent(),
            caller.at()));
  }

  private static Outcome outcome(String done, Answered answered) {
    return switch (answered) {
      case Answered.Done _ -> Outcome.of(done);
      case Answered.NameMissing _, Answered.ReasonMissing _ -> Outcome.of("incomplete");
      case Answered.Before(_, String answer, var at) ->
          new Outcome(
              "answered", Map.of("answer", new Value.Text(answer), "at", new Value.Moment(at)));
      case Answered.TooLate(_, var status) ->
          new Outcome("late", Map.of("status", new Value.Choice(status.label())));
      case Answered.Suspended() -> Outcome.of("suspended");
      case Answered.Moved _, Answered.Expired _, Answered.Unknown _ -> Outcome.of("gone");
    };
  }

  private ActionResult latest(ActionRequest request, Caller caller) {
    return new Options(
        workers.latest(caller.phone(), Options.LIMIT).stream()
            .map(worker -> option(worker.reference(), worker.worker().orElse("-")))
            .toList());
  }

  private ActionResult find(ActionRequest request, Caller caller) {
    return workers
        .byNik(caller.phone(), request.text("nik"))
        .<ActionResult>map(
            worker -> new Outcome("found", Map.of("reference", new Value.Text(worker.reference()))))
        .orElse(Outcome.of("none"));
  }

  private ActionResult worker(ActionRequest request, Caller caller) {
    return workers
        .byReference(caller.phone(), request.text("reference"))
        .<ActionResult>map(
            worker ->
                new Outcome(
                    "found",
                    Map.of(
                        "worker", new Value.Text(worker.worker().orElse("-")),
                        "village", new Value.Named("", worker.village()),
                        "plan", new Value.Choice(worker.plan()),
                        "status", new Value.Choice(standing(worker, caller)))))
        .orElse(Outcome.of("gone"));
  }

  /** Where an application stands; of a member, how they do. */
  private String standing(AgentWorkers.Worker worker, Caller caller) {
    return worker.status() == BranchDesk.Status.APPROVED
        ? standings
            .of(worker.reference(), caller.at())
            .map(protection -> MemberStatus.of(protection).label())
            .orElse(worker.status().label())
        : worker.status().label();
  }

  private ActionResult month(ActionRequest request, Caller caller) {
    return workers
        .month(caller.phone(), caller.at())
        .<ActionResult>map(
            month ->
                new Outcome(
                    "figures",
                    Map.of(
                        "entered", new Value.Whole(month.entered()),
                        "confirmed", new Value.Whole(month.confirmed()),
                        "approved", new Value.Whole(month.approved()),
                        "collected", new Value.Money(month.collected()),
                        "cash", new Value.Money(month.cash()))))
        .orElse(Outcome.of("none"));
  }
}
