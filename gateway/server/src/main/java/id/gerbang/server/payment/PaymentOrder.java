package id.gerbang.server.payment;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A payment as who took the money tells it.
 *
 * @param bank its name in the settings: {@code bri}
 * @param requestId the bank's own id of it (paymentRequestId); told again, it is the same payment
 * @param source how it was told
 * @param virtualAccountNo what was paid; spaces do not matter
 * @param rupiah more than nothing
 * @param paidAt when, as the bank says
 */
public record PaymentOrder(
    String bank,
    String requestId,
    Source source,
    String virtualAccountNo,
    long rupiah,
    Instant paidAt) {
  private static final Pattern BANK = Pattern.compile("[a-z0-9_]{2,32}");
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,28}");

  /** How a payment came to be known. */
  public enum Source {
    /** The bank asked, and may be refused. */
    SNAP,
    /** What follows tells of money that has moved. */
    NOTIFICATION,
    TILL,
    SETTLEMENT,
    /** No money moved now: a member's savings became a contribution. */
    SAVINGS;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public PaymentOrder {
    virtualAccountNo = virtualAccountNo.replace(" ", "");
    if (!BANK.matcher(bank).matches()
        || !REQUEST_ID.matcher(requestId).matches()
        || !ACCOUNT.matcher(virtualAccountNo).matches()
        || rupiah <= 0) {
      throw new IllegalArgumentException(
          "a payment has a bank, an id of printable characters, an account of digits and rupiah");
    }
  }

  /** The same money, when its id is one that another payment has. */
  PaymentOrder underAnotherId() {
    String other = requestId + "/" + virtualAccountNo + "/" + rupiah;
    // an id that is too long with its addition keeps its end, where ids differ
    String id = other.length() <= 128 ? other : other.substring(other.length() - 128);
    return new PaymentOrder(bank, id, source, virtualAccountNo, rupiah, paidAt);
  }
}
