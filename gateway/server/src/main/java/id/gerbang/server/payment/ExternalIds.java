package id.gerbang.server.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** X-EXTERNAL-ID: each bank uses one once in a day, and a day is WIB's (contract.md). */
public final class ExternalIds {
  private static final ZoneOffset WIB = ZoneOffset.ofHours(7);

  /** Yesterday's are kept, so that a clock that is behind meets them still. */
  private static final int DAYS_KEPT = 2;

  private static final int MOST_AT_ONCE = 5_000;

  private final Jdbi jdbi;

  public ExternalIds(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Uses an id up, in the transaction of {@code tx}; false when it was used before that day. */
  public static boolean use(Handle tx, String bank, String id, Instant at) {
    return tx.execute(
            "INSERT INTO snap_external_id (bank, day, external_id) VALUES (?, ?, ?) ON CONFLICT DO"
                + " NOTHING",
            bank,
            at.atOffset(WIB).toLocalDate(),
            id)
        == 1;
  }

  /** Erases those of past days; says how many. */
  public int runDue(Instant now) {
    LocalDate from = now.atOffset(WIB).toLocalDate().minusDays(DAYS_KEPT);
    return jdbi.withHandle(
        handle ->
            handle.execute(
                "DELETE FROM snap_external_id WHERE ctid IN (SELECT ctid FROM snap_external_id"
                    + " WHERE day < ? LIMIT ?)",
                from,
                MOST_AT_ONCE));
  }
}
