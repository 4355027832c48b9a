package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The agents in memory. */
final class FakeAgents implements AgentDesk {
  final List<NewAgent> added = new CopyOnWriteArrayList<>();

  @Override
  public List<Agent> list(Optional<Status> status) {
    return added.stream()
        .filter(agent -> status.isEmpty() || status.get() == agent.status())
        .map(FakeAgents::seen)
        .toList();
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
