package id.gerbang.server.billing;

import java.time.LocalDate;

/** What became of a {@link NewBill}. */
public sealed interface Issued {
  /** It is there, and its SMS is on its way. One that was open before is replaced. */
  record Done(Bill bill) implements Issued {}

  /** The same was issued before and can still be paid: no other bill, no other SMS. */
  record StillOpen(Bill bill) implements Issued {}

  /**
   * The amount is not the one that was shown: a day has passed, or it was paid. Nothing changed.
   */
  record Changed() implements Issued {}

  /** The membership has ended. Nothing was changed. */
  record Ended() implements Issued {}

  /** The member had too many bills today: SMS cost. Nothing was changed. */
  record TooMany() implements Issued {}

  /**
   * It is the first contribution, which goes through the agents' information system. Nothing was
   * changed.
   *
   * @param name whom to ask: the member's agent
   * @param phone the agent's, digits with country code
   */
  record ThroughAgent(String name, String phone) implements Issued {
    /** It is a person. */
    @Override
    public String toString() {
      return "ThroughAgent";
    }
  }

  /**
   * Some of its months begin too far ahead to be sold now. Nothing was changed.
   *
   * @param until the last day that is paid for
   */
  record TooFar(LocalDate until) implements Issued {}

  /** This phone has no such member. Nothing was changed. */
  record Gone() implements Issued {}
}
