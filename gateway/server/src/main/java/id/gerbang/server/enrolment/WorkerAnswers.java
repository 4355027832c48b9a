package id.gerbang.server.enrolment;

import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A worker's own answers: SETUJU to what an agent entered, and BATAL as long as the branch has not
 * decided. Each returns the words to the worker.
 */
final class WorkerAnswers {
  private final Vault vault;
  private final Outbox outbox;
  private final Letters letters;
  private final Codes codes;
  private final EnrolmentTimes times;

  WorkerAnswers(Vault vault, Outbox outbox, Letters letters, Codes codes, EnrolmentTimes times) {
    this.vault = vault;
    this.outbox = outbox;
    this.letters = letters;
    this.codes = codes;
    this.times = times;
  }

  /**
   * Consents: what the agent typed becomes the worker's, and the branch decides next, for the
   * agent's entry was the confirmation (contract.md).
   */
  String consent(Handle tx, Coded coded, Msisdn from, Instant at) {
    CodedRows.use(tx, coded, "SETUJU", at);
    tx.execute(
        """
        INSERT INTO consent (application, text_version, language, channel, given_at) VALUES (?, ?, ?, 'sms', ?)
        """,
        coded.reference(),
        ConsentToken.ENTERED_TEXT,
        coded.language(),
        at);
    tx.execute(
        """
        UPDATE worker w SET name_sealed = coalesce(e.name_sealed, w.name_sealed),
          birth_date_sealed = coalesce(e.birth_date_sealed, w.birth_date_sealed)
        FROM application a JOIN agent_entry e ON e.application = a.reference
        WHERE a.reference = ? AND w.id = a.worker
        """,
        coded.reference());
    tx.execute(
        "UPDATE agent_entry SET name_sealed = NULL, birth_date_sealed = NULL WHERE application = ?",
        coded.reference());
    tx.execute(
        "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL, updated_at = ?"
            + " WHERE reference = ?",
        at,
        coded.reference());
    Audit.write(tx, at, "worker", "application.consented", coded.about());
    String withdrawal =
        ActCodes.make(
            tx,
            codes,
            Act.WORKER_WITHDRAWAL,
            coded.reference(),
            vault.lookup("phone", from.digits()),
            at.plus(times.code()));
    return letters.entries().consented(coded.language(), coded.reference(), withdrawal);
  }

  /** Withdraws, or refuses what an agent entered: then what was typed is erased by its deadline. */
  String withdraw(Handle tx, Coded coded, Instant at) {
    CodedRows.use(tx, coded, "BATAL", at);
    // Without consent the deadline stays: it erases what the agent typed (EntryDeadlines).
    boolean asked = coded.act() == Act.WORKER_CONSENT;
    tx.execute(
        "UPDATE application SET status = 'withdrawn', updated_at = ?,"
            + " next_deadline = CASE WHEN ? THEN next_deadline END WHERE reference = ?",
        at,
        asked,
        coded.reference());
    if (!asked) {
      consentWithdrawn(tx, coded, at);
    }
    Audit.write(
        tx, at, "worker", asked ? "application.refused" : "application.withdrawn", coded.about());
    Optional<Msisdn> agent = coded.agentPhone().filter(_ -> coded.agentIsActive());
    if (asked) {
      agent.ifPresent(
          phone ->
              tell(tx, phone, letters.entries().refusedForAgent(coded.reference()), coded, at));
      return letters.entries().refused(coded.language(), coded.reference());
    }
    // Only an agent who still was to answer has to know.
    agent
        .filter(_ -> coded.status() == BranchDesk.Status.AWAITING_AGENT)
        .ifPresent(
            phone -> tell(tx, phone, letters.withdrawnForAgent(agentCode(tx, coded)), coded, at));
    return letters.withdrawn(coded.language(), coded.reference());
  }

  /** UU PDP art. 9, as the menu does it (consent's {@code Processing}): nothing is processed on. */
  private static void consentWithdrawn(Handle tx, Coded coded, Instant at) {
    tx.execute(
        "UPDATE consent SET withdrawn_at = ? WHERE application = ? AND withdrawn_at IS NULL",
        at,
        coded.reference());
    tx.execute(
        "UPDATE subject_request SET status = 'dropped', answered_at = ? WHERE application = ? AND"
            + " kind = 'correction' AND status = 'open'",
        at,
        coded.reference());
    Audit.write(tx, at, "worker", "consent.withdrawn", coded.about());
  }

  private static String agentCode(Handle tx, Coded coded) {
    return tx.createQuery(
            "SELECT code FROM act_code WHERE application = ? AND act = ? ORDER BY used_at IS NOT"
                + " NULL LIMIT 1")
        .bind(0, coded.reference())
        .bind(1, Act.AGENT_ANSWER.label())
        .mapTo(String.class)
        .one();
  }

  private void tell(Handle tx, Msisdn to, String words, Coded coded, Instant at) {
    outbox.add(tx, new NewSms(to, words, coded.about(), at));
  }
}
