package id.gerbang.server.carrier;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/**
 * PDUs that no specification allows but that arrive: each has a length that holds, so the stream
 * keeps its place and a good PDU may follow.
 */
enum Garbage {
  /** A command of nobody's. */
  UNKNOWN_COMMAND(0x0000DEAD, 0, "0102030405"),
  /** A deliver_sm without a body. */
  EMPTY_DELIVER_SM(0x00000005, 0, ""),
  /** A deliver_sm that ends within its source address. */
  CUT_DELIVER_SM(0x00000005, 0, "00 01 01 36323831"),
  /** A deliver_sm whose sm_length promises more than there is. */
  LYING_DELIVER_SM(
      0x00000005, 0, "00 0101363238313230303000 0001323735370000 000000 0000 000000 00 FF 41"),
  /** A deliver_sm whose last TLV is longer than the PDU. */
  OVERLONG_TLV(
      0x00000005,
      0,
      "00 0101363238313230303000 0001323735370000 000000 0000 000000 00 01 41 0501 00FF 02"),
  /** An answer to nothing. */
  STRAY_ANSWER(0x80000004, 0, "6964 00"),
  /** A refusal of nothing, without a body. */
  STRAY_REFUSAL(0x80000004, 0x58, ""),
  /** A nack of nothing. */
  STRAY_NACK(0x80000000, 0x03, ""),
  /** A bind within a bind. */
  BIND_AGAIN(0x00000009, 0, "61 00 62 00 00 34 00 00 00"),
  /** An alert that is cut. */
  CUT_ALERT(0x00000102, 0, "0101"),
  /** An enquire_link with a body. */
  STOUT_ENQUIRE_LINK(0x00000015, 0, "00000000");

  /** Far from those that jsmpp counts up from 1. */
  private static final int FIRST_SEQUENCE = 0x7A000000;

  private static final int HEADER = 16;

  private final int command;
  private final int status;
  private final byte[] body;

  Garbage(int command, int status, String body) {
    this.command = command;
    this.status = status;
    this.body = HexFormat.of().parseHex(body.replace(" ", ""));
  }

  static final List<Garbage> ALL = List.of(values());

  /** As it goes on the wire. */
  byte[] octets(int number) {
    return ByteBuffer.allocate(HEADER + body.length)
        .putInt(HEADER + body.length)
        .putInt(command)
        .putInt(status)
        .putInt(FIRST_SEQUENCE + number)
        .put(body)
        .array();
  }
}
