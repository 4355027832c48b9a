package id.gerbang.server.payment;

import id.gerbang.server.ledger.Account;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A payment as who took the money tells it.
 *
 * @param bank who took it: a bank's name in the settings, {@code bri}, or {@link Till#name()}
 * @param requestId their own id of it (paymentRequestId, or a till's receipt number); told again,
 *     it is the same payment
 * @param source how it was told
 * @param virtualAccountNo what was paid; spaces do not matter
 * @param rupiah more than nothing, and at most {@link #MOST_RUPIAH}
 * @param paidAt when, as who took it says
 */
public record PaymentOrder(
    String bank,
    String requestId,
    Source source,
    String virtualAccountNo,
    long rupiah,
    Instant paidAt) {
  /** Thirteen digits, as SNAP writes an amount: sums of as many payments as fit a table fit. */
  public static final long MOST_RUPIAH = 9_999_999_999_999L;

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
    SETTLEMENT;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public PaymentOrder {
    virtualAccountNo = virtualAccountNo.replace(" ", "");
    if (!BANK.matcher(bank).matches() && Till.named(bank).isEmpty()
        || !REQUEST_ID.matcher(requestId).matches()
        || !ACCOUNT.matcher(virtualAccountNo).matches()
        || rupiah <= 0
        || rupiah > MOST_RUPIAH) {
      throw new IllegalArgumentException(
          "a payment has a bank, an id of printable characters, an account of digits and rupiah");
    }
  }

  /** In the audit: {@code bank:bri}, {@code till:dps-2}. */
  String who() {
    return Till.named(bank).isPresent() ? bank : "bank:" + bank;
  }

  /** What the ledger knows it by; no bank's is like a till's. */
  String event() {
    return (Till.named(bank).isPresent() ? bank : "payment:" + bank) + ":" + requestId;
  }

  /** Where its money is while who took it has it. */
  Account taken() {
    return taken(bank);
  }

  /** Where what a bank or a till has taken is. */
  static Account taken(String bank) {
    return Till.named(bank).map(Till::account).orElseGet(() -> Account.clearing(bank));
  }

  /** The same money, when its id is one that another payment has. */
  PaymentOrder underAnotherId() {
    String other = requestId + "/" + virtualAccountNo + "/" + rupiah;
    // an id that is too long with its addition keeps its end, where ids differ
    String id = other.length() <= 128 ? other : other.substring(other.length() - 128);
    return new PaymentOrder(bank, id, source, virtualAccountNo, rupiah, paidAt);
  }
}
