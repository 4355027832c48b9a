package id.gerbang.server.channel.smpp;

import id.gerbang.server.outbox.Receipts.State;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads delivery receipts in all their spellings: the TLVs before the text of SMPP 3.4 appendix B,
 * whose fields carriers leave out, space and spell differently. Dates and counts do not matter to
 * us and are not read. Never throws.
 */
final class ReceiptReader {
  /** message_id without its closing zero (SMPP 3.4 §5.2.23); what is longer names no message. */
  private static final int LONGEST_ID = 64;

  private static final Pattern ID =
      Pattern.compile("(?:^|[\\s,;])id\\s?[:=]\\s*([^\\s,;]{1,64})", Pattern.CASE_INSENSITIVE);
  private static final Pattern STATE =
      Pattern.compile(
          "(?:^|[\\s,;])stat(?:us)?\\s?[:=]\\s*([A-Za-z0-9_]{1,20})", Pattern.CASE_INSENSITIVE);

  /** The last field quotes the message itself: its words say nothing of its fate. */
  private static final Pattern WORDS =
      Pattern.compile("(?:^|[\\s,;])text\\s?[:=]", Pattern.CASE_INSENSITIVE);

  private ReceiptReader() {}

  /** What a receipt says. */
  record Read(String messageId, State state) {}

  /** Empty when it names no message. */
  static Optional<Read> read(Delivered message) {
    String text = WORDS.split(new String(message.payload(), StandardCharsets.ISO_8859_1), 2)[0];
    String id = identity(message, text);
    return id.isEmpty() ? Optional.empty() : Optional.of(new Read(id, state(message, text)));
  }

  private static String identity(Delivered message, String text) {
    byte[] value = message.tlvs().getOrDefault(Tlv.RECEIPTED_MESSAGE_ID, new byte[0]);
    String id = new String(value, StandardCharsets.ISO_8859_1);
    int end = id.indexOf('\0');
    String cut = (end < 0 ? id : id.substring(0, end)).strip();
    if (!cut.isEmpty() && cut.length() <= LONGEST_ID) {
      return cut;
    }
    Matcher found = ID.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static State state(Delivered message, String text) {
    int number = message.number(Tlv.MESSAGE_STATE, 1);
    if (number >= 0) {
      return number == 2
          ? State.DELIVERED
          : number == 3 || number == 4 || number == 5 || number == 8
              ? State.FAILED
              : State.UNDER_WAY;
    }
    Matcher found = STATE.matcher(text);
    return found.find() ? spelled(found.group(1).toUpperCase(Locale.ROOT)) : State.UNDER_WAY;
  }

  private static State spelled(String state) {
    if (state.startsWith("DELIV")) {
      return State.DELIVERED;
    }
    boolean failed =
        state.startsWith("UNDEL")
            || state.startsWith("EXPIR")
            || state.startsWith("DELET")
            || state.startsWith("REJ")
            || state.startsWith("FAIL");
    return failed ? State.FAILED : State.UNDER_WAY;
  }
}
