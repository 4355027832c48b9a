package id.gerbang.server.payment;

import java.util.Optional;

/** What the branch says is to become of money in suspense. */
public sealed interface Resolution {
  /** What a ledger's entry has room for, and a report shows in a line. */
  int LONGEST_REASON = 160;

  /**
   * It was paid back outside.
   *
   * @param reason for the auditor; not personal
   */
  record Returned(String reason) implements Resolution {}

  /**
   * It pays an open bill.
   *
   * @param reason for the auditor; not personal
   */
  record Applied(String paymentCode, Optional<String> reason) implements Resolution {}
}
