package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import java.util.Arrays;

/**
 * Septets packed into octets as USSD packs them (3GPP TS 23.038 §6.1.2.3): like an SMS, but nobody
 * counts them, so that seven spare bits at the end would read as one more {@code @}. They hold a
 * carriage return instead, and a text that truly ends with one on an octet's border bears two.
 */
final class PackedSeptets {
  private static final byte CARRIAGE_RETURN = 0x0D;

  private PackedSeptets() {}

  /** Packs septets that are one octet each. */
  static byte[] pack(byte[] septets) {
    int last = septets.length - 1;
    boolean wouldShowAnAt = septets.length % 8 == 7;
    boolean wouldLoseItsReturn =
        septets.length > 0 && septets.length % 8 == 0 && septets[last] == CARRIAGE_RETURN;
    if (!wouldShowAnAt && !wouldLoseItsReturn) {
      return Gsm7.pack(septets);
    }
    byte[] padded = Arrays.copyOf(septets, septets.length + 1);
    padded[septets.length] = CARRIAGE_RETURN;
    return Gsm7.pack(padded);
  }

  /** Unpacks all septets that {@code octets} hold, but a padding. Any octets give some. */
  static byte[] unpack(byte[] octets) {
    byte[] septets = Gsm7.unpack(octets, octets.length * 8 / 7);
    boolean padded =
        octets.length > 0
            && octets.length % 7 == 0
            && septets[septets.length - 1] == CARRIAGE_RETURN;
    return padded ? Arrays.copyOf(septets, septets.length - 1) : septets;
  }
}
