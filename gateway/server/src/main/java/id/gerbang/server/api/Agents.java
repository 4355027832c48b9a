package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.agent.AgentDesk.Added;
import id.gerbang.server.record.Page;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The agents. */
final class Agents {
  /** As on the KTP. */
  private static final int LONGEST_NAME = 40;

  private static final Pattern CODE = Pattern.compile("[A-Z]{3}[0-9]{3}");
  private static final Pattern STATUS = Pattern.compile("candidate|active");

  private static final String STATUSES =
      Arrays.stream(AgentDesk.Status.values())
          .map(AgentDesk.Status::label)
          .collect(Collectors.joining(", "));

  private final AgentDesk agents;
  private final String actor;
  private final InstantSource clock;

  Agents(AgentDesk agents, String actor, InstantSource clock) {
    this.agents = agents;
    this.actor = actor;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/agents", Set.of("status", "limit", "after"), this::list),
        Operation.post("/agents", this::add));
  }

  private Answer list(Request request) {
    Page<AgentDesk.Agent> page =
        agents.list(
            new AgentDesk.Filter(
                request.parameter("status").map(Agents::status),
                request.limit(),
                request.after(word -> Optional.of(word).filter(CODE.asMatchPredicate()))));
    return Answer.ok(Answers.page(page, Answers::agent));
  }

  private Answer add(Request request) {
    Body body = request.body(Set.of("code", "name", "phone", "village", "status"));
    AgentDesk.NewAgent agent =
        new AgentDesk.NewAgent(
            body.text("code", CODE, "three capitals and three digits, PRS001"),
            body.text("name", LONGEST_NAME),
            Request.phone(body),
            body.text("village", Applications.LONGEST_VILLAGE),
            status(body));
    return switch (agents.add(agent, actor, clock.instant())) {
      case Added.Done(AgentDesk.Agent added) -> Answer.created(Answers.agent(added));
      case Added.CodeTaken() ->
          throw Refusal.of(
              ProblemType.AGENT_CODE_TAKEN, "another agent has this code; choose a free one");
      case Added.PhoneTaken() ->
          throw Refusal.of(
              ProblemType.AGENT_PHONE_TAKEN,
              "another agent has this phone; an agent needs one of their own");
      case Added.UnknownVillage() ->
          throw Refusal.field("village", "is expected to be the id or the name of a village");
    };
  }

  private static AgentDesk.Status status(String label) {
    return Arrays.stream(AgentDesk.Status.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(() -> Refusal.parameter("status", "is expected to be one of " + STATUSES));
  }

  private static AgentDesk.Status status(Body body) {
    return body.has("status") && body.text("status", STATUS, "candidate or active").equals("active")
        ? AgentDesk.Status.ACTIVE
        : AgentDesk.Status.CANDIDATE;
  }
}
