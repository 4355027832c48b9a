package id.gerbang.server.agent;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The days of agents' certificates (R2): each agent is told once that theirs ends within thirty
 * days, and once that it has ended. That it has ended is no event: {@code agent_takes_work} asks
 * the clock. Any node may run it, also several at once.
 */
public final class Certificates {
  /** A renewal takes some weeks. */
  static final Duration WARNING = Duration.ofDays(30);

  /** Agents of one transaction: short enough not to hold them long. */
  private static final int BATCH = 50;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final AgentLetters letters;

  public Certificates(Jdbi jdbi, Vault vault, Outbox outbox, AgentLetters letters) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.letters = letters;
  }

  private record Due(String code, Msisdn phone, LocalDate until, boolean ended) {}

  /** Tells all who are to be told at {@code now}, and says how many they were. Blocks. */
  public int runDue(Instant now) {
    return Batches.all(BATCH, () -> jdbi.inTransaction(tx -> runBatch(tx, now)));
  }

  private int runBatch(Handle tx, Instant now) {
    List<Due> due =
        tx.createQuery(
                """
                SELECT g.code, g.phone_sealed, g.certificate_until, CAST(:now AS timestamptz) >= agent_certificate_ends(g) AS ended
                FROM agent g
                WHERE g.certificate_until IS NOT NULL AND g.status IN ('certified', 'active', 'suspended') AND NOT g.certificate_lapsed
                  AND g.certificate_until <= :horizon
                  AND CAST(:now AS timestamptz) >= CASE WHEN g.certificate_warned THEN agent_certificate_ends(g)
                    ELSE agent_certificate_ends(g) - :warning * interval '1 day' END
                ORDER BY g.certificate_until, g.code LIMIT :batch FOR UPDATE OF g SKIP LOCKED
                """)
            .bind("now", now)
            .bind(
                "horizon",
                now.plus(WARNING).atZone(java.time.ZoneOffset.UTC).toLocalDate().plusDays(1))
            .bind("warning", WARNING.toDays())
            .bind("batch", BATCH)
            .map(
                (row, _) ->
                    new Due(
                        row.getString("code"),
                        new Msisdn(
                            sealed.open(
                                row.getBytes("phone_sealed"),
                                "agent.phone:" + row.getString("code"))),
                        row.getObject("certificate_until", LocalDate.class),
                        row.getBoolean("ended")))
            .list();
    for (Due agent : due) {
      tell(tx, agent.code(), now);
      String about = "agent:" + agent.code();
      Audit.write(
          tx, now, "system", "agent.certificate_" + (agent.ended() ? "ended" : "ending"), about);
      String words =
          agent.ended()
              ? letters.certificateEnded(agent.until())
              : letters.certificateEnding(agent.until());
      outbox.add(tx, new NewSms(agent.phone(), words, about, now));
    }
    return due.size();
  }

  /** Marks what an agent knows at {@code at} of their certificate's last day. */
  static void tell(Handle tx, String code, Instant at) {
    tx.createUpdate(
            """
            UPDATE agent g SET
              certificate_lapsed = CAST(:at AS timestamptz) >= agent_certificate_ends(g),
              certificate_warned = CAST(:at AS timestamptz) >= agent_certificate_ends(g) - :warning * interval '1 day'
            WHERE g.code = :code AND g.certificate_until IS NOT NULL
            """)
        .bind("at", at)
        .bind("warning", WARNING.toDays())
        .bind("code", code)
        .execute();
  }
}
