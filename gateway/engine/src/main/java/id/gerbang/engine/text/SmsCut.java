package id.gerbang.engine.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as the parts of one SMS (3GPP TS 23.038, 23.040): in the GSM alphabet where that loses
 * nothing, otherwise in UCS-2. A part never ends within an escape pair or a surrogate pair, so a
 * text may need a part more than its length alone says.
 *
 * @param gsm7 whether every part is in the GSM alphabet
 * @param parts its words, one or more
 */
public record SmsCut(boolean gsm7, List<String> parts) {
  private static final int WHOLE_GSM7 = 160;
  private static final int WHOLE_UCS2 = 70;

  public SmsCut {
    parts = List.copyOf(parts);
  }

  /**
   * The room that a part leaves for words, beside what joins it to the others.
   *
   * @param gsm7 septets
   * @param ucs2 UTF-16 units
   */
  public record Room(int gsm7, int ucs2) {
    /** Beside a header with a reference of 8 bits: the usual one. */
    public static final Room USUAL = new Room(153, 67);

    /** Beside a header with a reference of 16 bits. */
    public static final Room LONG_REFERENCE = new Room(152, 66);
  }

  /** Cuts {@code text} for parts of the usual room. */
  public static SmsCut of(String text) {
    return of(text, Room.USUAL);
  }

  /** Cuts {@code text}; whole where it fits one SMS. */
  public static SmsCut of(String text, Room room) {
    String spelled = Transliteration.withoutLoss(text);
    boolean gsm7 = Gsm7.encodes(spelled);
    int units = gsm7 ? Gsm7.septets(spelled) : spelled.length();
    return new SmsCut(
        gsm7,
        units <= (gsm7 ? WHOLE_GSM7 : WHOLE_UCS2)
            ? List.of(spelled)
            : cut(spelled, gsm7, gsm7 ? room.gsm7() : room.ucs2()));
  }

  private static List<String> cut(String text, boolean gsm7, int room) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int characters = Character.charCount(text.codePointAt(i));
      int cost = gsm7 ? Gsm7.septets(text.charAt(i)) : characters;
      if (used + cost > room) {
        parts.add(text.substring(from, i));
        from = i;
        used = 0;
      }
      used += cost;
      i += characters;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
