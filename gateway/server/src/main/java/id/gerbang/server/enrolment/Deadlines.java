package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * An agent's silence: reminded after a day, and after two the branch gets the application,
 * unconfirmed (contract.md). And a worker's: {@link EntryDeadlines}. Any node may run it, also
 * several at once: each takes rows that no other holds.
 */
public final class Deadlines {
  /** Applications of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final EnrolmentTimes times;
  private final Letters letters;
  private final EntryDeadlines entries;

  public Deadlines(Jdbi jdbi, Vault vault, Outbox outbox, EnrolmentTimes times, Letters letters) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.times = times;
    this.letters = letters;
    this.entries = new EntryDeadlines(jdbi, sealed, outbox, letters.entries());
  }

  private record Due(
      String reference,
      Instant createdAt,
      boolean reminded,
      String language,
      Msisdn worker,
      String village,
      String agent,
      Msisdn agentPhone,
      boolean agentActive,
      String code,
      boolean nameIsMissing) {}

  /**
   * Does everything that is due at {@code now}, and says how many applications it touched. Blocks.
   */
  public int runDue(Instant now) {
    return Batches.all(BATCH, () -> jdbi.inTransaction(tx -> runBatch(tx, now)))
        + entries.runDue(now);
  }

  private int runBatch(Handle tx, Instant now) {
    List<Due> due = due(tx, now);
    for (Due application : due) {
      // Who may not answer is not reminded: the branch need not wait for nobody.
      if (!application.agentActive()
          || !now.isBefore(application.createdAt().plus(times.escalation()))) {
        escalate(tx, application, now);
      } else {
        remind(tx, application, now);
      }
    }
    return due.size();
  }

  private List<Due> due(Handle tx, Instant now) {
    return tx.createQuery(
            """
            SELECT a.reference, a.created_at, a.reminded, a.language, a.phone_sealed, v.name AS village, g.code AS agent,
              g.phone_sealed AS agent_phone, g.status = 'active' AS agent_active, k.code, w.name_sealed IS NULL AS nameless
            FROM application a JOIN worker w ON w.id = a.worker JOIN village v ON v.id = a.village JOIN agent g ON g.code = a.agent
              JOIN act_code k ON k.application = a.reference AND k.act = 'agent_answer' AND k.used_at IS NULL
            WHERE a.next_deadline <= :now AND a.status = 'awaiting_agent'
            ORDER BY a.next_deadline LIMIT :batch FOR UPDATE OF a SKIP LOCKED
            """)
        .bind("now", now)
        .bind("batch", BATCH)
        .map(
            (row, _) ->
                new Due(
                    row.getString("reference"),
                    row.getTimestamp("created_at").toInstant(),
                    row.getBoolean("reminded"),
                    row.getString("language"),
                    new Msisdn(
                        sealed.open(
                            row.getBytes("phone_sealed"),
                            "application.phone:" + row.getString("reference"))),
                    row.getString("village"),
                    row.getString("agent"),
                    new Msisdn(
                        sealed.open(
                            row.getBytes("agent_phone"), "agent.phone:" + row.getString("agent"))),
                    row.getBoolean("agent_active"),
                    row.getString("code"),
                    row.getBoolean("nameless")))
        .list();
  }

  private void remind(Handle tx, Due due, Instant now) {
    Instant until = due.createdAt().plus(times.escalation());
    tx.execute(
        "UPDATE application SET reminded = true, next_deadline = ? WHERE reference = ?",
        until,
        due.reference());
    Audit.write(tx, now, "system", "agent.reminded", "application:" + due.reference());
    outbox.add(
        tx,
        new NewSms(
            due.agentPhone(),
            letters.remindAgent(
                due.nameIsMissing() ? Optional.of(due.worker().digits()) : Optional.empty(),
                due.village(),
                due.code(),
                until),
            "application:" + due.reference(),
            now));
  }

  private void escalate(Handle tx, Due due, Instant now) {
    tx.execute(
        "UPDATE application SET status = 'awaiting_branch', unconfirmed = true, next_deadline ="
            + " NULL, updated_at = ? WHERE reference = ?",
        now,
        due.reference());
    Audit.write(tx, now, "system", "application.escalated", "application:" + due.reference());
    outbox.add(
        tx,
        new NewSms(
            due.worker(),
            letters.escalated(due.language(), due.reference()),
            "application:" + due.reference(),
            now));
  }
}
