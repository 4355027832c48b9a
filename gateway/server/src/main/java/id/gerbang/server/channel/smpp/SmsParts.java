package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.SmsCut;
import id.gerbang.server.inbox.Inbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An SMS as it travels: in one, or in parts that a user data header (3GPP TS 23.040 §9.2.3.24.1),
 * sar TLVs or the carrier itself joins.
 *
 * @param dataCoding of every part
 * @param esmClass of every part
 * @param parts one or more
 * @param cost how many the operator counts, which cuts a message_payload itself
 */
public record SmsParts(int dataCoding, int esmClass, List<Part> parts, int cost) {
  /** A longer text costs more than it is worth, and phones of 2005 join no more. */
  public static final int MOST = 10;

  private static final int UDH_INDICATOR = 0x40;
  private static final int EIGHT_BIT_REFERENCE = 0x00;
  private static final int SIXTEEN_BIT_REFERENCE = 0x08;
  private static final SmsWriting USUAL = SmsWriting.usual("");

  public SmsParts {
    parts = List.copyOf(parts);
  }

  /**
   * @param payload with its header, if it has one
   * @param tlvs beside it
   */
  public record Part(byte[] payload, List<Tlv> tlvs) {}

  /** Cuts {@code text} as most operators take it. */
  public static Optional<SmsParts> of(String text, int reference) {
    return of(text, reference, USUAL);
  }

  /**
   * Cuts {@code text}; empty when it needs more than {@link #MOST} parts.
   *
   * @param reference 0 to 65,535; one of 8 bits is its lower half
   */
  public static Optional<SmsParts> of(String text, int reference, SmsWriting writing) {
    Concatenation how = writing.concatenation();
    SmsCut cut = SmsCut.of(text, how.room());
    int total = cut.parts().size();
    if (total > MOST) {
      return Optional.empty();
    }
    int coding = cut.gsm7() ? writing.gsm7() : writing.ucs2();
    List<byte[]> words = cut.parts().stream().map(part -> encode(cut.gsm7(), part)).toList();
    if (total == 1) {
      return Optional.of(
          new SmsParts(coding, 0, List.of(new Part(words.getFirst(), List.of())), 1));
    }
    if (how == Concatenation.PAYLOAD) {
      byte[] whole = encode(cut.gsm7(), String.join("", cut.parts()));
      Part only = new Part(new byte[0], List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, whole)));
      return Optional.of(new SmsParts(coding, 0, List.of(only), total));
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < total; i++) {
      parts.add(joined(how, reference, total, i + 1, words.get(i)));
    }
    int esmClass = how == Concatenation.SAR ? 0 : UDH_INDICATOR;
    return Optional.of(new SmsParts(coding, esmClass, parts, total));
  }

  private static byte[] encode(boolean gsm7, String text) {
    return SmppText.encode(gsm7 ? SmppText.DEFAULT : SmppText.UCS2, text);
  }

  private static Part joined(
      Concatenation how, int reference, int total, int number, byte[] words) {
    byte high = (byte) (reference >> 8);
    byte low = (byte) reference;
    byte of = (byte) total;
    byte at = (byte) number;
    return switch (how) {
      case UDH8 -> new Part(after(words, 5, EIGHT_BIT_REFERENCE, 3, low, of, at), List.of());
      case UDH16 ->
          new Part(after(words, 6, SIXTEEN_BIT_REFERENCE, 4, high, low, of, at), List.of());
      case SAR ->
          new Part(
              words,
              List.of(
                  new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {high, low}),
                  new Tlv(Tlv.SAR_TOTAL_SEGMENTS, new byte[] {of}),
                  new Tlv(Tlv.SAR_SEGMENT_SEQNUM, new byte[] {at})));
      case PAYLOAD -> throw new IllegalStateException("the carrier cuts it");
    };
  }

  private static byte[] after(byte[] words, int... header) {
    byte[] payload = new byte[header.length + words.length];
    for (int i = 0; i < header.length; i++) {
      payload[i] = (byte) header[i];
    }
    System.arraycopy(words, 0, payload, header.length, words.length);
    return payload;
  }

  /** Whether the payloads begin with a header. */
  public boolean several() {
    return (esmClass & UDH_INDICATOR) != 0;
  }

  /** The octets of each part. */
  public List<byte[]> payloads() {
    return parts.stream().map(Part::payload).toList();
  }

  /**
   * One received payload.
   *
   * @param part where it belongs, by header or SAR TLVs
   * @param words its octets without the header
   */
  public record Received(Optional<Inbox.Part> part, byte[] words) {

    /** Reads {@code message}. A broken header gives the words without a place; never throws. */
    public static Received of(Delivered message) {
      byte[] payload = message.payload();
      if (message.hasHeader() && payload.length > 0 && (payload[0] & 0xFF) < payload.length) {
        int end = 1 + (payload[0] & 0xFF);
        byte[] words = new byte[payload.length - end];
        System.arraycopy(payload, end, words, 0, words.length);
        return new Received(header(payload, end), words);
      }
      return new Received(
          part(
              message.number(Tlv.SAR_MSG_REF_NUM, 2),
              message.number(Tlv.SAR_TOTAL_SEGMENTS, 1),
              message.number(Tlv.SAR_SEGMENT_SEQNUM, 1)),
          payload);
    }

    private static Optional<Inbox.Part> header(byte[] payload, int end) {
      for (int at = 1; at + 2 <= end; ) {
        int element = payload[at] & 0xFF;
        int length = payload[at + 1] & 0xFF;
        int value = at + 2;
        if (value + length > end) {
          return Optional.empty();
        }
        if (element == EIGHT_BIT_REFERENCE && length == 3) {
          return part(payload[value] & 0xFF, payload[value + 1] & 0xFF, payload[value + 2] & 0xFF);
        }
        if (element == SIXTEEN_BIT_REFERENCE && length == 4) {
          int reference = (payload[value] & 0xFF) << 8 | payload[value + 1] & 0xFF;
          return part(reference, payload[value + 2] & 0xFF, payload[value + 3] & 0xFF);
        }
        at = value + length;
      }
      return Optional.empty();
    }

    private static Optional<Inbox.Part> part(int reference, int total, int number) {
      return reference >= 0 && total > 1 && number >= 1 && number <= total
          ? Optional.of(new Inbox.Part(reference, total, number))
          : Optional.empty();
    }
  }
}
