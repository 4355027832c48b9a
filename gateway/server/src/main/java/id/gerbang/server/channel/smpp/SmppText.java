package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.engine.text.Transliteration;
import java.nio.charset.StandardCharsets;

/**
 * Texts and octets by data coding (SMPP 3.4 §5.2.19, 3GPP TS 23.038 §5). GSM-7 is one octet a
 * septet on SMPP.
 */
public final class SmppText {
  /** GSM-7 of SMS. */
  public static final int DEFAULT = 0x00;

  /** UCS-2 of SMS. */
  public static final int UCS2 = 0x08;

  /** GSM-7 of USSD: cell broadcast coding, language unspecified. */
  public static final int USSD_GSM7 = 0x0F;

  /** UCS-2 of USSD: cell broadcast coding. */
  public static final int USSD_UCS2 = 0x48;

  private SmppText() {}

  /** What a data coding means by the specifications; what they reserve is the GSM alphabet. */
  static Alphabet alphabet(int dataCoding) {
    if (dataCoding == 1) {
      return Alphabet.ASCII;
    }
    if (dataCoding == 2 || dataCoding == 3 || dataCoding == 4) {
      return Alphabet.LATIN1;
    }
    boolean ucs2 = (dataCoding & 0xCC) == UCS2 || (dataCoding & 0xEC) == USSD_UCS2;
    return ucs2 ? Alphabet.UCS2 : Alphabet.GSM7;
  }

  /** Reads {@code octets}. Any octets give some text. */
  public static String decode(int dataCoding, byte[] octets) {
    return alphabet(dataCoding).read(octets);
  }

  /** Writes {@code text}; only {@link #UCS2} and {@link #USSD_UCS2} are not GSM-7. */
  public static byte[] encode(int dataCoding, String text) {
    return dataCoding == UCS2 || dataCoding == USSD_UCS2
        ? text.getBytes(StandardCharsets.UTF_16BE)
        : Gsm7.encode(text);
  }

  /** {@code text} in the GSM alphabet where that loses nothing that matters. */
  public static String spelledInGsm7(String text) {
    return Transliteration.withoutLoss(text);
  }
}
