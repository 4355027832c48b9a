package id.gerbang.server.agent;

import id.gerbang.server.agent.AgentDesk.Change;
import id.gerbang.server.agent.AgentDesk.Changed;
import id.gerbang.server.agent.AgentDesk.NewAgent;
import id.gerbang.server.agent.AgentDesk.NewCertificate;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.agent.AgentDesk.Unfit;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The steps of agents' lives (R2; {@link Status} has the diagram), each with its row in {@code
 * agent_change}, its line in the audit and its SMS to the agent, in the caller's transaction. The
 * agent's row is locked first: who enters workers at the same moment was active, or is refused.
 */
final class AgentLife {
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final AgentLetters letters;

  AgentLife(Vault vault, Outbox outbox, AgentLetters letters) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  /** What became of a step; the code is the agent's from now on. */
  sealed interface Outcome {}

  record Done(String code) implements Outcome {}

  record Not(Changed why) implements Outcome {}

  /** What a sealed reason is bound to. */
  static String reasonAt(String agent, Status became) {
    return "agent_change.reason:" + agent + ":" + became.label();
  }

  /** The first step. False, and the caller rolls back, when the certificate has run out. */
  boolean added(Handle tx, NewAgent agent, String actor, Instant at) {
    agent.certificate().ifPresent(certificate -> write(tx, agent.code(), certificate));
    if (lapsed(tx, agent.code(), at)) {
      return false;
    }
    Certificates.tell(tx, agent.code(), at);
    note(
        tx,
        agent.code(),
        Optional.empty(),
        agent.status(),
        Optional.empty(),
        agent.certificate(),
        actor,
        at);
    return true;
  }

  private record Now(Status status, String name, Msisdn phone, boolean certified, String branch) {}

  Outcome change(Handle tx, String code, Change change, String actor, Instant at) {
    Optional<Now> found = lock(tx, code);
    if (found.isEmpty()) {
      return new Not(new Changed.Unknown());
    }
    Now now = found.get();
    boolean renewal =
        change.to() == now.status() && now.status().renews() && change.certificate().isPresent();
    if (!renewal && !now.status().next().contains(change.to())) {
      return new Not(new Changed.NotAllowed(now.status()));
    }
    boolean certifies = now.status() == Status.CANDIDATE && change.to() == Status.CERTIFIED;
    if (change.code().isPresent() && !certifies) {
      return new Not(new Changed.Wrong(Unfit.CODE));
    }
    if (certifies && change.certificate().isEmpty()) {
      return new Not(new Changed.Wrong(Unfit.NO_CERTIFICATE));
    }
    tx.savepoint("before_the_step");
    Outcome outcome = step(tx, code, now, change, actor, at);
    if (outcome instanceof Not) {
      tx.rollbackToSavepoint("before_the_step");
    }
    return outcome;
  }

  private Outcome step(Handle tx, String code, Now now, Change change, String actor, Instant at) {
    String agent = code;
    if (change.code().filter(given -> !given.equals(code)).isPresent()) {
      agent = change.code().get();
      if (!recode(tx, code, agent, now)) {
        return new Not(new Changed.CodeTaken());
      }
    }
    if (change.certificate().isPresent()) {
      write(tx, agent, change.certificate().get());
    }
    boolean needsOne =
        change.certificate().isPresent() || (change.to() == Status.ACTIVE && now.certified());
    if (needsOne && lapsed(tx, agent, at)) {
      return new Not(new Changed.Wrong(Unfit.CERTIFICATE));
    }
    Certificates.tell(tx, agent, at);
    if (change.to() != now.status()) {
      tx.execute(
          "UPDATE agent SET status = ?, status_since = ? WHERE code = ?",
          change.to().label(),
          at,
          agent);
    }
    note(
        tx,
        agent,
        Optional.of(now.status()),
        change.to(),
        Optional.of(change.reason()),
        change.certificate(),
        actor,
        at);
    Audit.write(tx, at, actor, what(now.status(), change.to()), "agent:" + agent);
    outbox.add(tx, new NewSms(now.phone(), words(agent, now, change), "agent:" + agent, at));
    return new Done(agent);
  }

  private static String what(Status was, Status becomes) {
    return was == becomes
        ? "agent.certificate_renewed"
        : switch (becomes) {
          case CANDIDATE -> throw new IllegalArgumentException("nobody becomes a candidate again");
          case CERTIFIED -> "agent.certified";
          case ACTIVE -> "agent.activated";
          case SUSPENDED -> "agent.suspended";
          case ENDED -> "agent.ended";
        };
  }

  /** What the agent hears: what, why, and whom to ask. */
  private String words(String code, Now now, Change change) {
    if (change.to() == now.status()) {
      return letters.certificateRenewed(change.certificate().orElseThrow().until());
    }
    return switch (change.to()) {
      case CANDIDATE -> throw new IllegalArgumentException("nobody becomes a candidate again");
      case CERTIFIED -> letters.certified(code, change.certificate().orElseThrow().until());
      case ACTIVE -> letters.active(code);
      case SUSPENDED -> letters.suspended(code, change.reason(), now.branch());
      case ENDED -> letters.ended(code, change.reason(), now.branch());
    };
  }

  private Optional<Now> lock(Handle tx, String code) {
    return tx.createQuery(
            """
            SELECT g.status, g.name_sealed, g.phone_sealed, g.certificate_until IS NOT NULL AS certified,
              coalesce((SELECT b.name FROM branch b WHERE b.code = village_branch(g.village)), 'BPJS TK') AS branch
            FROM agent g WHERE g.code = ? FOR NO KEY UPDATE
            """)
        .bind(0, code)
        .map(
            (row, _) ->
                new Now(
                    Status.of(row.getString("status")),
                    sealed.open(row.getBytes("name_sealed"), "agent.name:" + code),
                    new Msisdn(sealed.open(row.getBytes("phone_sealed"), "agent.phone:" + code)),
                    row.getBoolean("certified"),
                    row.getString("branch")))
        .findFirst();
  }

  /** Gives a candidate the agent's code; what was done under the number stays there. */
  private boolean recode(Handle tx, String number, String code, Now now) {
    boolean taken =
        tx.createQuery("SELECT EXISTS (SELECT FROM agent WHERE code = ?)")
            .bind(0, code)
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      return false;
    }
    tx.execute(
        "UPDATE agent SET code = ?, name_sealed = ?, phone_sealed = ?, candidate_number = ? WHERE"
            + " code = ?",
        code,
        sealed.seal(now.name(), "agent.name:" + code),
        sealed.seal(now.phone().digits(), "agent.phone:" + code),
        number,
        number);
    tx.execute("UPDATE agent_candidate SET agent = ? WHERE agent = ?", code, number);
    return true;
  }

  private void write(Handle tx, String code, NewCertificate certificate) {
    tx.execute(
        "UPDATE agent SET certificate_sealed = ?, certificate_until = ?, certificate_warned ="
            + " false, certificate_lapsed = false WHERE code = ?",
        sealed.seal(certificate.number(), "agent.certificate:" + code),
        certificate.until(),
        code);
  }

  private static boolean lapsed(Handle tx, String code, Instant at) {
    return tx.createQuery(
            "SELECT CAST(:at AS timestamptz) >= agent_certificate_ends(g) FROM agent g WHERE code ="
                + " :code")
        .bind("at", at)
        .bind("code", code)
        .mapTo(Boolean.class)
        .one();
  }

  private void note(
      Handle tx,
      String agent,
      Optional<Status> was,
      Status becomes,
      Optional<String> reason,
      Optional<NewCertificate> certificate,
      String actor,
      Instant at) {
    tx.execute(
        "INSERT INTO agent_change (agent, at, who, was, became, reason_sealed, certificate_until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        agent,
        at,
        actor,
        was.map(Status::label).orElse(null),
        becomes.label(),
        reason.map(words -> sealed.seal(words, reasonAt(agent, becomes))).orElse(null),
        certificate.map(NewCertificate::until).orElse(null));
  }
}
