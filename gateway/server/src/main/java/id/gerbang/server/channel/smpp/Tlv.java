package id.gerbang.server.channel.smpp;

import org.jsmpp.bean.OptionalParameter;

/**
 * An optional parameter that we read or write (SMPP 3.4 §5.3).
 *
 * @param tag its tag
 * @param value its octets
 */
public record Tlv(int tag, byte[] value) {
  public static final int RECEIPTED_MESSAGE_ID = 0x001E;
  public static final int USER_MESSAGE_REFERENCE = 0x0204;
  public static final int SAR_MSG_REF_NUM = 0x020C;
  public static final int SAR_TOTAL_SEGMENTS = 0x020E;
  public static final int SAR_SEGMENT_SEQNUM = 0x020F;
  public static final int SC_INTERFACE_VERSION = 0x0210;
  public static final int MESSAGE_PAYLOAD = 0x0424;
  public static final int MESSAGE_STATE = 0x0427;
  public static final int USSD_SERVICE_OP = 0x0501;
  public static final int ITS_SESSION_INFO = 0x1383;
  public static final int VENDOR_1501 = 0x1501;

  /** For a TLV that jsmpp shall write. */
  public OptionalParameter toWire() {
    return new OptionalParameter.OctetString((short) tag, value);
  }

  /** A payload may be in it. */
  @Override
  public String toString() {
    return "Tlv[%04x, %d octets]".formatted(tag, value.length);
  }
}
