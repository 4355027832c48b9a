package id.gerbang.server.agent;

import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link AgentDesk} on PostgreSQL. */
public final class PostgresAgentDesk implements AgentDesk {
  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Villages villages;
  private final AgentDirectory directory;

  public PostgresAgentDesk(Jdbi jdbi, Vault vault, Villages villages, AgentDirectory directory) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.villages = villages;
    this.directory = directory;
  }

  @Override
  public Page<Agent> list(Filter filter) {
    return Page.of(
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT a.code, a.name_sealed, a.phone_sealed, v.name AS village, a.status, i.name AS institution
                        FROM agent a JOIN village v ON v.id = a.village LEFT JOIN institution i ON i.id = a.institution
                        WHERE (:status::text IS NULL OR a.status = :status) AND (:after::text IS NULL OR a.code > :after)
                        ORDER BY a.code LIMIT :limit
                        """)
                    .bind("status", filter.status().map(Status::label).orElse(null))
                    .bind("after", filter.after().orElse(null))
                    .bind("limit", filter.limit() + 1)
                    .map((row, _) -> agent(row))
                    .list()),
        filter.limit(),
        Agent::code);
  }

  private Agent agent(ResultSet row) throws SQLException {
    String code = row.getString("code");
    return new Agent(
        code,
        sealed.open(row.getBytes("name_sealed"), "agent.name:" + code),
        new Msisdn(sealed.open(row.getBytes("phone_sealed"), "agent.phone:" + code)).masked(),
        row.getString("village"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("institution")));
  }

  @Override
  public Added add(NewAgent agent, String actor, Instant at) {
    Optional<Villages.Village> village = villages.named(agent.village());
    if (village.isEmpty()) {
      return new Added.UnknownVillage();
    }
    Optional<Added> refused = jdbi.inTransaction(tx -> write(tx, agent, village.get(), actor, at));
    if (refused.isPresent()) {
      return refused.get();
    }
    directory.refresh();
    return new Added.Done(
        new Agent(
            agent.code(),
            agent.name(),
            agent.phone().masked(),
            village.get().name(),
            agent.status(),
            Optional.empty()));
  }

  /** Empty when it is written; otherwise what stood in the way, and nothing is written. */
  private Optional<Added> write(
      Handle tx, NewAgent agent, Villages.Village village, String actor, Instant at) {
    byte[] phone = vault.lookup("phone", agent.phone().digits());
    int rows =
        tx.createUpdate(
                """
                INSERT INTO agent (code, name_sealed, phone_sealed, phone_lookup, village, status, created_at)
                VALUES (:code, :name, :phone, :lookup, :village, :status, :at) ON CONFLICT DO NOTHING
                """)
            .bind("code", agent.code())
            .bind("name", sealed.seal(agent.name(), "agent.name:" + agent.code()))
            .bind("phone", sealed.seal(agent.phone().digits(), "agent.phone:" + agent.code()))
            .bind("lookup", phone)
            .bind("village", village.id())
            .bind("status", agent.status().label())
            .bind("at", at)
            .execute();
    if (rows == 1) {
      Audit.write(tx, at, actor, "agent.added", "agent:" + agent.code());
      return Optional.empty();
    }
    // the row in the way is committed, and agents are never deleted: it is seen here
    boolean sameCode =
        tx.createQuery("SELECT EXISTS (SELECT FROM agent WHERE code = ?)")
            .bind(0, agent.code())
            .mapTo(Boolean.class)
            .one();
    return Optional.of(sameCode ? new Added.CodeTaken() : new Added.PhoneTaken());
  }
}
