package id.gerbang.server.outbox;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A carrier's message id may come back in another spelling in its receipt: other case, other
 * leading zeros, hexadecimal in the answer and decimal in the receipt or the other way round.
 */
final class MessageIds {
  /** Longer than a message_id of SMPP 3.4 (65 octets) is none. */
  private static final int LONGEST = 65;

  private MessageIds() {}

  /** The spelling that ids are kept under: lower case, without leading zeros. */
  static String kept(String id) {
    String plain = id.strip().toLowerCase(Locale.ROOT);
    String bounded = plain.substring(0, Math.min(LONGEST, plain.length()));
    String bare = bounded.replaceFirst("^0+(?=.)", "");
    return bare;
  }

  /** All spellings under which a receipt's id may have been kept, the likeliest first. */
  static Set<String> spellings(String id) {
    String kept = kept(id);
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(kept);
    if (kept.matches("[0-9]+")) {
      spellings.add(new BigInteger(kept).toString(16));
    }
    if (kept.matches("[0-9a-f]+")) {
      spellings.add(new BigInteger(kept, 16).toString());
    }
    return spellings;
  }
}
