package id.gerbang.server.channel.smpp;

import java.util.HashMap;
import java.util.Map;
import org.jsmpp.bean.AbstractSmCommand;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter;

/**
 * A deliver_sm or data_sm (or, in the simulator, a submit_sm), whatever way it carries its text.
 *
 * @param serviceType as it came
 * @param source who it is from
 * @param destination whom it is to
 * @param esmClass SMPP 3.4 §5.2.12
 * @param dataCoding §5.2.19
 * @param payload short_message, or message_payload where that is empty
 * @param tlvs by tag
 */
public record Delivered(
    String serviceType,
    SmppAddress source,
    SmppAddress destination,
    int esmClass,
    int dataCoding,
    byte[] payload,
    Map<Integer, byte[]> tlvs) {
  private static final int TLV_HEADER = 4;
  private static final int RECEIPT_BITS = 0x3C;
  private static final int UDH_INDICATOR = 0x40;
  private static final byte[] NOTHING = {};

  /** Reads jsmpp's view of it. */
  public static Delivered of(MessageRequest message) {
    return of(message, message.getShortMessage());
  }

  /** Reads jsmpp's view of it. */
  public static Delivered of(DataSm message) {
    return of(message, NOTHING);
  }

  private static Delivered of(AbstractSmCommand message, byte[] shortMessage) {
    Map<Integer, byte[]> tlvs = new HashMap<>();
    OptionalParameter[] parameters = message.getOptionalParameters();
    if (parameters != null) {
      for (OptionalParameter parameter : parameters) {
        byte[] whole = parameter.serialize();
        byte[] value = new byte[whole.length - TLV_HEADER];
        System.arraycopy(whole, TLV_HEADER, value, 0, value.length);
        tlvs.put(parameter.tag & 0xFFFF, value);
      }
    }
    byte[] text = shortMessage == null ? NOTHING : shortMessage;
    return new Delivered(
        message.getServiceType() == null ? "" : message.getServiceType(),
        new SmppAddress(
            message.getSourceAddrTon(),
            message.getSourceAddrNpi(),
            orEmpty(message.getSourceAddr())),
        new SmppAddress(
            message.getDestAddrTon(), message.getDestAddrNpi(), orEmpty(message.getDestAddress())),
        message.getEsmClass() & 0xFF,
        message.getDataCoding() & 0xFF,
        text.length > 0 ? text : tlvs.getOrDefault(Tlv.MESSAGE_PAYLOAD, NOTHING),
        Map.copyOf(tlvs));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  /** Whether it belongs to a USSD dialogue: the service type is not reliable, the operation is. */
  public boolean ussd() {
    return tlvs.containsKey(Tlv.USSD_SERVICE_OP);
  }

  /** Whether it tells of another message. */
  public boolean receipt() {
    return (esmClass & RECEIPT_BITS) != 0;
  }

  /** Whether the payload begins with a user data header. */
  public boolean hasHeader() {
    return (esmClass & UDH_INDICATOR) != 0;
  }

  /** The TLV as an unsigned number, or -1 where it is absent or not of that length. */
  public int number(int tag, int octets) {
    byte[] value = tlvs.get(tag);
    if (value == null || value.length != octets) {
      return -1;
    }
    int number = 0;
    for (byte octet : value) {
      number = number << 8 | octet & 0xFF;
    }
    return number;
  }

  /** Neither people nor words. */
  @Override
  public String toString() {
    return "Delivered[esm=%02x, dcs=%02x, %d octets]"
        .formatted(esmClass, dataCoding, payload.length);
  }
}
