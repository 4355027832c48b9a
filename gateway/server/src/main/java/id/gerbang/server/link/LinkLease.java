package id.gerbang.server.link;

import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the nodes may bind a link that its operator allows once: a row that its holder renews. A
 * node that ends gives it back at once; one that dies loses it after {@link #LASTS}.
 *
 * <p>While PostgreSQL is away nobody can take it over, and a bind that exists stays: menus go on
 * without PostgreSQL. A bind is only begun, or begun anew, within a lease; and it is given up when
 * another node is seen to hold it.
 *
 * <p>Threads: one renews; any may ask.
 */
public final class LinkLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkLease.class);

  /** Four beats: one may be slow and one lost. The next node binds within this and a beat. */
  public static final Duration LASTS = Duration.ofSeconds(8);

  private final Jdbi jdbi;
  private final String link;
  private final String node;
  private volatile boolean held;
  private volatile boolean anothers;
  private volatile long until;

  /**
   * @param node unlike any other's
   */
  public LinkLease(Jdbi jdbi, String link, String node) {
    this.jdbi = jdbi;
    this.link = link;
    this.node = node;
  }

  /** Takes the lease, or keeps it; again every {@link LinkStates#BEAT}. Blocks. */
  public void renew() {
    long asked = System.nanoTime();
    try {
      held = jdbi.withHandle(this::taken) == 1;
      anothers = !held;
      until = asked + LASTS.toNanos();
    } catch (RuntimeException e) {
      log.warn("link={} its lease could not be renewed: {}", link, e.getClass().getSimpleName());
    }
  }

  private int taken(Handle handle) {
    return handle.execute(
        """
        INSERT INTO link_lease AS l (link, node, until)
        VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')
        ON CONFLICT (link) DO UPDATE SET node = EXCLUDED.node, until = EXCLUDED.until
        WHERE l.node = EXCLUDED.node OR l.until < clock_timestamp()
        """,
        link,
        node,
        LASTS.toMillis());
  }

  /** Whether this node holds it now, as far as it knows. */
  public boolean held() {
    return held && System.nanoTime() - until < 0;
  }

  /** Whether another node was seen to hold it. */
  public boolean anothers() {
    return anothers;
  }

  /** Gives it back. */
  @Override
  public void close() {
    held = false;
    try {
      jdbi.useHandle(
          handle ->
              handle.execute("DELETE FROM link_lease WHERE link = ? AND node = ?", link, node));
    } catch (RuntimeException e) {
      log.warn(
          "link={} its lease could not be given back and ends by itself: {}",
          link,
          e.getClass().getSimpleName());
    }
  }
}
