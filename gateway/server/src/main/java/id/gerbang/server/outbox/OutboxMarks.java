package id.gerbang.server.outbox;

import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.record.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks what the carrier said of a message, together with what it said of others meanwhile. A mark
 * that is lost makes a second copy, so it is tried again while the store is away.
 *
 * <p>Threads: any, and it blocks.
 */
final class OutboxMarks {
  private static final Logger log = LoggerFactory.getLogger(OutboxMarks.class);

  /** With the time that a connection is waited for, a good half minute: PostgreSQL's restart. */
  private static final int TRIES = 10;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Marks of a link wait for each other (its receipts' lock): more at once would only wait. */
  private static final int COMMITTERS = 1;

  /** A statement of some milliseconds. */
  private static final int MOST_TOGETHER = 250;

  /**
   * No sender has more under way ({@link OutboxSender#MOST_HELD}); the double, for late answers.
   */
  private static final int MOST_WAITING = 2 * OutboxSender.MOST_HELD;

  /** Longer than a batch takes on a slow disk, shorter than a claim lasts. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String link;
  private final GroupCommit<MarkedRows.Mark, Boolean> commits;
  private final MeterRegistry registry;
  private volatile boolean closed;

  OutboxMarks(Jdbi jdbi, String link, MarkedRows rows, MeterRegistry registry) {
    this.link = link;
    this.registry = registry;
    this.commits =
        new GroupCommit<>(
            "outbox-marks-" + link,
            COMMITTERS,
            MOST_TOGETHER,
            MOST_WAITING,
            PATIENCE,
            marks -> {
              jdbi.useTransaction(tx -> rows.write(tx, marks));
              return marks.stream().map(_ -> true).toList();
            });
  }

  /**
   * @param parts how many the message has
   */
  void mark(OutboxRows.Claimed row, int parts, Sent result) {
    MarkedRows.Mark mark = new MarkedRows.Mark(row, parts, result);
    for (int tries = 1; !marked(mark, closed || tries == TRIES); tries++) {
      pause();
    }
    count(label(result));
  }

  /** Whether there is nothing more to do. */
  private boolean marked(MarkedRows.Mark mark, boolean last) {
    try {
      return commits.submit(mark);
    } catch (RuntimeException e) {
      if (last) {
        // The claim ends by itself: the message becomes unknown and waits for its receipt.
        log.warn(
            "link={} outbox={} could not be marked: {}",
            link,
            mark.row().id(),
            e.getClass().getSimpleName());
      }
      return last;
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
  void lastTries() {
    closed = true;
  }

  /** Nothing is marked any more. */
  void close() {
    closed = true;
    commits.close();
  }
}
