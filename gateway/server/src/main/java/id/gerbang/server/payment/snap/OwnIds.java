package id.gerbang.server.payment.snap;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/**
 * X-EXTERNAL-ID of our requests: nine digits, as BRI takes them, unique in a day of WIB over all
 * nodes. Safe for any thread. Blocks.
 */
public final class OwnIds {
  private static final ZoneOffset WIB = ZoneOffset.ofHours(7);

  /** So that none begins with 0, which a table may cut off. */
  private static final int BEFORE_THE_FIRST = 100_000_000;

  private static final int DAYS_KEPT = 2;

  private final Jdbi jdbi;

  public OwnIds(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The next one of a bank. */
  String next(String bank, Instant at) {
    return jdbi.withHandle(
        handle ->
            Integer.toString(
                handle
                    .createQuery(
                        """
                        INSERT INTO snap_own_id AS own (bank, day, last) VALUES (?, ?, ?)
                        ON CONFLICT (bank, day) DO UPDATE SET last = own.last + 1 RETURNING last
                        """)
                    .bind(0, bank)
                    .bind(1, at.atOffset(WIB).toLocalDate())
                    .bind(2, BEFORE_THE_FIRST + 1)
                    .mapTo(int.class)
                    .one()));
  }

  /** Erases the counts of past days; says how many. */
  public int runDue(Instant now) {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                "DELETE FROM snap_own_id WHERE day < ?",
                now.atOffset(WIB).toLocalDate().minusDays(DAYS_KEPT)));
  }
}
