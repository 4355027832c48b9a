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
  public Page<Agent> list(Filter filter) {
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
        Optional.empty());
  }

  @Override
  public Added add(NewAgent agent, String actor, Instant at) {
    if (!agent.village().equals("Pecatu")) {
      return new Added.UnknownVillage();
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
}
