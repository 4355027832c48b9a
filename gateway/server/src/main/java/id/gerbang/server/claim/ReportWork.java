package id.gerbang.server.claim;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.OpenWork;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reports that are not decided and whose agent cannot act: another helps from now on (R18). */
public final class ReportWork implements OpenWork {
  private final SealedText sealed;
  private final Outbox outbox;
  private final ClaimLetters letters;

  public ReportWork(Vault vault, Outbox outbox, ClaimLetters letters) {
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  @Override
  public Kind kind() {
    return Kind.REPORTS;
  }

  @Override
  public boolean isUrgent() {
    return true;
  }

  private record Open(
      String reference,
      Risk risk,
      Stage stage,
      String village,
      String villageName,
      Msisdn relative,
      Instant until) {}

  @Override
  public Batch move(Handle tx, Handover handover, int limit) {
    List<Open> open =
        tx.createQuery(
                """
                SELECT r.reference, r.risk, r.stage, r.village, v.name AS village_name, r.relative_sealed, r.until
                FROM risk_report r JOIN village v ON v.id = r.village
                WHERE r.agent = :from AND r.stage <> 'decided'
                ORDER BY r.created_at, r.reference LIMIT :limit FOR UPDATE OF r
                """)
            .bind("from", handover.from())
            .bind("limit", limit)
            .map((row, _) -> open(row))
            .list();
    int alone = 0;
    for (Open report : open) {
      Optional<AgentDirectory.Agent> to = handover.successors().of(report.village());
      tx.execute(
          "UPDATE risk_report SET agent = ?, updated_at = ? WHERE reference = ?",
          to.map(AgentDirectory.Agent::code).orElse(null),
          handover.at(),
          report.reference());
      String about = ReportIntake.about(report.reference());
      Audit.write(tx, handover.at(), handover.actor(), "report.moved", about);
      to.ifPresent(
          agent ->
              outbox.add(
                  tx,
                  new NewSms(agent.phone(), words(report, handover.at()), about, handover.at())));
      alone += to.isEmpty() ? 1 : 0;
    }
    return new Batch(open.size(), alone);
  }

  private Open open(ResultSet row) throws SQLException {
    String reference = row.getString("reference");
    return new Open(
        reference,
        Risk.of(row.getString("risk")),
        Stage.of(row.getString("stage")),
        row.getString("village"),
        row.getString("village_name"),
        new Msisdn(sealed.open(row.getBytes("relative_sealed"), "report.relative:" + reference)),
        row.getTimestamp("until").toInstant());
  }

  /** With its deadline while there is one to keep. */
  private String words(Open report, Instant at) {
    return report.stage() == Stage.REPORTED && at.isBefore(report.until())
        ? letters.reminder(
            report.reference(),
            report.risk(),
            report.villageName(),
            report.relative(),
            report.until())
        : letters.takenOver(
            report.reference(), report.risk(), report.villageName(), report.relative());
  }
}
