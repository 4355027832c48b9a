package id.gerbang.server.payment.snap;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a QRIS holds (EMVCo merchant-presented QR): fields of an id, a length and a value, the last
 * a CRC of all before it. Looked at before it is shown: a person pays what it says.
 */
public final class QrisText {
  private static final int LONGEST = 512;
  private static final int HEAD = 4;
  private static final String VERSION = "00";
  private static final String KIND = "01";
  private static final String DYNAMIC = "12";
  private static final String CURRENCY = "53";
  private static final String RUPIAH = "360";
  private static final String AMOUNT = "54";
  private static final String COUNTRY = "58";
  private static final String CRC = "63";
  private static final int FIRST_MERCHANT = 2;
  private static final int LAST_MERCHANT = 51;

  private QrisText() {}

  /** Why {@code content} must not be shown for a bill of {@code rupiah}; empty when it may be. */
  public static Optional<String> wrong(String content, long rupiah) {
    if (content.length() > LONGEST || !content.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return Optional.of("not up to 512 printable characters");
    }
    Optional<Map<String, String>> read = fields(content);
    if (read.isEmpty()) {
      return Optional.of("its lengths do not add up");
    }
    Map<String, String> fields = read.get();
    if (!content.startsWith("000201") || !"01".equals(fields.get(VERSION))) {
      return Optional.of("it does not begin with version 01");
    }
    int crc = content.length() - HEAD;
    if (!content.startsWith(CRC + "04", crc - HEAD)
        || !content.substring(crc).equalsIgnoreCase(crc(content.substring(0, crc)))) {
      return Optional.of("its CRC is not that of its text");
    }
    if (!DYNAMIC.equals(fields.get(KIND))) {
      return Optional.of("it is not for one payment");
    }
    if (!RUPIAH.equals(fields.get(CURRENCY)) || !"ID".equals(fields.get(COUNTRY))) {
      return Optional.of("it is not for rupiah in Indonesia");
    }
    if (fields.keySet().stream().map(Integer::parseInt).noneMatch(QrisText::isMerchant)) {
      return Optional.of("it names no merchant");
    }
    return isAmount(fields.get(AMOUNT), rupiah)
        ? Optional.empty()
        : Optional.of("its amount is not the bill's");
  }

  private static boolean isMerchant(int id) {
    return id >= FIRST_MERCHANT && id <= LAST_MERCHANT;
  }

  private static boolean isAmount(String written, long rupiah) {
    return written != null
        && written.matches("[0-9]{1,10}(\\.[0-9]{1,2})?")
        && new BigDecimal(written).compareTo(BigDecimal.valueOf(rupiah)) == 0;
  }

  /** The fields by id; empty when they are none, or one is there twice. */
  static Optional<Map<String, String>> fields(String content) {
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 0;
    while (at < content.length()) {
      if (at + HEAD > content.length() || !content.substring(at, at + HEAD).matches("[0-9]{4}")) {
        return Optional.empty();
      }
      int from = at + HEAD;
      int to = from + Integer.parseInt(content.substring(at + 2, from));
      if (to > content.length()
          || fields.put(content.substring(at, at + 2), content.substring(from, to)) != null) {
        return Optional.empty();
      }
      at = to;
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
  }

  /** CRC-16/CCITT-FALSE in four hexadecimal digits: polynomial 0x1021 from 0xFFFF. */
  static String crc(String text) {
    int crc = 0xFFFF;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      crc ^= (octet & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
        crc &= 0xFFFF;
      }
    }
    return "%04X".formatted(crc);
  }
}
