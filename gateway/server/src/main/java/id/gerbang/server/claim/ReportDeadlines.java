package id.gerbang.server.claim;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The clock of reports (R18): while the branch has not said that the first stage is there, the
 * agent is reminded, and what is not there in time is overdue, for the branch's eyes. Any node may
 * run it, also several at once: each takes rows that no other holds.
 */
public final class ReportDeadlines {
  /** Reports of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final AgentDirectory agents;
  private final ClaimLetters letters;

  public ReportDeadlines(
      Jdbi jdbi, Vault vault, Outbox outbox, AgentDirectory agents, ClaimLetters letters) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.agents = agents;
    this.letters = letters;
  }

  private record Due(
      String reference,
      Risk risk,
      String village,
      String villageName,
      Optional<String> agent,
      Msisdn relative,
      Instant until) {}

  /** Does everything that is due at {@code now}, and says how many reports it touched. Blocks. */
  public int runDue(Instant now) {
    return Batches.all(BATCH, () -> jdbi.inTransaction(tx -> runBatch(tx, now)));
  }

  private int runBatch(Handle tx, Instant now) {
    List<Due> due = due(tx, now);
    for (Due report : due) {
      if (now.isBefore(report.until())) {
        remind(tx, report, now);
      } else {
        isOverdue(tx, report, now);
      }
    }
    return due.size();
  }

  private List<Due> due(Handle tx, Instant now) {
    return tx.createQuery(
            """
            SELECT r.reference, r.risk, r.village, v.name AS village_name, r.agent, r.relative_sealed, r.until
            FROM risk_report r JOIN village v ON v.id = r.village
            WHERE r.next_deadline <= :now
            ORDER BY r.next_deadline LIMIT :batch FOR UPDATE OF r SKIP LOCKED
            """)
        .bind("now", now)
        .bind("batch", BATCH)
        .map((row, _) -> due(row))
        .list();
  }

  private Due due(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    return new Due(
        reference,
        Risk.of(row.getString("risk")),
        row.getString("village"),
        row.getString("village_name"),
        Optional.ofNullable(row.getString("agent")),
        new Msisdn(sealed.open(row.getBytes("relative_sealed"), "report.relative:" + reference)),
        row.getTimestamp("until").toInstant());
  }

  private void remind(Handle tx, Due due, Instant now) {
    // one who was suspended since is not asked: another of the village or its branch is
    Optional<AgentDirectory.Agent> agent =
        due.agent()
            .flatMap(agents::byCode)
            .filter(one -> one.takesWork(now))
            .or(() -> agents.nearest(due.village(), now));
    tx.execute(
        "UPDATE risk_report SET reminded = ?, agent = ?, next_deadline = until WHERE reference = ?",
        agent.isPresent(),
        agent.map(AgentDirectory.Agent::code).or(due::agent).orElse(null),
        due.reference());
    if (agent.isEmpty()) {
      return; // nobody to remind: the branch sees the deadline
    }
    Audit.write(tx, now, "system", "report.reminded", ReportIntake.about(due.reference()));
    outbox.add(
        tx,
        new NewSms(
            agent.get().phone(),
            letters.reminder(
                due.reference(), due.risk(), due.villageName(), due.relative(), due.until()),
            ReportIntake.about(due.reference()),
            now));
  }

  private static void isOverdue(Handle tx, Due due, Instant now) {
    tx.execute(
        "UPDATE risk_report SET overdue = true, next_deadline = NULL, updated_at = ? WHERE"
            + " reference = ?",
        now,
        due.reference());
    Audit.write(tx, now, "system", "report.overdue", ReportIntake.about(due.reference()));
  }
}
