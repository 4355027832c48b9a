package id.gerbang.server.carrier;

import id.gerbang.server.channel.smpp.Tlv;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How carriers write receipts (SMPP 3.4 appendix B, and what became of it). */
enum ReceiptShape {
  /** Text and TLVs, as the specification has them. */
  PLAIN(true, true),
  /** The text alone. */
  TEXT_ONLY(true, false),
  /** The TLVs alone. */
  TLVS_ONLY(false, true),
  /** Hexadecimal in the answer, decimal here. */
  DECIMAL_ID(true, false),
  /** Capitals, and zeros before. */
  PADDED_ID(true, false),
  /** A space after each colon, no counts, dates of eight digits. */
  SPACED(true, false),
  /** Capital Text, dates of fourteen digits, a stat that is cut. */
  CUT_STATE(true, false);

  private static final int RECEIPT = 0x04;
  private static final int DELIVERED = 2;
  private static final int UNDELIVERABLE = 5;
  private static final DateTimeFormatter USUAL = time("yyMMddHHmm");
  private static final DateTimeFormatter SHORT = time("yyMMddHH");
  private static final DateTimeFormatter LONG = time("yyyyMMddHHmmss");

  static final List<ReceiptShape> ALL = List.of(values());

  private final boolean text;
  private final boolean tlvs;

  ReceiptShape(boolean text, boolean tlvs) {
    this.text = text;
    this.tlvs = tlvs;
  }

  private static DateTimeFormatter time(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  /**
   * A receipt.
   *
   * @param id the message's, in hexadecimal
   */
  Parcel write(String phone, String to, String id, boolean delivered, Instant at) {
    return new Parcel(
        phone,
        to,
        RECEIPT,
        0,
        (text ? text(id, delivered ? "DELIVRD" : "UNDELIV", at) : "")
            .getBytes(StandardCharsets.US_ASCII),
        tlvs
            ? List.of(
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, (id + "\0").getBytes(StandardCharsets.US_ASCII)),
                new Tlv(
                    Tlv.MESSAGE_STATE, new byte[] {(byte) (delivered ? DELIVERED : UNDELIVERABLE)}))
            : List.of());
  }

  private String text(String id, String state, Instant at) {
    return switch (this) {
      case PLAIN, TEXT_ONLY, TLVS_ONLY -> usual(id, state, at);
      case DECIMAL_ID -> usual(new BigInteger(id, 16).toString(), state, at);
      case PADDED_ID -> usual("000" + id.toUpperCase(Locale.ROOT), state, at);
      case SPACED ->
          "id: %s submit date: %s done date: %s stat: %s err: 000 text: "
              .formatted(id, SHORT.format(at), SHORT.format(at), state);
      case CUT_STATE ->
          "id:%s sub:001 dlvrd:001 submit date:%s done date:%s stat:%s err:0 Text:stat:ACCEPTD"
              .formatted(id, LONG.format(at), LONG.format(at), state.substring(0, 5));
    };
  }

  private static String usual(String id, String state, Instant at) {
    String time = USUAL.format(at);
    return "id:%s sub:001 dlvrd:001 submit date:%s done date:%s stat:%s err:000 text:"
        .formatted(id, time, time, state);
  }
}
