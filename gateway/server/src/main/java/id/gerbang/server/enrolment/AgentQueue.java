package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.record.Intents;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The applications that wait for an agent, and the agent's answers from the menu: the same act as
 * YA and TOLAK by SMS, with the code that was sent to this phone. Blocks.
 */
public final class AgentQueue {
  private static final String WAITING =
      """
      SELECT a.reference, w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker, v.id AS village, v.name AS village_name,
        a.plan, a.phone_sealed, k.expires_at, a.created_at
      FROM act_code k JOIN application a ON a.reference = k.application JOIN worker w ON w.id = a.worker
        JOIN village v ON v.id = a.village JOIN agent g ON g.code = a.agent
      WHERE k.act = 'agent_answer' AND k.phone_lookup = :phone AND k.used_at IS NULL AND k.expires_at >= :at
        AND a.status = 'awaiting_agent' AND g.status = 'active'
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final CodedRows rows;
  private final AgentAnswers answers;
  private final EnrolmentTimes times;

  public AgentQueue(Jdbi jdbi, Vault vault, Outbox outbox, EnrolmentTimes times, Letters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.rows = new CodedRows(sealed);
    this.answers = new AgentAnswers(sealed, outbox, letters);
    this.times = times;
  }

  /**
   * An application that waits.
   *
   * @param name the worker's, masked; empty where the agent has to ask for it
   * @param nik its last four digits
   * @param phone the worker's, whole, where the agent has to ask for the name
   * @param until when the branch gets it unconfirmed
   */
  public record Waiting(
      String reference,
      Optional<String> name,
      String nik,
      String village,
      String plan,
      Optional<String> phone,
      Instant until) {
    /** As it stands in a list. */
    public String worker() {
      return name.orElse("NIK " + nik);
    }
  }

  /** What waits for the agent of this phone, the longest waiting first. */
  public List<Waiting> waiting(Msisdn agent, int limit, Instant at) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(WAITING + " ORDER BY a.created_at, a.reference LIMIT :limit")
                .bind("phone", lookup(agent))
                .bind("at", at)
                .bind("limit", limit)
                .map((row, _) -> waiting(row))
                .list());
  }

  /** One of them; empty when it waits no more, or for somebody else. */
  public Optional<Waiting> waiting(Msisdn agent, String reference, Instant at) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(WAITING + " AND a.reference = :reference")
                .bind("phone", lookup(agent))
                .bind("at", at)
                .bind("reference", reference)
                .map((row, _) -> waiting(row))
                .findFirst());
  }

  private Waiting waiting(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker");
    byte[] name = row.getBytes("name_sealed");
    return new Waiting(
        reference,
        Optional.ofNullable(name)
            .map(some -> PersonName.masked(sealed.open(some, "worker.name:" + worker))),
        Nik.masked(sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker)),
        row.getString("village_name"),
        row.getString("plan"),
        name == null
            ? Optional.of(
                sealed.open(row.getBytes("phone_sealed"), "application.phone:" + reference))
            : Optional.empty(),
        row.getTimestamp("created_at").toInstant().plus(times.escalation()));
  }

  /**
   * Confirms, once for an intent.
   *
   * @param name of a worker who left it to the agent
   */
  public Answered confirm(
      Msisdn agent, String reference, Optional<String> name, String intent, Instant at) {
    return once(
        agent,
        reference,
        "agent.confirm",
        intent,
        at,
        (tx, coded) -> answers.confirm(tx, coded, name.orElse(""), at));
  }

  /** Rejects, once for an intent. */
  public Answered reject(Msisdn agent, String reference, String reason, String intent, Instant at) {
    return once(
        agent,
        reference,
        "agent.reject",
        intent,
        at,
        (tx, coded) -> answers.reject(tx, coded, reason, at));
  }

  private interface Answering {
    Answered answer(Handle tx, Coded coded);
  }

  private Answered once(
      Msisdn agent, String reference, String action, String intent, Instant at, Answering act) {
    return jdbi.inTransaction(
        tx -> {
          Optional<String> before = Intents.begin(tx, intent, action, at);
          if (before.isPresent()) {
            return new Answered.Done(before.get());
          }
          Answered answered =
              rows.byReference(tx, reference, lookup(agent), Act.AGENT_ANSWER)
                  .map(coded -> act.answer(tx, coded))
                  .orElseGet(Answered.Unknown::new);
          if (answered instanceof Answered.Done(String code)) {
            Intents.done(tx, intent, code);
          } else {
            Intents.forget(tx, intent);
          }
          return answered;
        });
  }

  private byte[] lookup(Msisdn phone) {
    return vault.lookup("phone", phone.digits());
  }
}
