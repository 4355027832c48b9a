package id.gerbang.server.billing;

import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.PaidSoFar;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the branch sees of bills. Blocks; safe for any thread. */
public interface BillDesk {

  /**
   * The bills of a phone's members, or all, oldest first, without their lines.
   *
   * @param at what is over by then is expired
   */
  Page<Bill> list(Optional<Msisdn> phone, int limit, Optional<Cursor> after, Instant at);

  /** How a member stands; empty when no member has this reference. */
  Optional<Standing> standing(String reference, Instant at);

  /**
   * Issues a bill that the branch collects itself: nobody is sent an SMS. The first contribution of
   * who pays through the agents' information system is recorded so.
   *
   * @param months how many months ahead, one that the programme offers
   * @param who for the audit; never personal
   */
  Issued issue(String reference, int months, String who, Instant at);

  /** How many months may be chosen. */
  List<Integer> months();

  /**
   * @param paid the months paid so far; empty before the first contribution
   * @param due what one month more costs, with the arrears
   * @param protection whether they are protected
   */
  record Standing(Optional<PaidSoFar> paid, Assessment due, Protection protection) {}
}
