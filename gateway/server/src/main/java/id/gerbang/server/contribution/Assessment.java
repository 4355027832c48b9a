package id.gerbang.server.contribution;

import java.time.LocalDate;

/** What a member owes on a day. */
public sealed interface Assessment permits Due, Assessment.Ended {

  /**
   * Too many months in a row were not paid: the membership has ended, and the branch decides how it
   * goes on.
   *
   * @param since the first day on which it was over
   */
  record Ended(LocalDate since) implements Assessment {}
}
