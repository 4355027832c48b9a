package id.gerbang.server.agent;

import id.gerbang.server.agent.AgentDesk.Service;
import id.gerbang.server.agent.AgentDesk.Unfit;
import id.gerbang.server.area.Villages;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Whom agents serve, as rows: kinds, bodies, villages and markets (R3, R4, R8). */
final class AgentService {
  private final Villages villages;

  AgentService(Villages villages) {
    this.villages = villages;
  }

  /**
   * Writes what is given; what is empty stays.
   *
   * @param home the id of the village that the agent is of
   * @return what cannot be; the caller rolls back then
   */
  Optional<Unfit> set(Handle tx, String code, String home, Service service) {
    service
        .type()
        .ifPresent(
            type -> tx.execute("UPDATE agent SET type = ? WHERE code = ?", type.label(), code));
    if (service.institution().isPresent()
        && !institution(tx, code, home, service.institution().get())) {
      return Optional.of(Unfit.INSTITUTION);
    }
    Optional<Unfit> unfit = service.villages().flatMap(named -> villages(tx, code, home, named));
    return unfit.isPresent()
        ? unfit
        : service.markets().flatMap(ids -> markets(tx, code, home, ids));
  }

  /** One of another branch is as if it were not there (R8). */
  private static boolean institution(Handle tx, String code, String home, long id) {
    return tx.execute(
            """
            UPDATE agent SET institution = i.id FROM institution i WHERE agent.code = ? AND i.id = ?
              AND (i.branch IS NULL OR village_branch(?) IS NULL OR i.branch = village_branch(?))
            """,
            code,
            id,
            home,
            home)
        == 1;
  }

  private Optional<Unfit> villages(Handle tx, String code, String home, List<String> named) {
    String branch = branch(home);
    Set<String> ids = new TreeSet<>();
    for (String name : named) {
      Optional<Villages.Village> village = villages.named(name);
      if (village.isEmpty()) {
        return Optional.of(Unfit.VILLAGES);
      }
      if (!village.get().branch().equals(branch)) {
        return Optional.of(Unfit.OTHER_BRANCH);
      }
      ids.add(village.get().id());
    }
    ids.remove(home);
    tx.execute("DELETE FROM agent_village WHERE agent = ?", code);
    tx.createUpdate("INSERT INTO agent_village (agent, village) SELECT :code, unnest(:ids)")
        .bind("code", code)
        .bindArray("ids", String.class, ids)
        .execute();
    return Optional.empty();
  }

  private String branch(String village) {
    return villages.byId(village).map(Villages.Village::branch).orElse("");
  }

  private static Optional<Unfit> markets(Handle tx, String code, String home, List<Long> ids) {
    tx.execute("DELETE FROM agent_market WHERE agent = ?", code);
    Set<Long> wanted = new TreeSet<>(ids);
    int written =
        tx.createUpdate(
                """
                INSERT INTO agent_market (agent, institution) SELECT :code, i.id FROM institution i
                WHERE i.id = ANY (:ids) AND i.kind = 'market'
                  AND (i.branch IS NULL OR village_branch(:home) IS NULL OR i.branch = village_branch(:home))
                """)
            .bind("code", code)
            .bind("home", home)
            .bindArray("ids", Long.class, wanted)
            .execute();
    return written == wanted.size() ? Optional.empty() : Optional.of(Unfit.MARKETS);
  }
}
