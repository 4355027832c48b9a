package id.gerbang.server.outbox;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.link.LinkStates;
import id.gerbang.server.link.LinkStates.Health;
import id.gerbang.server.record.Columns;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what waits for a link that no node has held bound for a while to the next link that may
 * carry it.
 *
 * <p>Only what was never handed to a carrier moves: a message of which nobody knows, or a part of
 * which was taken, stays where its receipts come from. Nothing moves to and fro: a link must have
 * been away for its whole patience before it loses anything, and bound for {@link #STEADY} before
 * it gets anything; what moved stays where it is when the first link comes back, unless the second
 * is away as long. A paused link that is bound keeps its messages, and none moves to it.
 *
 * <p>Any node may run it, also several at once: each takes rows that no other holds. One thread.
 */
public final class FailOver {
  private static final Logger log = LoggerFactory.getLogger(FailOver.class);

  /** A link that falls over at each bind is none to move to. */
  public static final Duration STEADY = Duration.ofSeconds(5);

  /** Rows of one transaction: short enough not to hold them long. */
  private static final int BATCH = 500;

  /** The links of which anything waits, each found by one step in the index. */
  private static final String WAITED_FOR =
      """
      WITH RECURSIVE waited AS (
        (SELECT link FROM outbox WHERE status IN ('due', 'sending', 'unknown') ORDER BY link LIMIT 1)
        UNION ALL
        SELECT (SELECT o.link FROM outbox o WHERE o.status IN ('due', 'sending', 'unknown') AND o.link > w.link
          ORDER BY o.link LIMIT 1)
        FROM waited w WHERE w.link IS NOT NULL)
      SELECT link FROM waited WHERE link IS NOT NULL
      """;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Routes routes;
  private final Function<String, Duration> patience;
  private final Duration steady;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final LinkStates states;
  private final OutboxPauses pauses;
  private final long began = System.nanoTime();

  /**
   * @param patience by link, how long nobody must have held it bound
   * @param steady how long a link must have been bound before anything moves to it
   */
  public FailOver(
      Jdbi jdbi,
      Vault vault,
      Routes routes,
      Function<String, Duration> patience,
      Duration steady,
      InstantSource clock,
      MeterRegistry registry) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.routes = routes;
    this.patience = patience;
    this.steady = steady;
    this.clock = clock;
    this.registry = registry;
    this.states = new LinkStates(jdbi);
    this.pauses = new OutboxPauses(jdbi);
  }

  /** Moves what must move, and says how many. Blocks. */
  public int run() {
    Map<String, Health> health = states.health();
    List<String> waitedFor =
        jdbi.withHandle(handle -> handle.createQuery(WAITED_FOR).mapTo(String.class).list());
    List<String> away = waitedFor.stream().filter(link -> away(link, health)).toList();
    if (away.isEmpty()) {
      return 0;
    }
    Set<String> paused = pauses.all().keySet();
    Set<String> able =
        health.entrySet().stream()
            .filter(link -> !paused.contains(link.getKey()))
            .filter(link -> steady(link.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return able.isEmpty() ? 0 : away.stream().mapToInt(link -> leave(link, able)).sum();
  }

  /** After a start, links get their patience to be bound for the first time. */
  private boolean away(String link, Map<String, Health> health) {
    Duration most = patience.apply(link);
    Health known = health.getOrDefault(link, Health.NEVER_SEEN);
    return known.boundFor().isEmpty()
        && known.unboundFor().map(time -> time.compareTo(most) >= 0).orElse(true)
        && System.nanoTime() - began >= most.toNanos();
  }

  private boolean steady(Health health) {
    return health.boundFor().map(time -> time.compareTo(steady) >= 0).orElse(false);
  }

  private int leave(String link, Set<String> able) {
    int moved = 0;
    long after = 0;
    Page page;
    do {
      long from = after;
      page = jdbi.inTransaction(tx -> move(tx, link, able, from));
      moved += page.moved();
      after = page.last();
    } while (page.looked() == BATCH);
    if (moved > 0) {
      log.warn(
          "link={} nobody has held it bound for {} s; {} of its messages leave by other links",
          link,
          patience.apply(link).toSeconds(),
          moved);
    }
    return moved;
  }

  private record Waiting(long id, byte[] toSealed) {}

  private record Move(long id, String link) {}

  private record Page(int looked, int moved, long last) {}

  private Page move(Handle tx, String link, Set<String> able, long after) {
    Instant now = clock.instant();
    List<Waiting> waiting =
        tx.createQuery(
                """
                SELECT id, to_sealed FROM outbox
                WHERE link = :link AND status = 'due' AND attempts = 0 AND due_at <= :now AND id > :after
                ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
                """)
            .bind("link", link)
            .bind("now", now)
            .bind("after", after)
            .bind("most", BATCH)
            .map((row, _) -> new Waiting(row.getLong("id"), row.getBytes("to_sealed")))
            .list();
    List<Move> moves = new ArrayList<>();
    for (Waiting one : waiting) {
      other(one, link, able).ifPresent(to -> moves.add(new Move(one.id(), to)));
    }
    if (!moves.isEmpty()) {
      new Columns<>(moves)
          .number("id", Move::id)
          .text("link", Move::link)
          .bindTo(
              tx.createUpdate(
                  "UPDATE outbox o SET link = r.link FROM unnest(:id, :link) AS r (id, link) WHERE"
                      + " o.id = r.id"))
          .execute();
      moves.forEach(
          move ->
              registry
                  .counter("gerbang_outbox_moved", "from", link, "to", move.link())
                  .increment());
    }
    return new Page(waiting.size(), moves.size(), waiting.isEmpty() ? 0 : waiting.getLast().id());
  }

  private Optional<String> other(Waiting message, String link, Set<String> able) {
    return sealed
        .tryOpen(message.toSealed(), "outbox.to:")
        .flatMap(
            to ->
                routes.all(new Msisdn(to)).stream()
                    .filter(other -> !other.equals(link) && able.contains(other))
                    .findFirst());
  }
}
