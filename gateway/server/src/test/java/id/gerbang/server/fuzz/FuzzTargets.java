package id.gerbang.server.fuzz;

import id.gerbang.server.channel.smpp.SmppFuzz;
import id.gerbang.server.channel.ussdhttp.UssdHttpFuzz;
import id.gerbang.server.enrolment.SmsFuzz;
import java.util.Arrays;

/**
 * Everything of ours that reads what strangers write. One input is for one target, which its first
 * octet names: its letter, so that a kept input can be read; any other octet names one too, so that
 * the fuzzer wastes none.
 *
 * <p>{@link #fuzzerTestOneInput} is Jazzer's; {@link CorpusTest} runs what is kept.
 */
public enum FuzzTargets {
  PDU('P', SmppFuzz::pdu),
  STREAM('S', SmppFuzz::stream),
  DIALOGUE('D', SmppFuzz::dialogue),
  RECEIVED('U', SmppFuzz::received),
  PARTS('C', SmppFuzz::parts),
  RECEIPT('R', SmppFuzz::receipt),
  OWN_RECEIPT('r', SmppFuzz::ownReceipt),
  TEXT('T', SmppFuzz::text),
  SEPTETS('7', SmppFuzz::septets),
  FORM('F', UssdHttpFuzz::form),
  AGGREGATOR('A', UssdHttpFuzz::aggregator),
  SMS('M', SmsFuzz::sms),
  BOOK('B', BookFuzz::book);

  private final char letter;
  private final Target target;

  FuzzTargets(char letter, Target target) {
    this.letter = letter;
    this.target = target;
  }

  /** Throws when a property does not hold. */
  private interface Target {
    void run(byte[] input);
  }

  /** Which of them {@code input} is for. */
  static FuzzTargets of(byte[] input) {
    int first = input[0] & 0xFF;
    return Arrays.stream(values())
        .filter(each -> each.letter == first)
        .findFirst()
        .orElseGet(() -> values()[first % values().length]);
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      of(input).target.run(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
