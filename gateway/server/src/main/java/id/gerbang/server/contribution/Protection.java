package id.gerbang.server.contribution;

import java.time.LocalDate;

/**
 * Whether a member is protected on a day. Nobody is who has not paid for that very day (domain.md).
 *
 * <pre>
 *   NOT_YET ── first contribution ──▶ (BEGINS ▶) ACTIVE ◀── pays ── STOPPED
 *                                                  └── until is over ──▶┘ ── too many months ──▶ ENDED
 *   ENDED ── the branch opens it anew ──▶ NOT_YET
 * </pre>
 */
public sealed interface Protection {

  /**
   * Approved, and never paid.
   *
   * @param first what the first month costs
   */
  record NotYet(Due first) implements Protection {}

  /** Paid, for days that have not come yet. */
  record Begins(LocalDate from, LocalDate until) implements Protection {}

  /**
   * Paid for today.
   *
   * @param until the last day that is paid for
   * @param next what one month more costs
   */
  record Active(LocalDate until, Due next) implements Protection {}

  /**
   * Not paid for today.
   *
   * @param since the first day without protection
   * @param due what has to be paid to be protected again, with one month ahead
   * @param last the last day on which that can be paid; the membership ends with it
   */
  record Stopped(LocalDate since, Due due, LocalDate last) implements Protection {}

  /**
   * Too many months in a row were not paid.
   *
   * @param since the first day on which the membership was over
   */
  record Ended(LocalDate since) implements Protection {}
}
