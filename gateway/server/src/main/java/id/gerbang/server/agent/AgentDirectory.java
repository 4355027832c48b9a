package id.gerbang.server.agent;

import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The agents as menus see them: a copy in memory, read anew every few seconds by {@link #refresh}.
 * Whoever lets an agent <em>act</em> reads the table instead. Safe for any thread.
 */
public final class AgentDirectory {
  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Villages villages;
  private volatile List<Agent> agents = List.of();

  /**
   * @param village the id of the village the agent serves
   */
  public record Agent(String code, String name, Msisdn phone, String village, Status status) {
    public boolean isActive() {
      return status == Status.ACTIVE;
    }
  }

  public AgentDirectory(Jdbi jdbi, SealedText sealed, Villages villages) {
    this.jdbi = jdbi;
    this.sealed = sealed;
    this.villages = villages;
    refresh();
  }

  /** Reads the table. Blocks. */
  public void refresh() {
    agents =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT code, name_sealed, phone_sealed, village, status FROM agent ORDER"
                            + " BY code")
                    .map(
                        (row, _) ->
                            new Agent(
                                row.getString("code"),
                                sealed.open(
                                    row.getBytes("name_sealed"),
                                    "agent.name:" + row.getString("code")),
                                new Msisdn(
                                    sealed.open(
                                        row.getBytes("phone_sealed"),
                                        "agent.phone:" + row.getString("code"))),
                                row.getString("village"),
                                Status.valueOf(
                                    row.getString("status").toUpperCase(java.util.Locale.ROOT))))
                    .list());
  }

  public Optional<Agent> byCode(String code) {
    return agents.stream().filter(agent -> agent.code().equals(code)).findFirst();
  }

  /** The agent who has this phone. */
  public Optional<Agent> byPhone(Msisdn phone) {
    return agents.stream().filter(agent -> agent.phone().equals(phone)).findFirst();
  }

  /** The active agents of a village; also of the desa adat and banjar that belong to it. */
  public List<Agent> activeIn(String village) {
    String whole = villages.byId(village).map(Villages.Village::within).orElse(village);
    return agents.stream()
        .filter(Agent::isActive)
        .filter(
            agent ->
                agent.village().equals(village)
                    || villages
                        .byId(agent.village())
                        .filter(v -> v.within().equals(whole))
                        .isPresent())
        .toList();
  }

  /**
   * An active agent for a worker of {@code village}: the village's own, else one of its regency,
   * else of its branch. Where no branch serves, only the village's own.
   */
  public Optional<Agent> propose(String village) {
    List<Agent> own = activeIn(village);
    if (!own.isEmpty()) {
      return Optional.of(own.getFirst());
    }
    Optional<Villages.Village> home = villages.byId(village).filter(Villages.Village::isServed);
    if (home.isEmpty()) {
      return Optional.empty();
    }
    Optional<Agent> near = first(home.get(), true);
    return near.isPresent() ? near : first(home.get(), false);
  }

  private Optional<Agent> first(Villages.Village home, boolean sameRegency) {
    return agents.stream()
        .filter(Agent::isActive)
        .filter(
            agent ->
                villages
                    .byId(agent.village())
                    .filter(
                        v ->
                            v.branch().equals(home.branch())
                                && (!sameRegency || v.regency().equals(home.regency())))
                    .isPresent())
        .findFirst();
  }
}
