package id.gerbang.server.channel.smpp;

/**
 * An address as the wire has it. It is a person's more often than not: it prints no digits.
 *
 * @param ton type of number (SMPP 3.4 §5.2.5)
 * @param npi numbering plan (§5.2.6)
 * @param value digits, or letters
 */
public record SmppAddress(byte ton, byte npi, String value) {

  @Override
  public String toString() {
    return "SmppAddress[" + ton + "/" + npi + "]";
  }
}
