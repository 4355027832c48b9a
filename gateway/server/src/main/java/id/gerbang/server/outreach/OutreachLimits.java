package id.gerbang.server.outreach;

/**
 * What bounds the reminders.
 *
 * @param hours when people may be written to, by the clock of their branch
 * @param perMinute how many are written a minute at most, over all nodes: answers to what people do
 *     themselves leave by the same links
 * @param rupiahPerSegment what a part of an SMS costs
 * @param mostRupiahADay what a day's reminders may cost; the rest waits for the next day
 */
public record OutreachLimits(
    CallingHours hours, int perMinute, long rupiahPerSegment, long mostRupiahADay) {

  /** Whether a day that has {@code segments} may have some {@code more}. */
  boolean allow(long segments, int more) {
    return (segments + more) * rupiahPerSegment <= mostRupiahADay;
  }
}
