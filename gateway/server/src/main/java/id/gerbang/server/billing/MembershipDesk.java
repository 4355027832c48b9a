package id.gerbang.server.billing;

import java.time.Instant;

/** What the branch does with memberships. Blocks; safe for any thread. */
public interface MembershipDesk {

  /**
   * Opens a membership anew that has ended for arrears: nothing is owed for the time before, and
   * cover begins with the next payment. The member is told.
   *
   * @param reason a clerk's own words, at most 160 characters
   * @param who for the audit
   */
  Reopened reopen(String reference, String reason, String who, Instant at);

  /** What became of it. Only {@code Done} has changed anything. */
  sealed interface Reopened {
    record Done() implements Reopened {}

    /** No member has this reference. */
    record Unknown() implements Reopened {}

    /** It has not ended. */
    record NotEnded() implements Reopened {}

    /** The member is too old to join (R: under 65 at registration). */
    record TooOld() implements Reopened {}
  }
}
