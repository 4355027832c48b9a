package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Answers;
import id.gerbang.engine.value.Parsed;
import id.gerbang.engine.value.Type;
import id.gerbang.engine.value.Value;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * An agent's yes or no, whether it came by SMS or from the menu: one act, whose code is used up and
 * of which the worker is told, in the caller's transaction.
 */
final class AgentAnswers {
  private static final int LONGEST_REASON = 100;

  private final SealedText sealed;
  private final Outbox outbox;
  private final Letters letters;

  AgentAnswers(SealedText sealed, Outbox outbox, Letters letters) {
    this.sealed = sealed;
    this.outbox = outbox;
    this.letters = letters;
  }

  /**
   * Confirms; the branch decides next.
   *
   * @param name the worker's, looked at only where the worker left it to the agent
   */
  Answered confirm(Handle tx, Coded coded, String name, Instant at) {
    Optional<Answered> shut = coded.shut(at);
    if (shut.isPresent()) {
      return shut.get();
    }
    if (!coded.hasName()) {
      Parsed parsed =
          Answers.parse(
              Type.Simple.PERSON_NAME,
              Answers.clean(name),
              at.atZone(ZoneOffset.UTC).toLocalDate());
      if (!(parsed instanceof Parsed.Good(Value.Text(String given)))) {
        return new Answered.NameMissing(coded.code());
      }
      tx.execute(
          "UPDATE worker SET name_sealed = ? WHERE nik_lookup = decode(?, 'hex')",
          sealed.seal(given, "worker.name:" + coded.workerKey()),
          coded.workerKey());
    }
    CodedRows.use(tx, coded, "YA", at);
    tx.execute(
        "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL, updated_at = ?"
            + " WHERE reference = ?",
        at,
        coded.reference());
    audit(tx, coded, "application.confirmed", at);
    tell(tx, coded, letters.confirmed(coded.language(), coded.reference()), at);
    return new Answered.Done(coded.code());
  }

  /** Rejects, with the reason that the worker is told. */
  Answered reject(Handle tx, Coded coded, String reason, Instant at) {
    Optional<Answered> shut = coded.shut(at);
    if (shut.isPresent()) {
      return shut.get();
    }
    String clean = Answers.clean(reason);
    if (clean.isEmpty()) {
      return new Answered.ReasonMissing(coded.code());
    }
    String kept = clean.substring(0, Math.min(LONGEST_REASON, clean.length()));
    CodedRows.use(tx, coded, "TOLAK", at);
    tx.execute(
        "UPDATE application SET status = 'rejected', reason_sealed = ?, next_deadline = NULL,"
            + " updated_at = ? WHERE reference = ?",
        sealed.seal(kept, "application.reason:" + coded.reference()),
        at,
        coded.reference());
    audit(tx, coded, "application.rejected_by_agent", at);
    tell(tx, coded, letters.rejected(coded.language(), coded.reference(), kept), at);
    return new Answered.Done(coded.code());
  }

  private static void audit(Handle tx, Coded coded, String what, Instant at) {
    Audit.write(tx, at, "agent:" + coded.agent().orElse(""), what, coded.about());
  }

  private void tell(Handle tx, Coded coded, String words, Instant at) {
    outbox.add(tx, new NewSms(coded.worker().orElseThrow(), words, coded.about(), at));
  }
}
