package id.gerbang.server.channel.smpp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The PDUs that a dialogue writes, octet by octet (SMPP 3.4 §4.4, §4.6). */
final class WrittenPdu {
  private static final int HEADER = 16;
  private static final int RESPONSE = 0x80000000;
  private static final int SUBMIT_SM = 0x04;
  private static final int LONGEST_SERVICE_TYPE = 5;
  private static final int LONGEST_ADDRESS = 20;
  private static final int LONGEST_SHORT_MESSAGE = 254;

  /** All of a submit_sm but its texts and TLVs: single octets, and the ends of its strings. */
  private static final int FIXED = HEADER + 17;

  private static final int TLV_HEADER = 4;

  private WrittenPdu() {}

  /** A response to {@code request}, with its message id, which is unused and empty (§4.6.2). */
  static byte[] answer(byte[] request, int status) {
    int length = HEADER + 1;
    ByteBuffer asked = ByteBuffer.wrap(request);
    return ByteBuffer.allocate(length)
        .putInt(length)
        .putInt(asked.getInt(4) | RESPONSE)
        .putInt(status)
        .putInt(asked.getInt(12))
        .array();
  }

  /** A submit_sm without a receipt; empty when it cannot be written. */
  static Optional<byte[]> submitSm(int sequence, Submission message) {
    byte[] service = message.serviceType().getBytes(StandardCharsets.US_ASCII);
    byte[] from = message.from().value().getBytes(StandardCharsets.US_ASCII);
    byte[] to = message.to().value().getBytes(StandardCharsets.US_ASCII);
    byte[] text = message.payload();
    if (service.length > LONGEST_SERVICE_TYPE
        || from.length > LONGEST_ADDRESS
        || to.length > LONGEST_ADDRESS) {
      return Optional.empty();
    }
    boolean outside = text.length > LONGEST_SHORT_MESSAGE;
    int length = FIXED + service.length + from.length + to.length + text.length;
    length += outside ? TLV_HEADER : 0;
    for (Tlv tlv : message.tlvs()) {
      length += TLV_HEADER + tlv.value().length;
    }
    ByteBuffer pdu = ByteBuffer.allocate(length).putInt(length).putInt(SUBMIT_SM).putInt(0);
    pdu.putInt(sequence).put(service).put((byte) 0);
    pdu.put(message.from().ton()).put(message.from().npi()).put(from).put((byte) 0);
    pdu.put(message.to().ton()).put(message.to().npi()).put(to).put((byte) 0);
    pdu.put((byte) message.esmClass());
    pdu.put(new byte[] {0, 0, 0, 0, 0, 0}); // protocol, priority, two times, receipt, replace
    pdu.put((byte) message.dataCoding()).put((byte) 0);
    pdu.put((byte) (outside ? 0 : text.length));
    if (!outside) {
      pdu.put(text);
    }
    message.tlvs().forEach(tlv -> put(pdu, tlv.tag(), tlv.value()));
    if (outside) {
      put(pdu, Tlv.MESSAGE_PAYLOAD, text);
    }
    return Optional.of(pdu.array());
  }

  private static void put(ByteBuffer pdu, int tag, byte[] value) {
    pdu.putShort((short) tag).putShort((short) value.length).put(value);
  }
}
