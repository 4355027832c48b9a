package id.gerbang.server.outbox;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A carrier's message id may come back in another spelling in its receipt: other case, other
 * leading zeros, hexadecimal in the answer and decimal in the receipt or the other way round
 * ({@link ReceiptIds}).
 */
final class MessageIds {
  /** Longer than a message_id of SMPP 3.4 (65 octets) is none. */
  private static final int LONGEST = 65;

  private MessageIds() {}

  /** The spelling that ids are kept under: lower case, without leading zeros. */
  static String kept(String id) {
    String plain = id.strip().toLowerCase(Locale.ROOT);
    String bounded = plain.substring(0, Math.min(LONGEST, plain.length()));
    return bounded.replaceFirst("^0+(?=.)", "");
  }

  /** The ids that the answer may have borne, by the id of a receipt; the likeliest first. */
  static Set<String> answers(String receipt, ReceiptIds how) {
    String kept = kept(receipt);
    return switch (how) {
      case AS_IS -> Set.of(kept);
      case HEX_TO_DECIMAL -> Set.of(hexadecimal(kept));
      case DECIMAL_TO_HEX -> Set.of(decimal(kept));
      case EITHER -> either(kept);
    };
  }

  /** The ids that its receipt may bear, by the id of an answer; the likeliest first. */
  static Set<String> receipts(String answer, ReceiptIds how) {
    String kept = kept(answer);
    return switch (how) {
      case AS_IS -> Set.of(kept);
      case HEX_TO_DECIMAL -> Set.of(decimal(kept));
      case DECIMAL_TO_HEX -> Set.of(hexadecimal(kept));
      case EITHER -> either(kept);
    };
  }

  private static Set<String> either(String kept) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(kept);
    spellings.add(hexadecimal(kept));
    spellings.add(decimal(kept));
    return spellings;
  }

  /** A decimal id in hexadecimal; what is none stays. */
  private static String hexadecimal(String kept) {
    return kept.matches("[0-9]+") ? new BigInteger(kept).toString(16) : kept;
  }

  /** A hexadecimal id in decimal; what is none stays. */
  private static String decimal(String kept) {
    return kept.matches("[0-9a-f]+") ? new BigInteger(kept, 16).toString() : kept;
  }
}
