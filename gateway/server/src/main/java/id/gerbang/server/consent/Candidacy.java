package id.gerbang.server.consent;

import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The end of a candidacy: the person goes, that somebody once agreed stays without a name. */
public final class Candidacy {
  private Candidacy() {}

  /** The number of the candidate whom a phone belongs to. */
  public static Optional<String> of(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT code FROM agent WHERE phone_lookup = ? AND status = 'candidate' FOR UPDATE")
        .bind(0, phone)
        .mapTo(String.class)
        .findFirst();
  }

  /**
   * Erases a candidate.
   *
   * @param who for the audit
   * @return false, and nothing is erased, when they were an agent before and workers' data names
   *     them
   */
  public static boolean end(Handle tx, String number, String who, Instant at) {
    int erased =
        tx.createUpdate(
                """
                DELETE FROM agent g WHERE g.code = :number AND g.status = 'candidate'
                  AND NOT EXISTS (SELECT 1 FROM application WHERE agent = g.code)
                  AND NOT EXISTS (SELECT 1 FROM agent_entry WHERE agent = g.code)
                  AND NOT EXISTS (SELECT 1 FROM risk_report WHERE agent = g.code)
                """)
            .bind("number", number)
            .execute();
    if (erased == 0) {
      return false;
    }
    tx.execute(
        "UPDATE agent_candidate SET withdrawn_at = ? WHERE agent = ? AND withdrawn_at IS NULL",
        at,
        number);
    tx.execute(
        "UPDATE outbox SET text_sealed = NULL WHERE about = ? AND status IN ('sent', 'delivered',"
            + " 'failed', 'parked')",
        "agent:" + number);
    Audit.write(tx, at, who, "agent.candidacy_ended", "agent:" + number);
    return true;
  }
}
