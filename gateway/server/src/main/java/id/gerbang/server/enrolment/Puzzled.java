package id.gerbang.server.enrolment;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * At most three answers an hour to what a number could go on sending for ever: no loop with another
 * machine (contract.md). The hour slides.
 */
public final class Puzzled {
  private static final int MOST = 3;
  private static final Duration WITHIN = Duration.ofHours(1);

  private Puzzled() {}

  /** Whether one more may be sent; then it is counted. */
  public static boolean mayAnswer(Handle tx, byte[] phone, Instant at) {
    return tx.createUpdate(
                """
                INSERT INTO puzzled AS p (phone_lookup, times) VALUES (:phone, ARRAY[CAST(:at AS timestamptz)])
                ON CONFLICT (phone_lookup) DO UPDATE
                SET times = (SELECT array_agg(t) FROM unnest(p.times) t WHERE t > :since) || CAST(:at AS timestamptz)
                WHERE (SELECT count(*) FROM unnest(p.times) t WHERE t > :since) < :most
                """)
            .bind("phone", phone)
            .bind("at", at)
            .bind("since", at.minus(WITHIN))
            .bind("most", MOST)
            .execute()
        == 1;
  }

  /** Who was understood is no machine that goes on for ever. */
  public static void forgive(Handle tx, byte[] phone) {
    tx.execute("DELETE FROM puzzled WHERE phone_lookup = ?", (Object) phone);
  }
}
