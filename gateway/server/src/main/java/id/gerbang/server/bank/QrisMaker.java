package id.gerbang.server.bank;

import java.nio.charset.StandardCharsets;

/** What a bank writes into a QRIS: the fields of EMVCo's merchant-presented QR, for one payment. */
public final class QrisMaker {
  private QrisMaker() {}

  /**
   * @param value of the amount, with two decimals
   */
  public static String make(String merchantId, String terminalId, String reference, String value) {
    String domestic =
        field("00", "ID.CO.QRIS.WWW")
            + field("01", "936000020000000001")
            + field("02", merchantId)
            + field("03", "UMI");
    String whole =
        field("00", "01")
            + field("01", "12")
            + field("26", domestic)
            + field("52", "9399")
            + field("53", "360")
            + field("54", value)
            + field("58", "ID")
            + field("59", "BPJS TK DEMO")
            + field("60", "DENPASAR")
            + field("61", "80232")
            + field("62", field("05", reference) + field("07", terminalId))
            + "6304";
    return whole + "%04X".formatted(crc(whole.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String field(String id, String value) {
    return id + "%02d".formatted(value.length()) + value;
  }

  /** Octet by octet, after the table-less form in Koopman's notes; not the gateway's own. */
  private static int crc(byte[] octets) {
    int crc = 0xFFFF;
    for (byte octet : octets) {
      int x = (crc >>> 8 ^ octet) & 0xFF;
      x ^= x >>> 4;
      crc = (crc << 8 ^ x << 12 ^ x << 5 ^ x) & 0xFFFF;
    }
    return crc;
  }
}
