package id.gerbang.server.agent;

import id.gerbang.server.area.Villages;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The markets, village enterprises and other bodies that workers belong to (R3, R13). Blocks. */
public final class Institutions {
  private final Jdbi jdbi;
  private final Villages villages;
  private final ZoneId zone;

  /**
   * @param zone in which a day ends for a body that no branch serves; else its branch's
   */
  public Institutions(Jdbi jdbi, Villages villages, ZoneId zone) {
    this.jdbi = jdbi;
    this.villages = villages;
    this.zone = zone;
  }

  /** A body by its row and its name. */
  public record Institution(long id, String name) {}

  /**
   * Where a market trader of {@code village} may belong: all bodies of that village, then the other
   * markets of its branch, each by name. One whose MoU does not hold that day takes nobody new (R4,
   * R14).
   */
  public List<Institution> near(String village, int limit, Instant at) {
    String branch = villages.byId(village).map(Villages.Village::branch).orElse(null);
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT i.id, i.name FROM institution i
                    WHERE (i.village = :village OR (i.kind = 'market' AND i.branch = :branch))
                      AND mou_allows(i.id, 'registration', CAST(:at AS timestamptz), :zone)
                    ORDER BY i.village IS NOT DISTINCT FROM :village DESC, i.name LIMIT :limit
                    """)
                .bind("village", village)
                .bind("branch", branch)
                .bind("at", at)
                .bind("zone", zone.getId())
                .bind("limit", limit)
                .map((row, _) -> new Institution(row.getLong("id"), row.getString("name")))
                .list());
  }
}
