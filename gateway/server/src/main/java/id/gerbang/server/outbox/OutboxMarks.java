package id.gerbang.server.outbox;

import id.gerbang.server.outbox.SmsLink.Sent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks what the carrier said of a message. A mark that is lost makes a second copy, so it is tried
 * again while the store is away.
 *
 * <p>Threads: any, and it blocks.
 */
final class OutboxMarks {
  private static final Logger log = LoggerFactory.getLogger(OutboxMarks.class);

  /** With the time that a connection is waited for, a good half minute: PostgreSQL's restart. */
  private static final int TRIES = 10;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Jdbi jdbi;
  private final String link;
  private final OutboxRows rows;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private volatile boolean closed;

  OutboxMarks(
      Jdbi jdbi, String link, OutboxRows rows, InstantSource clock, MeterRegistry registry) {
    this.jdbi = jdbi;
    this.link = link;
    this.rows = rows;
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * @param parts how many the message has
   */
  void mark(OutboxRows.Claimed row, int parts, Sent result) {
    for (int tries = 1; !marked(row, parts, result, closed || tries == TRIES); tries++) {
      pause();
    }
    count(label(result));
  }

  /** Whether there is nothing more to do. */
  private boolean marked(OutboxRows.Claimed row, int parts, Sent result, boolean last) {
    try {
      jdbi.useTransaction(tx -> write(tx, row, parts, result));
      return true;
    } catch (RuntimeException e) {
      if (last) {
        // The claim ends by itself: the message becomes unknown and waits for its receipt.
        log.warn(
            "link={} outbox={} could not be marked: {}",
            link,
            row.id(),
            e.getClass().getSimpleName());
      }
      return last;
    }
  }

  private void write(Handle tx, OutboxRows.Claimed row, int parts, Sent result) {
    switch (result) {
      case Sent.Accepted(List<String> ids) -> rows.accepted(tx, row, ids, clock.instant());
      case Sent.Deferred(String why) -> rows.deferred(tx, row, why, clock.instant());
      case Sent.Refused(String why) -> rows.refused(tx, row, why);
      case Sent.Unknown(String why, List<String> ids) ->
          rows.unknown(tx, row, why, parts, ids, clock.instant());
    }
  }

  void count(String result) {
    registry.counter("gerbang_outbox_sent", "link", link, "result", result).increment();
  }

  private static String label(Sent result) {
    return switch (result) {
      case Sent.Accepted _ -> "accepted";
      case Sent.Deferred _ -> "deferred";
      case Sent.Refused _ -> "refused";
      case Sent.Unknown _ -> "unknown";
    };
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on a mark is tried once. */
  void close() {
    closed = true;
  }
}
