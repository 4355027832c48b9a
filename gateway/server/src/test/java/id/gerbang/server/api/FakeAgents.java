package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The agents in memory. */
final class FakeAgents implements AgentDesk {
  final List<NewAgent> added = new CopyOnWriteArrayList<>();

  @Override
  public Page<Agent> list(Filter filter, Instant at) {
    return Page.of(
        added.stream()
            .filter(agent -> filter.status().isEmpty() || filter.status().get() == agent.status())
            .filter(
                agent ->
                    filter.after().isEmpty() || agent.code().compareTo(filter.after().get()) > 0)
            .map(FakeAgents::seen)
            .sorted(Comparator.comparing(Agent::code))
            .toList(),
        filter.limit(),
        Agent::code);
  }

  private static Agent seen(NewAgent agent) {
    return new Agent(
        agent.code(),
        agent.name(),
        agent.phone().masked(),
        agent.village(),
        agent.status(),
        Optional.empty(),
        agent.type(),
        agent.certificate().map(one -> new Certificate(one.number(), one.until(), Validity.VALID)),
        agent.status() == Status.ACTIVE);
  }

  @Override
  public Added add(NewAgent agent, String actor, Instant at) {
    if (!agent.village().equals("Pecatu")) {
      return new Added.Wrong(Unfit.VILLAGE);
    }
    if (added.stream().anyMatch(other -> other.code().equals(agent.code()))) {
      return new Added.CodeTaken();
    }
    if (added.stream().anyMatch(other -> other.phone().equals(agent.phone()))) {
      return new Added.PhoneTaken();
    }
    added.add(agent);
    return new Added.Done(seen(agent));
  }

  final List<Change> changes = new CopyOnWriteArrayList<>();
  final List<Service> services = new CopyOnWriteArrayList<>();

  @Override
  public Optional<Details> find(String code, Instant at) {
    return added.stream()
        .filter(agent -> agent.code().equals(code))
        .findFirst()
        .map(FakeAgents::details);
  }

  private static Details details(NewAgent agent) {
    return new Details(
        seen(agent),
        agent.villages(),
        List.of(),
        Optional.empty(),
        List.of(
            new Step(
                Instant.EPOCH,
                "api:branch",
                Optional.empty(),
                agent.status(),
                Optional.empty(),
                Optional.empty())),
        new Waiting(1, 2, 3, 4));
  }

  /** Steps are taken down and not done. */
  @Override
  public Changed change(String code, Change change, String actor, Instant at) {
    Optional<Details> agent = find(code, at);
    if (agent.isEmpty()) {
      return new Changed.Unknown();
    }
    Status now = agent.get().agent().status();
    if (!now.next().contains(change.to())) {
      return new Changed.NotAllowed(now);
    }
    if (change.to() == Status.CERTIFIED && change.certificate().isEmpty()) {
      return new Changed.Wrong(Unfit.NO_CERTIFICATE);
    }
    changes.add(change);
    return new Changed.Done(agent.get());
  }

  @Override
  public Served serve(String code, Service service, String actor, Instant at) {
    Optional<Details> agent = find(code, at);
    if (agent.isEmpty()) {
      return new Served.Unknown();
    }
    services.add(service);
    return new Served.Done(agent.get());
  }
}
