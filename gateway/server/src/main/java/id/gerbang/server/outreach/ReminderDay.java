package id.gerbang.server.outreach;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/**
 * What the reminders of a day have cost, and when the next may be written. Its row is locked until
 * the transaction ends: of all nodes one writes reminders at a time. Lives for one transaction.
 */
final class ReminderDay {
  /** Pace that nobody used is lost after this; a watch looks every 15 s. */
  private static final Duration SAVED_UP = Duration.ofSeconds(20);

  private final Handle tx;
  private final LocalDate day;
  private final Duration each;
  private final Instant now;
  private long segments;
  private Instant free;
  private int messages;
  private int moreSegments;

  private ReminderDay(
      Handle tx, LocalDate day, Duration each, Instant now, long segments, Instant free) {
    this.tx = tx;
    this.day = day;
    this.each = each;
    this.now = now;
    this.segments = segments;
    this.free = free.isBefore(now.minus(SAVED_UP)) ? now.minus(SAVED_UP) : free;
  }

  /** Waits for the row of {@code day}. */
  static ReminderDay lock(Handle tx, LocalDate day, OutreachLimits limits, Instant now) {
    Duration each = Duration.ofMinutes(1).dividedBy(limits.perMinute());
    tx.execute(
        "INSERT INTO reminder_day (day, free_at) VALUES (?, ?) ON CONFLICT DO NOTHING", day, now);
    return tx.createQuery("SELECT segments, free_at FROM reminder_day WHERE day = ? FOR UPDATE")
        .bind(0, day)
        .map(
            (row, _) ->
                new ReminderDay(
                    tx,
                    day,
                    each,
                    now,
                    row.getLong("segments"),
                    row.getTimestamp("free_at").toInstant()))
        .one();
  }

  /** Whether the pace lets one more through. */
  boolean isFree() {
    return !free.isAfter(now);
  }

  long segments() {
    return segments;
  }

  void wrote(int parts) {
    segments += parts;
    moreSegments += parts;
    messages++;
    free = free.plus(each);
  }

  /** Keeps what was written. */
  void keep() {
    if (messages > 0) {
      tx.execute(
          "UPDATE reminder_day SET messages = messages + ?, segments = segments + ?, free_at = ?"
              + " WHERE day = ?",
          messages,
          moreSegments,
          free,
          day);
    }
  }
}
