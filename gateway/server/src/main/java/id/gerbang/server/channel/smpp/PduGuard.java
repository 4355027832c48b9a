package id.gerbang.server.channel.smpp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes any PDU safe for jsmpp's decoder, which trusts lengths: a one-octet its_session_info or a
 * cut string is an ArrayIndexOutOfBounds there and a request that nobody answers. It also prints a
 * string that is too long into the log, be it a phone or an SMS: such a string never reaches it.
 * Only TLVs that we read pass, each with its right length, and a vendor's short ones, in which a
 * dialect may have its session. A request that cannot be read becomes an empty one that bears
 * {@link #BROKEN}: its listener answers it with that status. Only a receipt in text whose TLVs end
 * in the middle of one is read without the rest of them: a refusal would have its carrier repeat it
 * for ever.
 */
public final class PduGuard {
  /**
   * Reserved by SMPP 3.4; never passes from the wire, so only this class writes it. Four octets:
   * the status to answer.
   */
  public static final int BROKEN = 0x3FFE;

  /**
   * Reserved too, and ours alone. One octet: the TLVs of this receipt ended in the middle of one;
   * those before it are here.
   */
  static final int CUT = 0x3FFD;

  private static final int HEADER = 16;
  private static final int GENERIC_NACK = 0x80000000;
  private static final int BIND_RECEIVER_RESP = 0x80000001;
  private static final int BIND_TRANSMITTER_RESP = 0x80000002;
  private static final int SUBMIT_SM = 0x04;
  private static final int SUBMIT_SM_RESP = 0x80000004;
  private static final int DELIVER_SM = 0x05;
  private static final int DELIVER_SM_RESP = 0x80000005;
  private static final int BIND_TRANSCEIVER_RESP = 0x80000009;
  private static final int ALERT_NOTIFICATION = 0x102;
  private static final int DATA_SM = 0x103;
  private static final int DATA_SM_RESP = 0x80000103;
  private static final int SYSTEM_ID_LENGTH = 15;
  private static final int MESSAGE_ID_LENGTH = 64;
  private static final byte VERSION_34 = 0x34;

  /** The TLVs we read and their lengths; -1 is any. */
  private static final Map<Integer, Integer> LENGTHS =
      Map.ofEntries(
          Map.entry(Tlv.RECEIPTED_MESSAGE_ID, -1),
          Map.entry(Tlv.USER_MESSAGE_REFERENCE, 2),
          Map.entry(Tlv.SAR_MSG_REF_NUM, 2),
          Map.entry(Tlv.SAR_TOTAL_SEGMENTS, 1),
          Map.entry(Tlv.SAR_SEGMENT_SEQNUM, 1),
          Map.entry(Tlv.MESSAGE_PAYLOAD, -1),
          Map.entry(Tlv.MESSAGE_STATE, 1),
          Map.entry(Tlv.USSD_SERVICE_OP, 1),
          Map.entry(Tlv.ITS_SESSION_INFO, 2));

  private static final int LONGEST_SERVICE_TYPE = 5;

  /** What jsmpp takes, in data_sm too, where the specification allows 64. */
  private static final int LONGEST_ADDRESS = 20;

  private static final int LONGEST_SHORT_MESSAGE = 254;

  /**
   * The mandatory part: service type (V), source (A) and destination (D), times (X, that only a
   * submit_sm uses and nobody here reads: they pass empty), single octets (o), and sm_length with
   * its text (T).
   */
  private static final String SM_LAYOUT = "VooAooDoooXXooooT";

  private static final String DATA_LAYOUT = "VooAooDooo";

  /** Where esm_class stands in both. */
  private static final int ESM_CLASS = 7;

  private static final int RECEIPT_BITS = 0x3C;

  private PduGuard() {}

  /** A PDU of the same command and sequence that jsmpp can decode. */
  public static byte[] made(byte[] pdu) {
    return switch (command(pdu)) {
      case SUBMIT_SM, DELIVER_SM -> request(pdu, SM_LAYOUT);
      case DATA_SM -> request(pdu, DATA_LAYOUT);
      case ALERT_NOTIFICATION ->
          withLength(Arrays.copyOf(pdu, HEADER), HEADER + 6); // ignored: two empty addresses
      case BIND_RECEIVER_RESP, BIND_TRANSMITTER_RESP, BIND_TRANSCEIVER_RESP ->
          response(pdu, SYSTEM_ID_LENGTH);
      case SUBMIT_SM_RESP, DELIVER_SM_RESP, DATA_SM_RESP -> response(pdu, MESSAGE_ID_LENGTH);
      default -> pdu;
    };
  }

  /** Whether it is a message to us. */
  static boolean message(byte[] pdu) {
    return command(pdu) == DELIVER_SM || command(pdu) == DATA_SM;
  }

  static boolean isDataSm(byte[] message) {
    return command(message) == DATA_SM;
  }

  /** Whether it is a response that a submit_sm of ours may have. */
  static boolean submitted(byte[] pdu) {
    return command(pdu) == SUBMIT_SM_RESP || command(pdu) == GENERIC_NACK;
  }

  private static int command(byte[] pdu) {
    return ByteBuffer.wrap(pdu).getInt(4);
  }

  private static byte[] request(byte[] pdu, String layout) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(pdu.length);
    kept.write(pdu, 0, HEADER);
    int at = HEADER;
    boolean receipt = false;
    boolean text = false;
    for (int i = 0; i < layout.length(); i++) {
      char field = layout.charAt(i);
      int length = length(pdu, at, field);
      if (at + length > pdu.length) {
        return broken(pdu, layout, CommandStatus.INVALID_COMMAND_LENGTH);
      }
      int status = fits(field, length - 1);
      if (status != CommandStatus.OK) {
        return broken(pdu, layout, status);
      }
      receipt |= i == ESM_CLASS && (pdu[at] & RECEIPT_BITS) != 0;
      text |= field == 'T' && length > 1;
      if (field == 'X') {
        kept.write(0);
      } else {
        kept.write(pdu, at, length);
      }
      at += length;
    }
    int status = keepTlvs(pdu, at, kept);
    if (status == CommandStatus.BROKEN_TLVS && receipt && text) { // its text says all that it must
      kept.writeBytes(new byte[] {(byte) (CUT >> 8), (byte) CUT, 0, 1, 1});
      status = CommandStatus.OK;
    }
    return status == CommandStatus.OK
        ? withLength(kept.toByteArray())
        : broken(pdu, layout, status);
  }

  /** How many octets the field at {@code at} takes; beyond the PDU when it is cut. */
  private static int length(byte[] pdu, int at, char field) {
    if (field == 'o') {
      return 1;
    }
    if (field == 'T') {
      return 1 + (at < pdu.length ? pdu[at] & 0xFF : 0);
    }
    int end = at;
    while (end < pdu.length && pdu[end] != 0) {
      end++;
    }
    return end - at + 1;
  }

  private static int fits(char field, int octets) {
    return switch (field) {
      case 'V' ->
          octets <= LONGEST_SERVICE_TYPE ? CommandStatus.OK : CommandStatus.INVALID_SERVICE_TYPE;
      case 'A' -> octets <= LONGEST_ADDRESS ? CommandStatus.OK : CommandStatus.INVALID_SOURCE;
      case 'D' -> octets <= LONGEST_ADDRESS ? CommandStatus.OK : CommandStatus.INVALID_DESTINATION;
      case 'T' ->
          octets <= LONGEST_SHORT_MESSAGE ? CommandStatus.OK : CommandStatus.INVALID_MESSAGE_LENGTH;
      default -> CommandStatus.OK;
    };
  }

  private static int keepTlvs(byte[] pdu, int from, ByteArrayOutputStream kept) {
    for (int at = from; at < pdu.length; ) {
      if (at + 4 > pdu.length) {
        return CommandStatus.BROKEN_TLVS;
      }
      int tag = (pdu[at] & 0xFF) << 8 | pdu[at + 1] & 0xFF;
      int length = (pdu[at + 2] & 0xFF) << 8 | pdu[at + 3] & 0xFF;
      if (at + 4 + length > pdu.length) {
        return CommandStatus.BROKEN_TLVS;
      }
      Integer expected = LENGTHS.get(tag);
      if (maybeSession(tag, length) || expected != null && (expected < 0 || expected == length)) {
        kept.write(pdu, at, 4 + length);
      } else if (expected != null && tag != Tlv.MESSAGE_STATE) { // a receipt has its text besides
        return CommandStatus.INVALID_TLV_LENGTH;
      }
      at += 4 + length;
    }
    return CommandStatus.OK;
  }

  /** A vendor's session, whose right length its dialect knows. jsmpp takes any octets there. */
  private static boolean maybeSession(int tag, int length) {
    return tag >= SessionPlace.FIRST_VENDOR_TAG
        && tag <= SessionPlace.LAST_VENDOR_TAG
        && length <= SessionPlace.LONGEST;
  }

  private static byte[] broken(byte[] pdu, String layout, int status) {
    byte[] empty = withLength(Arrays.copyOf(pdu, HEADER), HEADER + layout.length() + 8);
    ByteBuffer.wrap(empty)
        .position(HEADER + layout.length())
        .putShort((short) BROKEN)
        .putShort((short) 4)
        .putInt(status);
    return empty;
  }

  /**
   * Keeps its one string, ended and not too long, and of the TLVs the version, in which jsmpp knows
   * 3.3, 3.4 and 5.0 only.
   */
  private static byte[] response(byte[] pdu, int longest) {
    int end = HEADER;
    while (end < pdu.length && pdu[end] != 0 && end - HEADER < longest) {
      end++;
    }
    boolean bind = longest == SYSTEM_ID_LENGTH;
    byte[] kept = new byte[end + 1 + (bind ? 5 : 0)];
    System.arraycopy(pdu, 0, kept, 0, end);
    if (bind) {
      ByteBuffer.wrap(kept)
          .position(end + 1)
          .putShort((short) Tlv.SC_INTERFACE_VERSION)
          .putShort((short) 1)
          .put(VERSION_34);
    }
    return withLength(kept);
  }

  private static byte[] withLength(byte[] pdu) {
    return withLength(pdu, pdu.length);
  }

  private static byte[] withLength(byte[] pdu, int length) {
    byte[] sized = pdu.length == length ? pdu : Arrays.copyOf(pdu, length);
    ByteBuffer.wrap(sized).putInt(0, length);
    return sized;
  }
}
