package id.gerbang.server.link;

import id.gerbang.server.record.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Where every node stands with every link: heartbeats in PostgreSQL, by its clock, which the nodes
 * share. So a command that reaches only the database can say how the links are, and a node can tell
 * whether another one holds a link. Safe for any thread; blocks.
 */
public final class LinkStates {
  /** How often a node beats. */
  public static final Duration BEAT = Duration.ofSeconds(2);

  /** A node that was silent for longer is gone: three beats may be late. */
  public static final Duration SILENCE = Duration.ofSeconds(8);

  /** How long a node that is gone is still told of. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** The word of a link by which messages can leave. */
  private static final String BOUND = "bound";

  private final Jdbi jdbi;

  public LinkStates(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * What a node says of a link.
   *
   * @param state the word: stopped, connecting, bound, waiting, standby
   * @param standsFor for how long it has stood so
   * @param detail why, without people
   * @param refusal the last bind that the carrier refused, if it did
   */
  public record Beat(
      String link,
      String state,
      Duration standsFor,
      String detail,
      int windowUsed,
      int windowSize,
      Optional<Refusal> refusal) {}

  /**
   * @param status by its name
   * @param at when
   */
  public record Refusal(String status, Instant at) {}

  /**
   * What is known of a link on a node.
   *
   * @param alive whether the node has beaten lately; otherwise it is gone, and the rest is of then
   */
  public record Known(
      String link,
      String node,
      String state,
      Instant since,
      String detail,
      int windowUsed,
      int windowSize,
      Optional<Refusal> refusal,
      Instant seenAt,
      boolean alive) {}

  /**
   * A link over all nodes.
   *
   * @param boundFor how long the steadiest bind has lasted; empty when nobody holds it bound
   * @param unboundFor how long ago it was last seen bound; empty when it never was
   */
  public record Health(Optional<Duration> boundFor, Optional<Duration> unboundFor) {
    /** Of a link of which nothing is known. */
    public static final Health NEVER_SEEN = new Health(Optional.empty(), Optional.empty());
  }

  /** Writes what a node sees of its links. */
  public void beat(String node, List<Beat> beats) {
    jdbi.useTransaction(
        tx -> {
          new Columns<>(beats)
              .text("link", Beat::link)
              .text("state", Beat::state)
              .number("stands", beat -> beat.standsFor().toMillis())
              .text("detail", Beat::detail)
              .number("used", Beat::windowUsed)
              .number("size", Beat::windowSize)
              .text("refused", beat -> beat.refusal().map(Refusal::status).orElse(null))
              .instant("refusedAt", beat -> beat.refusal().map(Refusal::at).orElse(null))
              .bindTo(
                  tx.createUpdate(
                      """
                      INSERT INTO link_state (link, node, state, since, detail, window_used, window_size, refused, refused_at,
                        began_at, seen_at, bound_at)
                      SELECT r.link, :node, r.state, clock_timestamp() - r.stands * interval '1 millisecond', r.detail,
                        r.used, r.size, r.refused, r.refused_at, clock_timestamp(), clock_timestamp(),
                        CASE WHEN r.state = :bound THEN clock_timestamp() END
                      FROM unnest(:link, :state, :stands, :detail, :used, :size, :refused, :refusedAt)
                        AS r (link, state, stands, detail, used, size, refused, refused_at)
                      ON CONFLICT (link, node) DO UPDATE SET state = EXCLUDED.state, since = EXCLUDED.since,
                        detail = EXCLUDED.detail, window_used = EXCLUDED.window_used, window_size = EXCLUDED.window_size,
                        refused = coalesce(EXCLUDED.refused, link_state.refused),
                        refused_at = coalesce(EXCLUDED.refused_at, link_state.refused_at),
                        seen_at = EXCLUDED.seen_at, bound_at = coalesce(EXCLUDED.bound_at, link_state.bound_at)
                      """))
              .bind("node", node)
              .bind("bound", BOUND)
              .execute();
          tx.execute(
              "DELETE FROM link_state WHERE seen_at < clock_timestamp() - ? * interval '1"
                  + " millisecond'",
              REMEMBERED.toMillis());
        });
  }

  /** A node ends in order: its links are not bound any more, since now. */
  public void gone(String node) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE link_state SET state = 'stopped', since = clock_timestamp(), detail = 'the"
                    + " node ended', window_used = 0 WHERE node = ?",
                node));
  }

  /** All that is known, by link and node. */
  public List<Known> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT *, seen_at > clock_timestamp() - :silence * interval '1 millisecond' AS alive
                    FROM link_state ORDER BY link, node
                    """)
                .bind("silence", SILENCE.toMillis())
                .map((row, _) -> known(row))
                .list());
  }

  private static Known known(ResultSet row) throws SQLException {
    Timestamp refusedAt = row.getTimestamp("refused_at");
    return new Known(
        row.getString("link"),
        row.getString("node"),
        row.getString("state"),
        row.getTimestamp("since").toInstant(),
        row.getString("detail"),
        row.getInt("window_used"),
        row.getInt("window_size"),
        refusedAt == null
            ? Optional.empty()
            : Optional.of(new Refusal(row.getString("refused"), refusedAt.toInstant())),
        row.getTimestamp("seen_at").toInstant(),
        row.getBoolean("alive"));
  }

  /** Every link of which anything is known, over all nodes. */
  public Map<String, Health> health() {
    Map<String, Health> health = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT link,
                      CAST(1000 * extract(epoch FROM max(clock_timestamp() - since) FILTER (
                        WHERE state = :bound AND seen_at > clock_timestamp() - :silence * interval '1 millisecond'))
                        AS bigint) AS held,
                      CAST(1000 * extract(epoch FROM min(clock_timestamp() - bound_at)) AS bigint) AS lost
                    FROM link_state GROUP BY link
                    """)
                .bind("bound", BOUND)
                .bind("silence", SILENCE.toMillis())
                .map(
                    (row, _) ->
                        health.put(
                            row.getString("link"),
                            new Health(
                                Optional.ofNullable(row.getObject("held", Long.class))
                                    .map(Duration::ofMillis),
                                Optional.ofNullable(row.getObject("lost", Long.class))
                                    .map(Duration::ofMillis))))
                .list());
    return health;
  }
}
