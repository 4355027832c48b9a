package id.gerbang.engine.text;

import java.util.Arrays;

/**
 * The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 §6.2.1). One octet a
 * septet, unpacked, unless said otherwise.
 */
public final class Gsm7 {
  /**
   * Announces a character of the extension table; on a phone without the table it shows as a space.
   */
  public static final byte ESCAPE = 0x1B;

  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String EXTENSION_CHARACTERS = "\f^{}\\[~]|€";
  private static final byte[] EXTENSION_CODES = {
    0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65
  };

  /** By UTF-16 unit: the septet, 0x100 | septet for the extension table, or -1. */
  private static final short[] CODES = codes();

  private static final char[] EXTENSION = extension();

  private Gsm7() {}

  private static short[] codes() {
    short[] codes = new short['€' + 1];
    Arrays.fill(codes, (short) -1);
    for (int i = 0; i < BASIC.length(); i++) {
      if (i != ESCAPE) {
        codes[BASIC.charAt(i)] = (short) i;
      }
    }
    for (int i = 0; i < EXTENSION_CHARACTERS.length(); i++) {
      codes[EXTENSION_CHARACTERS.charAt(i)] = (short) (0x100 | EXTENSION_CODES[i]);
    }
    return codes;
  }

  private static char[] extension() {
    char[] characters = new char[128];
    for (int i = 0; i < EXTENSION_CODES.length; i++) {
      characters[EXTENSION_CODES[i]] = EXTENSION_CHARACTERS.charAt(i);
    }
    return characters;
  }

  private static int code(char c) {
    return c < CODES.length ? CODES[c] : -1;
  }

  /** Whether the alphabet has every character of {@code text}. */
  public static boolean encodes(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (code(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many septets {@code c} takes: 1, 2 for the extension table, 0 when the alphabet lacks it.
   */
  public static int septets(char c) {
    int code = code(c);
    return code < 0 ? 0 : code < 0x100 ? 1 : 2;
  }

  /**
   * How many septets {@code text} takes; a character the alphabet lacks counts as the one that
   * replaces it.
   */
  public static int septets(CharSequence text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      count += Math.max(1, septets(text.charAt(i)));
    }
    return count;
  }

  /** Encodes one octet a septet. A character that the alphabet lacks becomes {@code ?}. */
  public static byte[] encode(CharSequence text) {
    byte[] septets = new byte[septets(text)];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int code = code(text.charAt(i));
      if (code < 0) {
        septets[at++] = '?';
      } else {
        if (code >= 0x100) {
          septets[at++] = ESCAPE;
        }
        septets[at++] = (byte) code;
      }
    }
    return septets;
  }

  /**
   * Decodes one octet a septet. The eighth bit is ignored, as phones do; an escape before an
   * unknown code shows that code's own character (§6.2.1 note 1), and a trailing escape shows
   * nothing.
   */
  public static String decode(byte[] septets) {
    StringBuilder text = new StringBuilder(septets.length);
    for (int i = 0; i < septets.length; i++) {
      int code = septets[i] & 0x7F;
      if (code != ESCAPE) {
        text.append(BASIC.charAt(code));
      } else if (i + 1 < septets.length) {
        int extended = septets[++i] & 0x7F;
        char c = EXTENSION[extended];
        text.append(c != 0 ? c : extended == ESCAPE ? ' ' : BASIC.charAt(extended));
      }
    }
    return text.toString();
  }

  /** Packs septets eight into seven octets, least significant bit first (§6.1.2.1). */
  public static byte[] pack(byte[] septets) {
    byte[] octets = new byte[(septets.length * 7 + 7) / 8];
    for (int i = 0; i < septets.length; i++) {
      int bit = i * 7;
      int value = (septets[i] & 0x7F) << (bit % 8);
      octets[bit / 8] |= (byte) value;
      if (value > 0xFF) {
        octets[bit / 8 + 1] |= (byte) (value >> 8);
      }
    }
    return octets;
  }

  /** Unpacks {@code count} septets; fewer when {@code octets} holds fewer. */
  public static byte[] unpack(byte[] octets, int count) {
    byte[] septets = new byte[Math.max(0, Math.min(count, octets.length * 8 / 7))];
    for (int i = 0; i < septets.length; i++) {
      int bit = i * 7;
      int value = (octets[bit / 8] & 0xFF) >> (bit % 8);
      if (bit % 8 > 1 && bit / 8 + 1 < octets.length) {
        value |= (octets[bit / 8 + 1] & 0xFF) << (8 - bit % 8);
      }
      septets[i] = (byte) (value & 0x7F);
    }
    return septets;
  }
}
