package id.gerbang.server.billing;

import java.util.regex.Pattern;

/**
 * A virtual account (payments-snap-bi.md): the bank's number for us, and ours for a bill.
 *
 * @param serviceId partnerServiceId, one to eight digits
 * @param customerNo at most twenty digits; ours are payment codes
 */
public record VirtualAccount(String serviceId, String customerNo) {
  private static final int SERVICE_ID_WIDTH = 8;
  private static final Pattern SERVICE_ID = Pattern.compile("[0-9]{1,8}");
  private static final Pattern CUSTOMER_NO = Pattern.compile("[0-9]{1,20}");

  public VirtualAccount {
    if (!SERVICE_ID.matcher(serviceId).matches() || !CUSTOMER_NO.matcher(customerNo).matches()) {
      throw new IllegalArgumentException(
          "a virtual account is 1 to 8 digits of the bank's and 1 to 20 of ours");
    }
  }

  /** As people type it at a bank: digits alone. */
  public String digits() {
    return serviceId + customerNo;
  }

  /** As SNAP writes it: the bank's number has eight characters, left-padded with spaces. */
  public String snap() {
    return snapServiceId() + customerNo;
  }

  /** The bank's number as SNAP writes it. */
  public String snapServiceId() {
    return " ".repeat(SERVICE_ID_WIDTH - serviceId.length()) + serviceId;
  }
}
