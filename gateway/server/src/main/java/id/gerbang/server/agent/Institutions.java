package id.gerbang.server.agent;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The markets, village enterprises and other bodies that workers belong to (R3, R13). Blocks. */
public final class Institutions {
  private final Jdbi jdbi;

  public Institutions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A body by its row and its name. */
  public record Institution(long id, String name) {}

  /**
   * Where a market trader of {@code village} may belong: all bodies of that village, then the other
   * markets of its branch, each by name. A body needs no valid MoU to be named as a place of work.
   */
  public List<Institution> near(String village, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT i.id, i.name FROM institution i
                      LEFT JOIN village v ON v.id = i.village LEFT JOIN district d ON d.code = v.district
                    WHERE i.village = :village OR (i.kind = 'market' AND coalesce(i.branch, d.branch) = (
                      SELECT hd.branch FROM village h JOIN district hd ON hd.code = h.district WHERE h.id = :village))
                    ORDER BY i.village IS NOT DISTINCT FROM :village DESC, i.name LIMIT :limit
                    """)
                .bind("village", village)
                .bind("limit", limit)
                .map((row, _) -> new Institution(row.getLong("id"), row.getString("name")))
                .list());
  }
}
