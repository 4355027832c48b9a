package id.gerbang.server.payment;

import java.util.Locale;

/** What became of a payment that was told. */
public sealed interface Taken {

  /**
   * It is booked, now or before: told again, a payment has its first answer.
   *
   * @param reference ours, six characters
   * @param first whether it is booked now
   */
  record Done(String reference, boolean first) implements Taken {}

  /** The bank asked for what cannot be; nothing was booked. */
  record Refused(Why why) implements Taken {}

  /**
   * Its money moved and fits no bill: it is in suspense, for the branch to see.
   *
   * @param first whether it was parked now
   */
  record Parked(String reference, Reason reason, boolean first) implements Taken {}

  /** Why a bank's request is refused. */
  enum Why {
    NO_BILL,
    WRONG_AMOUNT,
    PAID_BEFORE,
    EXPIRED,
    /** Another payment has its id. */
    SAME_ID
  }

  /** Why money is in suspense. */
  enum Reason {
    NO_BILL,
    PAID_BEFORE,
    EXPIRED,
    TOO_MUCH,
    TOO_LITTLE,
    /** Other money came under the same id before. */
    SAME_ID,
    /** Who tells it says that it was paid later than now, or long ago. */
    ODD_TIME,
    /** It is what was too much of another payment. */
    REST;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Reason of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}
