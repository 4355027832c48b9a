package id.gerbang.server.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an operator spells the id of a message in its receipt, against the id in its answer to the
 * submit_sm. Case and leading zeros never count. A short id of digits means something in both
 * bases: name the operator's way where receipts of one message are counted for another.
 */
public enum ReceiptIds {
  /** The same in both. */
  AS_IS,
  /** Hexadecimal in the answer, decimal in the receipt. */
  HEX_TO_DECIMAL,
  /** Decimal in the answer, hexadecimal in the receipt. */
  DECIMAL_TO_HEX,
  /** Any of these; the same in both before the others. */
  EITHER;

  /** As the settings spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words that the settings know. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ReceiptIds::word).toList();
  }

  /** The one of that word. */
  public static Optional<ReceiptIds> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
