package id.gerbang.server.channel.smpp;

import id.gerbang.engine.text.Gsm7;
import java.nio.charset.StandardCharsets;

/** What the octets of a text stand for. */
public enum Alphabet {
  /** The GSM default alphabet with its extension table, one octet a septet. */
  GSM7,
  ASCII,
  LATIN1,
  /** UTF-16 in truth: phones write emoji as surrogate pairs. */
  UCS2;

  /** Reads {@code octets}. Any octets give some text. */
  public String read(byte[] octets) {
    return switch (this) {
      case GSM7 -> Gsm7.decode(octets);
      case ASCII -> new String(octets, StandardCharsets.US_ASCII);
      case LATIN1 -> new String(octets, StandardCharsets.ISO_8859_1);
      case UCS2 -> new String(octets, 0, octets.length & ~1, StandardCharsets.UTF_16BE);
    };
  }

  /** Writes {@code text}. */
  public byte[] write(String text) {
    return switch (this) {
      case GSM7 -> Gsm7.encode(text);
      case ASCII -> text.getBytes(StandardCharsets.US_ASCII);
      case LATIN1 -> text.getBytes(StandardCharsets.ISO_8859_1);
      case UCS2 -> text.getBytes(StandardCharsets.UTF_16BE);
    };
  }
}
