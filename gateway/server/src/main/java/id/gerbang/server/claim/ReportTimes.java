package id.gerbang.server.claim;

import java.time.Duration;

/**
 * The clock of a report.
 *
 * @param reminder how long after the report the agent is reminded, while there still is time
 * @param deadline how long after the report its first stage is due
 */
public record ReportTimes(Duration reminder, Duration deadline) {
  /**
   * R18: stage I within 2×24 h. Counted from the report, the one moment that is known to the
   * minute: people give the day of what happened, and may not know its hour. The reminder leaves
   * half of it.
   */
  public static final ReportTimes R18 = new ReportTimes(Duration.ofHours(24), Duration.ofHours(48));

  public ReportTimes {
    if (reminder.isNegative() || reminder.compareTo(deadline) >= 0) {
      throw new IllegalArgumentException("expected 0 <= reminder < deadline");
    }
  }
}
