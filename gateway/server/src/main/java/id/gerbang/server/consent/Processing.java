package id.gerbang.server.consent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Ends the use of an application's data: what UU PDP asks of a consent that is taken back. A member
 * stays one: only the branch ends a membership.
 */
final class Processing {
  static final String APPROVED = "approved";

  /** The states of an application that somebody still works on. */
  static final Set<String> OPEN = Set.of("awaiting_consent", "awaiting_agent", "awaiting_branch");

  private final SealedText sealed;
  private final Outbox outbox;
  private final SubjectLetters letters;

  Processing(SealedText sealed, Outbox outbox, SubjectLetters letters) {
    this.sealed = sealed;
    this.outbox = outbox;
    this.letters = letters;
  }

  /**
   * Takes the consent back; an open application becomes withdrawn, its agent is told, and
   * corrections that wait are dropped.
   *
   * @param tx holds the lock of the application
   * @param status the application's, as the lock found it
   * @param who for the audit
   */
  void stop(Handle tx, String application, String status, String who, Instant at) {
    tx.execute(
        "UPDATE consent SET withdrawn_at = ? WHERE application = ? AND withdrawn_at IS NULL",
        at,
        application);
    Audit.write(tx, at, who, "consent.withdrawn", "application:" + application);
    if (!OPEN.contains(status)) {
      return;
    }
    tx.execute(
        "UPDATE application SET status = 'withdrawn', next_deadline = NULL, updated_at = ? WHERE"
            + " reference = ?",
        at,
        application);
    Audit.write(tx, at, who, "application.withdrawn", "application:" + application);
    tx.execute(
        "UPDATE subject_request SET status = 'dropped', answered_at = ? WHERE application = ? AND"
            + " kind = 'correction' AND status = 'open'",
        at,
        application);
    if (status.equals("awaiting_agent")) {
      tellAgent(tx, application, at);
    }
  }

  /** Only an agent who still was to answer has to know. */
  private void tellAgent(Handle tx, String application, Instant at) {
    tx.createQuery(
            """
            SELECT g.code AS agent, g.phone_sealed, k.code FROM application a JOIN agent g ON g.code = a.agent
              JOIN act_code k ON k.application = a.reference AND k.act = 'agent_answer' AND k.used_at IS NULL
            WHERE a.reference = ? AND g.status = 'active'
            """)
        .bind(0, application)
        .map(
            (row, _) ->
                new NewSms(
                    new Msisdn(
                        sealed.open(
                            row.getBytes("phone_sealed"), "agent.phone:" + row.getString("agent"))),
                    letters.withdrawnForAgent(row.getString("code")),
                    "application:" + application,
                    at))
        .list()
        .forEach(sms -> outbox.add(tx, sms));
  }
}
