package id.gerbang.server.turn;

import id.gerbang.server.subscriber.Msisdn;

/**
 * Is told of conversations that their person left in the middle. Safe for any thread; may block.
 */
public interface LeftOpen {

  /**
   * A person left {@code flow} unfinished on USSD, and did not come back within the time of {@link
   * OpenDialogues}.
   *
   * @param dialogue the carrier's session in which they did
   * @param language the language of the conversation
   */
  void left(Msisdn phone, String dialogue, String flow, String language);
}
