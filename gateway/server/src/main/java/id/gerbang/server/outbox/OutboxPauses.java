package id.gerbang.server.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Which links take nothing from the outbox, by an operator's wish. It stands in the row that every
 * claim of a link locks, so all nodes obey with their next claim, also after a restart. Blocks;
 * safe for any thread.
 */
public final class OutboxPauses {
  private final Jdbi jdbi;

  public OutboxPauses(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param by who wished it
   */
  public record Pause(Instant since, String by) {}

  /** Nothing of {@code link} is claimed from now on; whether that is new. */
  public boolean pause(String link, String by) {
    return changed(
        """
        INSERT INTO outbox_pace AS p (link, free_at, paused_at, paused_by)
        VALUES (?, clock_timestamp(), clock_timestamp(), ?)
        ON CONFLICT (link) DO UPDATE SET paused_at = EXCLUDED.paused_at, paused_by = EXCLUDED.paused_by
        WHERE p.paused_at IS NULL
        """,
        link,
        by);
  }

  /** What waits for {@code link} leaves again; whether that is new. */
  public boolean resume(String link) {
    return changed(
        "UPDATE outbox_pace SET paused_at = NULL, paused_by = NULL WHERE link = ? AND paused_at IS"
            + " NOT NULL",
        link);
  }

  private boolean changed(String sql, Object... values) {
    return jdbi.withHandle(handle -> handle.execute(sql, values)) > 0;
  }

  /** The paused links. */
  public Map<String, Pause> all() {
    Map<String, Pause> paused = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT link, paused_at, coalesce(paused_by, '') AS paused_by FROM outbox_pace"
                        + " WHERE paused_at IS NOT NULL")
                .map(
                    (row, _) ->
                        paused.put(
                            row.getString("link"),
                            new Pause(
                                row.getTimestamp("paused_at").toInstant(),
                                row.getString("paused_by"))))
                .list());
    return paused;
  }
}
