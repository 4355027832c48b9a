package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Parsed;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Answers that bear a code: the agent's YA and TOLAK, the worker's BATAL. A code belongs to one act
 * and one phone, is used once and expires. Each answer returns the words to its sender; what it
 * changes and whom else it tells is in the same transaction.
 */
final class CodedAnswers {
  private static final String AGENT_ANSWER = "agent_answer";
  private static final String WITHDRAWAL = "worker_withdrawal";
  private static final int LONGEST_REASON = 100;

  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Letters letters;

  CodedAnswers(Vault vault, Outbox outbox, Letters letters) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  /** A code with the application it belongs to, both locked. */
  private record Coded(
      String code,
      Instant expiresAt,
      Optional<Instant> usedAt,
      String outcome,
      String reference,
      Status status,
      String language,
      Msisdn worker,
      String workerKey,
      boolean hasName,
      Optional<String> agent,
      Optional<Msisdn> agentPhone,
      String agentStatus) {}

  /** An answer is either about a code that can be acted on, or already has its words. */
  private sealed interface Found {
    record Open(Coded coded) implements Found {}

    record Answer(String words) implements Found {}
  }

  /** {@code YA code [name]}. */
  String yes(Handle tx, Msisdn from, String code, String name, Instant at) {
    return switch (find(tx, from, code, AGENT_ANSWER, at)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) -> confirm(tx, coded, name, at);
    };
  }

  private String confirm(Handle tx, Coded coded, String name, Instant at) {
    if (!coded.hasName()) {
      Parsed parsed =
          Answers.parse(
              Type.Simple.PERSON_NAME,
              Answers.clean(name),
              at.atZone(ZoneOffset.UTC).toLocalDate());
      if (!(parsed instanceof Parsed.Good(Value.Text(String given)))) {
        return letters.nameMissing(coded.code());
      }
      tx.execute(
          "UPDATE worker SET name_sealed = ? WHERE nik_lookup = decode(?, 'hex')",
          sealed.seal(given, "worker.name:" + coded.workerKey()),
          coded.workerKey());
    }
    use(tx, coded, "YA", at);
    tx.execute(
        "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL, updated_at = ?"
            + " WHERE reference = ?",
        at,
        coded.reference());
    audit(tx, coded, "application.confirmed", at);
    tell(tx, coded, letters.confirmed(coded.language(), coded.reference()), at);
    return letters.agentConfirmed(coded.code());
  }

  /** {@code TOLAK code reason}. */
  String no(Handle tx, Msisdn from, String code, String reason, Instant at) {
    return switch (find(tx, from, code, AGENT_ANSWER, at)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) -> {
        String clean = Answers.clean(reason);
        if (clean.isEmpty()) {
          yield letters.reasonMissing(coded.code());
        }
        String kept = clean.substring(0, Math.min(LONGEST_REASON, clean.length()));
        use(tx, coded, "TOLAK", at);
        tx.execute(
            "UPDATE application SET status = 'rejected', reason_sealed = ?, next_deadline = NULL,"
                + " updated_at = ? WHERE reference = ?",
            sealed.seal(kept, "application.reason:" + coded.reference()),
            at,
            coded.reference());
        audit(tx, coded, "application.rejected_by_agent", at);
        tell(tx, coded, letters.rejected(coded.language(), coded.reference(), kept), at);
        yield letters.agentRejected(coded.code());
      }
    };
  }

  /** {@code BATAL code}. */
  String withdraw(Handle tx, Msisdn from, String code, Instant at) {
    return switch (find(tx, from, code, WITHDRAWAL, at)) {
      case Found.Answer(String words) -> words;
      case Found.Open(Coded coded) -> {
        use(tx, coded, "BATAL", at);
        tx.execute(
            "UPDATE application SET status = 'withdrawn', next_deadline = NULL, updated_at = ?"
                + " WHERE reference = ?",
            at,
            coded.reference());
        Audit.write(tx, at, "worker", "application.withdrawn", "application:" + coded.reference());
        // Only an agent who still was to answer has to know.
        coded
            .agentPhone()
            .filter(_ -> coded.status() == Status.AWAITING_AGENT)
            .filter(_ -> coded.agentStatus().equals("active"))
            .ifPresent(agent -> tellAgent(tx, agent, coded, at));
        yield letters.withdrawn(coded.language(), coded.reference());
      }
    };
  }

  private Found find(Handle tx, Msisdn from, String code, String act, Instant at) {
    byte[] phone = vault.lookup("phone", from.digits());
    Optional<Instant> locked = WrongTries.lockedUntil(tx, phone, at);
    if (locked.isPresent()) {
      return new Found.Answer(letters.locked(locked.get()));
    }
    Optional<Coded> coded =
        Codes.isShapedLikeOne(code) ? read(tx, code, act, phone) : Optional.empty();
    if (coded.isEmpty()) {
      return new Found.Answer(
          WrongTries.count(tx, phone, at)
              .map(letters::locked)
              .orElseGet(() -> letters.unknownCode(code)));
    }
    WrongTries.forgive(tx, phone);
    return open(coded.get(), act, at);
  }

  /** A right code that nothing can be done with says why. */
  private Found open(Coded coded, String act, Instant at) {
    if (coded.usedAt().isPresent()) {
      return new Found.Answer(
          letters.alreadyAnswered(coded.code(), coded.outcome(), coded.usedAt().get()));
    }
    if (act.equals(AGENT_ANSWER) && !coded.agentStatus().equals("active")) {
      return new Found.Answer(letters.suspended());
    }
    if (at.isAfter(coded.expiresAt())) {
      return new Found.Answer(letters.expired(coded.code()));
    }
    boolean possible =
        switch (coded.status()) {
          case AWAITING_AGENT -> true;
          case AWAITING_BRANCH, AWAITING_CONSENT -> act.equals(WITHDRAWAL);
          case APPROVED, REJECTED, WITHDRAWN, EXPIRED -> false;
        };
    return possible
        ? new Found.Open(coded)
        : new Found.Answer(letters.tooLate(coded.code(), coded.status()));
  }

  private Optional<Coded> read(Handle tx, String code, String act, byte[] phone) {
    return tx.createQuery(
            """
            SELECT k.code, k.expires_at, k.used_at, k.outcome, a.reference, a.status, a.language, a.phone_sealed, a.agent,
              encode(w.nik_lookup, 'hex') AS worker, w.name_sealed IS NOT NULL AS has_name, coalesce(g.status, '') AS agent_status,
              g.phone_sealed AS agent_phone
            FROM act_code k JOIN application a ON a.reference = k.application JOIN worker w ON w.id = a.worker
              LEFT JOIN agent g ON g.code = a.agent
            WHERE k.code = :code AND k.act = :act AND k.phone_lookup = :phone
            FOR UPDATE OF k, a
            """)
        .bind("code", code)
        .bind("act", act)
        .bind("phone", phone)
        .map(
            (row, _) ->
                new Coded(
                    row.getString("code"),
                    row.getTimestamp("expires_at").toInstant(),
                    Optional.ofNullable(row.getTimestamp("used_at"))
                        .map(java.sql.Timestamp::toInstant),
                    row.getString("outcome"),
                    row.getString("reference"),
                    Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                    row.getString("language"),
                    new Msisdn(
                        sealed.open(
                            row.getBytes("phone_sealed"),
                            "application.phone:" + row.getString("reference"))),
                    row.getString("worker"),
                    row.getBoolean("has_name"),
                    Optional.ofNullable(row.getString("agent")),
                    agentPhone(row),
                    row.getString("agent_status")))
        .findFirst();
  }

  private Optional<Msisdn> agentPhone(ResultSet row) throws SQLException {
    byte[] phone = row.getBytes("agent_phone");
    return phone == null
        ? Optional.empty()
        : Optional.of(new Msisdn(sealed.open(phone, "agent.phone:" + row.getString("agent"))));
  }

  private void tellAgent(Handle tx, Msisdn agent, Coded coded, Instant at) {
    String code =
        tx.createQuery("SELECT code FROM act_code WHERE application = ? AND act = ? LIMIT 1")
            .bind(0, coded.reference())
            .bind(1, AGENT_ANSWER)
            .mapTo(String.class)
            .one();
    outbox.add(
        tx,
        new NewSms(agent, letters.withdrawnForAgent(code), "application:" + coded.reference(), at));
  }

  private static void use(Handle tx, Coded coded, String outcome, Instant at) {
    tx.execute(
        "UPDATE act_code SET used_at = ?, outcome = ? WHERE code = ?", at, outcome, coded.code());
  }

  private static void audit(Handle tx, Coded coded, String what, Instant at) {
    Audit.write(
        tx, at, "agent:" + coded.agent().orElse(""), what, "application:" + coded.reference());
  }

  private void tell(Handle tx, Coded coded, String words, Instant at) {
    outbox.add(tx, new NewSms(coded.worker(), words, "application:" + coded.reference(), at));
  }
}
