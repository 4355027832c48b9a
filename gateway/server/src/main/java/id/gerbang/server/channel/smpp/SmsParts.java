package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.inbox.Inbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An SMS as it travels: in one, or in parts with a user data header of an 8-bit reference (3GPP TS
 * 23.040 §9.2.3.24.1), which every phone joins. A part never ends within an escape pair or a
 * surrogate pair.
 *
 * @param dataCoding of every part
 * @param payloads each with its header, when there are several
 */
public record SmsParts(int dataCoding, List<byte[]> payloads) {
  /** A longer text costs more than it is worth, and phones of 2005 join no more. */
  public static final int MOST = 10;

  private static final int WHOLE_GSM7 = 160;
  private static final int PART_GSM7 = 153;
  private static final int WHOLE_UCS2 = 70;
  private static final int PART_UCS2 = 67;
  private static final int HEADER = 6;
  private static final int EIGHT_BIT_REFERENCE = 0x00;
  private static final int SIXTEEN_BIT_REFERENCE = 0x08;

  /** Cuts {@code text}; empty when it needs more than {@link #MOST} parts. */
  public static Optional<SmsParts> of(String text, int reference) {
    String spelled = SmppText.spelledInGsm7(text);
    boolean gsm7 = Gsm7.encodes(spelled);
    int coding = gsm7 ? SmppText.DEFAULT : SmppText.UCS2;
    int units = gsm7 ? Gsm7.septets(spelled) : spelled.length();
    if (units <= (gsm7 ? WHOLE_GSM7 : WHOLE_UCS2)) {
      return Optional.of(new SmsParts(coding, List.of(SmppText.encode(coding, spelled))));
    }
    List<String> cuts = cut(spelled, gsm7);
    if (cuts.size() > MOST) {
      return Optional.empty();
    }
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      byte[] words = SmppText.encode(coding, cuts.get(i));
      byte[] payload = new byte[HEADER + words.length];
      byte[] header = {
        HEADER - 1, EIGHT_BIT_REFERENCE, 3, (byte) reference, (byte) cuts.size(), (byte) (i + 1)
      };
      System.arraycopy(header, 0, payload, 0, HEADER);
      System.arraycopy(words, 0, payload, HEADER, words.length);
      payloads.add(payload);
    }
    return Optional.of(new SmsParts(coding, List.copyOf(payloads)));
  }

  /** Whether the payloads begin with a header. */
  public boolean several() {
    return payloads.size() > 1;
  }

  private static List<String> cut(String text, boolean gsm7) {
    List<String> cuts = new ArrayList<>();
    int room = gsm7 ? PART_GSM7 : PART_UCS2;
    int from = 0;
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int characters = Character.charCount(text.codePointAt(i));
      int cost = gsm7 ? Gsm7.septets(text.charAt(i)) : characters;
      if (used + cost > room) {
        cuts.add(text.substring(from, i));
        from = i;
        used = 0;
      }
      used += cost;
      i += characters;
    }
    cuts.add(text.substring(from));
    return cuts;
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
