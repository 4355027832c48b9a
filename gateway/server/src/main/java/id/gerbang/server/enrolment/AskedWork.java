package id.gerbang.server.enrolment;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.OpenWork;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Applications that wait for an agent's YA or TOLAK: the old code dies, another agent gets a new
 * one and the worker is told. The worker's two days go on: where nobody is near, or too little of
 * them is left to answer in, the branch gets the application unconfirmed, as after a silence.
 */
public final class AskedWork implements OpenWork {
  /** Less is no time to find somebody who answers: a working half day. */
  static final Duration LEAST = Duration.ofHours(6);

  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Codes codes;
  private final EnrolmentTimes times;
  private final Letters letters;

  public AskedWork(Vault vault, Outbox outbox, Codes codes, EnrolmentTimes times, Letters letters) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.codes = codes;
    this.times = times;
    this.letters = letters;
  }

  @Override
  public Kind kind() {
    return Kind.ASKED;
  }

  @Override
  public boolean isUrgent() {
    return true;
  }

  private record Waiting(
      String reference,
      Instant createdAt,
      String language,
      String plan,
      Msisdn worker,
      String village,
      String villageName,
      String code,
      Optional<String> name,
      String nik) {}

  @Override
  public Batch move(Handle tx, Handover handover, int limit) {
    List<Waiting> waiting =
        // Locked in the order in which an answer locks them (CodedRows): code, then application.
        tx.createQuery(
                """
                SELECT a.reference, a.created_at, a.language, a.plan, a.phone_sealed, a.village, v.name AS village_name, k.code,
                  w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker
                FROM act_code k JOIN application a ON a.reference = k.application JOIN worker w ON w.id = a.worker
                  JOIN village v ON v.id = a.village
                WHERE a.agent = :from AND a.status = 'awaiting_agent' AND k.act = 'agent_answer' AND k.used_at IS NULL
                ORDER BY a.created_at, a.reference LIMIT :limit FOR UPDATE OF k, a
                """)
            .bind("from", handover.from())
            .bind("limit", limit)
            .map((row, _) -> waiting(row))
            .list();
    int alone = 0;
    for (Waiting one : waiting) {
      Optional<AgentDirectory.Agent> to = handover.successors().of(one.village());
      Instant until = one.createdAt().plus(times.escalation());
      tx.execute(
          "UPDATE act_code SET used_at = ?, outcome = ? WHERE code = ?",
          handover.at(),
          Coded.MOVED,
          one.code());
      Moves.write(tx, one.reference(), Status.AWAITING_AGENT, to, handover);
      if (to.isPresent() && !until.isBefore(handover.at().plus(LEAST))) {
        ask(tx, one, to.get(), until, handover.at());
      } else {
        escalate(tx, one, handover.at());
        alone++;
      }
    }
    return new Batch(waiting.size(), alone);
  }

  private Waiting waiting(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    String worker = row.getString("worker");
    return new Waiting(
        reference,
        row.getTimestamp("created_at").toInstant(),
        row.getString("language"),
        row.getString("plan"),
        new Msisdn(sealed.open(row.getBytes("phone_sealed"), "application.phone:" + reference)),
        row.getString("village"),
        row.getString("village_name"),
        row.getString("code"),
        Optional.ofNullable(row.getBytes("name_sealed"))
            .map(name -> sealed.open(name, "worker.name:" + worker)),
        sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker));
  }

  private void ask(Handle tx, Waiting one, AgentDirectory.Agent to, Instant until, Instant at) {
    String code =
        ActCodes.make(
            tx,
            codes,
            Act.AGENT_ANSWER,
            one.reference(),
            vault.lookup("phone", to.phone().digits()),
            at.plus(times.code()));
    Instant reminder = one.createdAt().plus(times.reminder());
    tx.execute(
        "UPDATE application SET reminded = false, next_deadline = ?, updated_at = ? WHERE reference"
            + " = ?",
        at.isBefore(reminder) ? reminder : until,
        at,
        one.reference());
    String ask =
        letters.askAgent(
            one.name(),
            one.worker().digits(),
            one.nik(),
            one.villageName(),
            one.plan(),
            code,
            until);
    String changed =
        letters.agentChanged(
            one.language(), one.reference(), to.name(), to.phone().digits(), Status.AWAITING_AGENT);
    String about = "application:" + one.reference();
    outbox.add(
        tx, new NewSms(to.phone(), ask, about, at), new NewSms(one.worker(), changed, about, at));
  }

  private void escalate(Handle tx, Waiting one, Instant at) {
    tx.execute(
        "UPDATE application SET status = 'awaiting_branch', unconfirmed = true, next_deadline ="
            + " NULL, updated_at = ? WHERE reference = ?",
        at,
        one.reference());
    String about = "application:" + one.reference();
    Audit.write(tx, at, "system", "application.escalated", about);
    outbox.add(
        tx,
        new NewSms(one.worker(), letters.escalated(one.language(), one.reference()), about, at));
  }
}
