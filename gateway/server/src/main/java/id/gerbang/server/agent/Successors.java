package id.gerbang.server.agent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Who takes over, in one transaction: the one whom the branch named, or the nearest to a village.
 * Whoever is given work is read from the table and locked until the commit: a suspension of theirs
 * comes before, and they are passed over, or after, and finds their new work too.
 */
public final class Successors {
  private final Handle tx;
  private final AgentDirectory directory;
  private final Optional<String> named;
  private final Instant at;
  private final Map<String, Boolean> fit = new HashMap<>();

  /**
   * @param from who never takes over
   * @param named empty: by village
   */
  Successors(Handle tx, AgentDirectory directory, String from, Optional<String> named, Instant at) {
    this.tx = tx;
    this.directory = directory;
    this.named = named;
    this.at = at;
    fit.put(from, false);
  }

  /** For a worker of {@code village}; empty when nobody is there. */
  public Optional<AgentDirectory.Agent> of(String village) {
    if (named.isPresent()) {
      return directory.byCode(named.get()).filter(agent -> takesWork(agent.code()));
    }
    Set<String> passed = new HashSet<>();
    while (true) {
      Optional<AgentDirectory.Agent> near =
          directory.nearest(
              village, agent -> !passed.contains(agent.code()) && agent.takesWork(at));
      if (near.isEmpty() || takesWork(near.get().code())) {
        return near;
      }
      passed.add(near.get().code());
    }
  }

  /** By the table; the row is locked against a suspension until the commit. */
  boolean takesWork(String code) {
    return fit.computeIfAbsent(
        code,
        agent ->
            tx.createQuery(
                    "SELECT true FROM agent g WHERE g.code = :code AND agent_takes_work(g,"
                        + " CAST(:at AS timestamptz)) FOR SHARE")
                .bind("code", agent)
                .bind("at", at)
                .mapTo(Boolean.class)
                .findFirst()
                .isPresent());
  }
}
