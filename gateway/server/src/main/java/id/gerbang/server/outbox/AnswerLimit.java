package id.gerbang.server.outbox;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * How many automatic answers a number got within an hour: what keeps two machines from answering
 * each other for ever. The outbox itself is the count, so it holds over all nodes and restarts.
 */
public final class AnswerLimit {
  private static final Duration WITHIN = Duration.ofHours(1);

  private final Vault vault;

  public AnswerLimit(Vault vault) {
    this.vault = vault;
  }

  /**
   * Whether {@code most} messages of that kind were added for this number within the last hour.
   *
   * @param about the beginning of {@link Outbox.NewSms#about}
   */
  public boolean reached(Handle tx, Msisdn to, String about, int most, Instant at) {
    return tx.createQuery(
                """
                SELECT count(*) FROM (SELECT 1 FROM outbox WHERE to_lookup = :to AND starts_with(about, :about)
                  AND created_at > :since LIMIT :most) AS lately
                """)
            .bind("to", vault.lookup("phone", to.digits()))
            .bind("about", about)
            .bind("since", at.minus(WITHIN))
            .bind("most", most)
            .mapTo(Integer.class)
            .one()
        >= most;
  }
}
