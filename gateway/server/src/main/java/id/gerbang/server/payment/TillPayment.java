package id.gerbang.server.payment;

import id.gerbang.server.billing.PaymentCode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Cash that a till took.
 *
 * @param receiptNo the till's own number of it
 * @param paidFor what is printed on the bill: its payment code or its account
 * @param rupiah more than nothing
 * @param paidAt as the till says
 */
public record TillPayment(
    Till till, String receiptNo, PaidFor paidFor, long rupiah, Instant paidAt) {
  /** Of a receipt number. */
  public static final Pattern RECEIPT_NO = Pattern.compile("[A-Za-z0-9][A-Za-z0-9./_-]{0,63}");

  /** What a bill is known by. */
  public sealed interface PaidFor {
    /** A payment code, whose check digit is right. */
    record Code(String digits) implements PaidFor {
      public Code {
        if (!PaymentCode.isOne(digits)) {
          throw new IllegalArgumentException("a payment code has 12 digits that check one another");
        }
      }
    }

    /** Any account: money may have gone to one that nobody has. */
    record Account(String digits) implements PaidFor {}
  }

  public TillPayment {
    if (!RECEIPT_NO.matcher(receiptNo).matches()) {
      throw new IllegalArgumentException("a receipt's number is letters, digits and . / _ -");
    }
  }
}
