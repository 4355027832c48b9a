package id.gerbang.server.channel.ussdhttp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An {@code application/x-www-form-urlencoded} body or query as its fields. Tolerant, because
 * aggregators are: a percent sign that escapes nothing stands for itself, and bytes that are no
 * UTF-8 become replacement characters.
 */
final class FormFields {
  /** An aggregator sends six fields; a hundred is no form. */
  private static final int MOST_FIELDS = 100;

  private FormFields() {}

  /**
   * @param fields where they are put; the first of a name counts
   */
  static Map<String, String> read(byte[] body, Map<String, String> fields) {
    ByteBuffer decoded = ByteBuffer.allocate(body.length);
    String name = null;
    for (int i = 0; i <= body.length && fields.size() < MOST_FIELDS; i++) {
      byte b = i < body.length ? body[i] : (byte) '&';
      if (b == '=' && name == null) {
        name = taken(decoded);
      } else if (b == '&') {
        String value = taken(decoded);
        fields.putIfAbsent(name == null ? value : name, name == null ? "" : value);
        name = null;
      } else if (b == '%'
          && i + 2 < body.length
          && hex(body[i + 1]) >= 0
          && hex(body[i + 2]) >= 0) {
        decoded.put((byte) (hex(body[i + 1]) << 4 | hex(body[i + 2])));
        i += 2;
      } else {
        decoded.put(b == '+' ? (byte) ' ' : b);
      }
    }
    return fields;
  }

  private static String taken(ByteBuffer decoded) {
    String text = new String(decoded.array(), 0, decoded.position(), StandardCharsets.UTF_8);
    decoded.clear();
    return text;
  }

  private static int hex(byte b) {
    return Character.digit((char) (b & 0xFF), 16);
  }
}
