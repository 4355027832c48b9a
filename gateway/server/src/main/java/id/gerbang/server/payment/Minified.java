package id.gerbang.server.payment;

import java.io.ByteArrayOutputStream;

/**
 * A JSON text without the white space between its tokens, as SNAP signs it. White space within
 * strings stays: {@code "Setya Wardana"} keeps its space (payments-snap-bi.md).
 */
public final class Minified {
  private Minified() {}

  /** The minified bytes; what is no JSON comes out as something, and its signature decides. */
  public static byte[] of(byte[] json) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(json.length);
    boolean inString = false;
    boolean escaped = false;
    for (byte octet : json) {
      if (inString) {
        kept.write(octet);
        inString = escaped || octet != '"';
        escaped = !escaped && octet == '\\';
      } else if (octet != ' ' && octet != '\t' && octet != '\n' && octet != '\r') {
        kept.write(octet);
        inString = octet == '"';
      }
    }
    return kept.toByteArray();
  }
}
