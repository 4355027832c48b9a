package id.gerbang.server.payment;

import id.gerbang.server.billing.Bill;
import java.util.Optional;

/** What became of the branch's word on money in suspense. Only {@link Done} changed anything. */
public sealed interface Resolved {

  /**
   * @param joined the other parked payment that made up the sum
   * @param rest what was too much, in suspense as a payment of its own
   */
  record Done(Optional<String> joined, Optional<String> rest) implements Resolved {}

  /** No payment has this reference. */
  record Unknown() implements Resolved {}

  /** It is not in suspense: it never was, or the branch has dealt with it. */
  record NotParked(Payment.Status status) implements Resolved {}

  /** No bill has this payment code. */
  record NoBill() implements Resolved {}

  /** Its time is over, another bill replaced it, or its money came. */
  record BillNotOpen(Bill.Status status) implements Resolved {}

  /**
   * It is less than the bill, and no other money that is parked for the same account makes up the
   * sum.
   *
   * @param missing rupiah
   */
  record TooLittle(long missing) implements Resolved {}
}
