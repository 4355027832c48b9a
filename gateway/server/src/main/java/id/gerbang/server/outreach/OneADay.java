package id.gerbang.server.outreach;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** At most one message that nobody asked for in a day, over all kinds and nodes: table reminded. */
final class OneADay {
  static final Duration BETWEEN = Duration.ofHours(24);

  private OneADay() {}

  /**
   * Takes this phone's message of the day.
   *
   * @return false when it was taken within the last 24 hours
   */
  static boolean take(Handle tx, byte[] phone, Instant now) {
    return tx.createUpdate(
                """
                INSERT INTO reminded AS r (phone_lookup, at) VALUES (:phone, :now)
                ON CONFLICT (phone_lookup) DO UPDATE SET at = EXCLUDED.at WHERE r.at <= :before
                """)
            .bind("phone", phone)
            .bind("now", now)
            .bind("before", now.minus(BETWEEN))
            .execute()
        == 1;
  }
}
