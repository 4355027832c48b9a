package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What nobody consented to in time (contract.md): an application that an agent entered expires, and
 * what was typed is erased; also when the worker refused. What stays names nobody: reference,
 * village, plan and agent. Any node may run it, also several at once.
 *
 * <pre>
 *   awaiting_consent ── SETUJU ──► awaiting_branch
 *     │        └─────── BATAL ───► withdrawn ── 72 h ──► withdrawn, erased
 *     └── 72 h ──► expired, erased
 * </pre>
 */
final class EntryDeadlines {
  /** Applications of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  /** A late answer is told that it is late; then its code, a keyed hash of the phone, goes too. */
  static final Duration CODES_KEPT = Duration.ofDays(7);

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final EntryLetters letters;

  EntryDeadlines(Jdbi jdbi, SealedText sealed, Outbox outbox, EntryLetters letters) {
    this.jdbi = jdbi;
    this.sealed = sealed;
    this.outbox = outbox;
    this.letters = letters;
  }

  private record Due(String reference, Status status, UUID worker, Optional<Msisdn> agentPhone) {}

  /** Does everything that is due at {@code now}, and says how many applications it touched. */
  int runDue(Instant now) {
    int done = Batches.all(BATCH, () -> jdbi.inTransaction(tx -> runBatch(tx, now)));
    jdbi.useHandle(handle -> forgetCodes(handle, now));
    return done;
  }

  private int runBatch(Handle tx, Instant now) {
    List<Due> due =
        tx.createQuery(
                """
                SELECT a.reference, a.status, a.worker, g.code AS agent, g.phone_sealed
                FROM application a JOIN agent_entry e ON e.application = a.reference
                  LEFT JOIN agent g ON g.code = a.agent AND g.status = 'active'
                WHERE a.next_deadline <= :now AND a.status IN ('awaiting_consent', 'withdrawn')
                ORDER BY a.next_deadline LIMIT :batch FOR UPDATE OF a SKIP LOCKED
                """)
            .bind("now", now)
            .bind("batch", BATCH)
            .map((row, _) -> due(row))
            .list();
    for (Due application : due) {
      if (application.status() == Status.AWAITING_CONSENT) {
        expire(tx, application, now);
      }
      erase(tx, application, now);
    }
    return due.size();
  }

  private Due due(ResultSet row) throws SQLException {
    byte[] phone = row.getBytes("phone_sealed");
    return new Due(
        row.getString("reference"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getObject("worker", UUID.class),
        phone == null
            ? Optional.empty()
            : Optional.of(new Msisdn(sealed.open(phone, "agent.phone:" + row.getString("agent")))));
  }

  private void expire(Handle tx, Due due, Instant now) {
    tx.execute(
        "UPDATE application SET status = 'expired', updated_at = ? WHERE reference = ?",
        now,
        due.reference());
    String about = "application:" + due.reference();
    Audit.write(tx, now, "system", "application.expired", about);
    due.agentPhone()
        .ifPresent(
            agent ->
                outbox.add(
                    tx,
                    new NewSms(
                        agent, letters.consentExpiredForAgent(due.reference()), about, now)));
  }

  /** The worker too, unless another application of theirs knows them. */
  private static void erase(Handle tx, Due due, Instant now) {
    tx.execute(
        "UPDATE agent_entry SET name_sealed = NULL, birth_date_sealed = NULL WHERE application = ?",
        due.reference());
    tx.execute(
        "UPDATE application SET worker = NULL, phone_sealed = NULL, phone_lookup = NULL,"
            + " next_deadline = NULL, erased_at = ? WHERE reference = ?",
        now,
        due.reference());
    tx.execute(
        "DELETE FROM worker w WHERE id = ? AND NOT EXISTS"
            + " (SELECT FROM application a WHERE a.worker = w.id)",
        due.worker());
  }

  private static void forgetCodes(Handle handle, Instant now) {
    handle.execute(
        """
        DELETE FROM act_code WHERE act = 'worker_consent' AND code IN (
          SELECT k.code FROM act_code k JOIN application a ON a.reference = k.application
          WHERE k.act = 'worker_consent' AND a.worker IS NULL AND k.expires_at <= ? LIMIT 500 FOR UPDATE OF k SKIP LOCKED)
        """,
        now.minus(CODES_KEPT));
  }
}
