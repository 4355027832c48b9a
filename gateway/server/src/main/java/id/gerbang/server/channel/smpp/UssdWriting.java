package id.gerbang.server.channel.smpp;

import java.time.Duration;

/**
 * How an operator takes screens.
 *
 * @param gsm7 the data coding of a screen in the GSM alphabet, one octet a septet
 * @param ucs2 the data coding of any other screen
 * @param answerLimit how long the operator waits for a screen; after it the dialogue is over and
 *     nothing is sent
 */
public record UssdWriting(int gsm7, int ucs2, Duration answerLimit) {
  /**
   * Cell broadcast codings; 12 s, since a turn promises 10 s and the shortest clock seen for an
   * answer is 15 s.
   */
  public static final UssdWriting USUAL =
      new UssdWriting(SmppText.USSD_GSM7, SmppText.USSD_UCS2, Duration.ofSeconds(12));

  public UssdWriting {
    if (gsm7 < 0 || gsm7 > 0xFF || ucs2 < 0 || ucs2 > 0xFF) {
      throw new IllegalArgumentException("a data coding is one octet, 0 to 255");
    }
    if (answerLimit.isNegative() || answerLimit.isZero()) {
      throw new IllegalArgumentException("an answer needs some time");
    }
  }
}
