package id.gerbang.server.agent;

import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Page;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link AgentDesk} on PostgreSQL. */
public final class PostgresAgentDesk implements AgentDesk {
  /** What was begun and cannot be goes back to here. */
  private static final String NOTHING_DONE = "nothing_done";

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Villages villages;
  private final AgentDirectory directory;
  private final AgentRows rows;
  private final AgentLife life;
  private final AgentService services;

  public PostgresAgentDesk(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Villages villages,
      AgentDirectory directory,
      AgentLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.villages = villages;
    this.directory = directory;
    this.rows = new AgentRows(sealed);
    this.life = new AgentLife(vault, outbox, letters);
    this.services = new AgentService(villages);
  }

  @Override
  public Page<Agent> list(Filter filter, Instant at) {
    return jdbi.withHandle(handle -> rows.list(handle, filter, at));
  }

  @Override
  public Optional<Details> find(String code, Instant at) {
    return jdbi.withHandle(handle -> rows.find(handle, code, at));
  }

  @Override
  public Added add(NewAgent agent, String actor, Instant at) {
    Optional<Villages.Village> village = villages.named(agent.village());
    if (village.isEmpty()) {
      return new Added.Wrong(Unfit.VILLAGE);
    }
    Added added =
        jdbi.inTransaction(
            tx -> {
              tx.savepoint(NOTHING_DONE);
              Added written = write(tx, agent, village.get().id(), actor, at);
              if (!(written instanceof Added.Done)) {
                tx.rollbackToSavepoint(NOTHING_DONE);
              }
              return written;
            });
    directory.refresh();
    return added;
  }

  private Added write(Handle tx, NewAgent agent, String village, String actor, Instant at) {
    if (agent.certificate().isEmpty() && agent.status() == Status.CERTIFIED) {
      return new Added.Wrong(Unfit.NO_CERTIFICATE);
    }
    Optional<Added> taken = insert(tx, agent, village, at);
    if (taken.isPresent()) {
      return taken.get();
    }
    Optional<Unfit> unfit =
        services.set(
            tx,
            agent.code(),
            village,
            new Service(
                Optional.of(agent.type()),
                agent.institution(),
                Optional.of(agent.villages()),
                Optional.of(agent.markets())));
    if (unfit.isPresent()) {
      return new Added.Wrong(unfit.get());
    }
    if (!life.added(tx, agent, actor, at)) {
      return new Added.Wrong(Unfit.CERTIFICATE);
    }
    Audit.write(tx, at, actor, "agent.added", "agent:" + agent.code());
    return new Added.Done(rows.find(tx, agent.code(), at).orElseThrow().agent());
  }

  /** Empty when it is written; otherwise what stood in the way. */
  private Optional<Added> insert(Handle tx, NewAgent agent, String village, Instant at) {
    int rows =
        tx.createUpdate(
                """
                INSERT INTO agent (code, name_sealed, phone_sealed, phone_lookup, village, status, created_at, status_since)
                VALUES (:code, :name, :phone, :lookup, :village, :status, :at, :at) ON CONFLICT DO NOTHING
                """)
            .bind("code", agent.code())
            .bind("name", sealed.seal(agent.name(), "agent.name:" + agent.code()))
            .bind("phone", sealed.seal(agent.phone().digits(), "agent.phone:" + agent.code()))
            .bind("lookup", vault.lookup("phone", agent.phone().digits()))
            .bind("village", village)
            .bind("status", agent.status().label())
            .bind("at", at)
            .execute();
    if (rows == 1) {
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

  @Override
  public Changed change(String code, Change change, String actor, Instant at) {
    Changed changed =
        jdbi.inTransaction(
            tx ->
                switch (life.change(tx, code, change, actor, at)) {
                  case AgentLife.Done(String now) ->
                      new Changed.Done(rows.find(tx, now, at).orElseThrow());
                  case AgentLife.Not(Changed why) -> why;
                });
    directory.refresh();
    return changed;
  }

  @Override
  public Served serve(String code, Service service, String actor, Instant at) {
    Served served =
        jdbi.inTransaction(
            tx -> {
              tx.savepoint(NOTHING_DONE);
              Served written = serve(tx, code, service, actor, at);
              if (!(written instanceof Served.Done)) {
                tx.rollbackToSavepoint(NOTHING_DONE);
              }
              return written;
            });
    directory.refresh();
    return served;
  }

  private record Now(String village, Status status) {}

  private Served serve(Handle tx, String code, Service service, String actor, Instant at) {
    Optional<Now> now =
        tx.createQuery("SELECT village, status FROM agent WHERE code = ? FOR NO KEY UPDATE")
            .bind(0, code)
            .map((row, _) -> new Now(row.getString("village"), Status.of(row.getString("status"))))
            .findFirst();
    if (now.isEmpty()) {
      return new Served.Unknown();
    }
    if (now.get().status() == Status.ENDED) {
      return new Served.Over();
    }
    Optional<Unfit> unfit = services.set(tx, code, now.get().village(), service);
    if (unfit.isPresent()) {
      return new Served.Wrong(unfit.get());
    }
    Audit.write(tx, at, actor, "agent.serves", "agent:" + code);
    return new Served.Done(rows.find(tx, code, at).orElseThrow());
  }
}
