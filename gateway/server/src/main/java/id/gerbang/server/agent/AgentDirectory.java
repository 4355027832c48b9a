package id.gerbang.server.agent;

import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The agents as menus see them: a copy in memory, read anew every few seconds by {@link #refresh}.
 * Whoever lets an agent <em>act</em> reads the table instead. Safe for any thread.
 */
public final class AgentDirectory {
  /**
   * Zones, MoUs and places are gathered once for all agents: this is read every few seconds. An
   * agent of a body without an MoU has no period; one of no body has one that never ends.
   */
  private static final String READ =
      """
      WITH home AS MATERIALIZED (
        SELECT village, village_zone(village) AS zone FROM (SELECT DISTINCT village FROM agent) AS homes
      ), body AS MATERIALIZED (
        SELECT i.id,
          ARRAY(SELECT mou_begins(m, 'Asia/Jakarta') FROM mou m
            WHERE m.institution = i.id AND 'registration' = ANY (m.works) ORDER BY m.id) AS begins,
          ARRAY(SELECT mou_ends(m, 'Asia/Jakarta') FROM mou m
            WHERE m.institution = i.id AND 'registration' = ANY (m.works) ORDER BY m.id) AS ends
        FROM institution i WHERE i.id IN (SELECT institution FROM agent)
      ), served AS MATERIALIZED (
        SELECT agent, array_agg(village ORDER BY village) AS villages FROM (
          SELECT agent, village FROM agent_village
          UNION SELECT m.agent, i.village FROM agent_market m JOIN institution i ON i.id = m.institution
          UNION SELECT g.code, i.village FROM agent g JOIN institution i ON i.id = g.institution WHERE i.kind = 'market'
        ) AS places WHERE village IS NOT NULL GROUP BY agent
      )
      SELECT g.code, g.name_sealed, g.phone_sealed, g.village, g.status, day_ends(g.certificate_until, home.zone) AS certificate_ends,
        g.institution IS NULL AS own, coalesce(served.villages, '{}') AS villages, body.begins, body.ends
      FROM agent g JOIN home ON home.village = g.village LEFT JOIN body ON body.id = g.institution
        LEFT JOIN served ON served.agent = g.code
      WHERE g.status <> 'ended' OR NOT EXISTS (
        SELECT FROM agent now WHERE now.phone_lookup = g.phone_lookup AND now.status <> 'ended')
      ORDER BY g.code
      """;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Villages villages;
  private volatile List<Agent> agents = List.of();

  /** From {@code begins} until before {@code ends}. */
  record Period(Instant begins, Instant ends) {
    static final Period ALWAYS = new Period(Instant.MIN, Instant.MAX);

    boolean holds(Instant at) {
      return !at.isBefore(begins) && at.isBefore(ends);
    }
  }

  /**
   * @param village the id of the village the agent is of
   * @param villages the ids of others that the agent serves, those of its markets among them
   * @param certificateEnds when the certificate has run out; empty when no day counts
   * @param registers when the agent's institution lets it take new workers
   */
  public record Agent(
      String code,
      String name,
      Msisdn phone,
      String village,
      List<String> villages,
      Status status,
      Optional<Instant> certificateEnds,
      List<Period> registers) {
    public Agent {
      villages = List.copyOf(villages);
      registers = List.copyOf(registers);
    }

    public boolean isActive() {
      return status == Status.ACTIVE;
    }

    /** Whether new work may come here (R2): active, and the certificate has not run out. */
    public boolean takesWork(Instant at) {
      return isActive() && certificateEnds.map(at::isBefore).orElse(true);
    }

    /** Whether a new worker may be this agent's (R2, R14): also the institution's MoU holds. */
    public boolean takesWorkers(Instant at) {
      return takesWork(at) && registers.stream().anyMatch(period -> period.holds(at));
    }

    private Stream<String> serves() {
      return Stream.concat(Stream.of(village), villages.stream());
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
    agents = jdbi.withHandle(handle -> handle.createQuery(READ).map((row, _) -> agent(row)).list());
  }

  private Agent agent(ResultSet row) throws SQLException {
    String code = row.getString("code");
    Timestamp ends = row.getTimestamp("certificate_ends");
    return new Agent(
        code,
        sealed.open(row.getBytes("name_sealed"), "agent.name:" + code),
        new Msisdn(sealed.open(row.getBytes("phone_sealed"), "agent.phone:" + code)),
        row.getString("village"),
        Arrays.asList((String[]) row.getArray("villages").getArray()),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(ends).map(Timestamp::toInstant),
        row.getBoolean("own")
            ? List.of(Period.ALWAYS)
            : periods(row.getArray("begins"), row.getArray("ends")));
  }

  private static List<Period> periods(Array begins, Array ends) throws SQLException {
    Timestamp[] from = (Timestamp[]) begins.getArray();
    Timestamp[] until = (Timestamp[]) ends.getArray();
    List<Period> periods = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      periods.add(new Period(from[i].toInstant(), until[i].toInstant()));
    }
    return periods;
  }

  public Optional<Agent> byCode(String code) {
    return agents.stream().filter(agent -> agent.code().equals(code)).findFirst();
  }

  /** The agent who has this phone. */
  public Optional<Agent> byPhone(Msisdn phone) {
    return agents.stream().filter(agent -> agent.phone().equals(phone)).findFirst();
  }

  /**
   * Who serves a village, and the desa adat and banjar that belong to it, and takes work: those who
   * are of it first.
   */
  public List<Agent> activeIn(String village, Instant at) {
    return in(village).filter(agent -> agent.takesWork(at)).toList();
  }

  private Stream<Agent> in(String village) {
    return Stream.concat(
        agents.stream().filter(agent -> isWithin(agent.village(), village)),
        agents.stream()
            .filter(agent -> !isWithin(agent.village(), village))
            .filter(agent -> agent.villages().stream().anyMatch(one -> isWithin(one, village))));
  }

  /** Whether one is the other, or both are of one village. */
  private boolean isWithin(String one, String village) {
    return one.equals(village) || whole(one).equals(whole(village));
  }

  private String whole(String village) {
    return villages.byId(village).map(Villages.Village::within).orElse(village);
  }

  /**
   * An agent for a new worker of {@code village}: the village's own, else one who serves it, else
   * one of its regency, else of its branch (R8). Where no branch serves, only the village's.
   */
  public Optional<Agent> propose(String village, Instant at) {
    return nearest(village, agent -> agent.takesWorkers(at));
  }

  /** As {@link #propose}, for help and not for a new worker: an institution's MoU is no matter. */
  public Optional<Agent> nearest(String village, Instant at) {
    return nearest(village, agent -> agent.takesWork(at));
  }

  /** The nearest to a village of those whom {@code fit} takes. */
  Optional<Agent> nearest(String village, Predicate<Agent> fit) {
    Optional<Agent> own = in(village).filter(fit).findFirst();
    if (own.isPresent()) {
      return own;
    }
    Optional<Villages.Village> home = villages.byId(village).filter(Villages.Village::isServed);
    if (home.isEmpty()) {
      return Optional.empty();
    }
    return first(home.get(), true, fit).or(() -> first(home.get(), false, fit));
  }

  private Optional<Agent> first(Villages.Village home, boolean sameRegency, Predicate<Agent> fit) {
    return agents.stream()
        .filter(fit)
        .filter(
            agent ->
                agent
                    .serves()
                    .flatMap(village -> villages.byId(village).stream())
                    .anyMatch(
                        v ->
                            v.branch().equals(home.branch())
                                && (!sameRegency || v.regency().equals(home.regency()))))
        .findFirst();
  }
}
