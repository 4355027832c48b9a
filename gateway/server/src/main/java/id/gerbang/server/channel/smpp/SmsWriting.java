package id.gerbang.server.channel.smpp;

/**
 * How an operator takes SMS.
 *
 * @param number the number our SMS come from
 * @param concatenation how the parts of a long one are joined
 * @param gsm7 the data coding of a text in the GSM alphabet, one octet a septet
 * @param ucs2 the data coding of any other text
 * @param registeredDelivery which receipts are asked for (SMPP 3.4 §5.2.17): 0 none, 1 all, 2 of
 *     failures
 */
public record SmsWriting(
    String number, Concatenation concatenation, int gsm7, int ucs2, int registeredDelivery) {
  private static final int ALL_RECEIPTS = 1;

  public SmsWriting {
    if (gsm7 < 0 || gsm7 > 0xFF || ucs2 < 0 || ucs2 > 0xFF) {
      throw new IllegalArgumentException("a data coding is one octet, 0 to 255");
    }
    if (registeredDelivery < 0 || registeredDelivery > 2) {
      throw new IllegalArgumentException("registered_delivery is 0, 1 or 2");
    }
  }

  /** As most operators take them. */
  public static SmsWriting usual(String number) {
    return new SmsWriting(
        number, Concatenation.UDH8, SmppText.DEFAULT, SmppText.UCS2, ALL_RECEIPTS);
  }
}
