package id.gerbang.server.channel.phone;

import id.gerbang.server.subscriber.Msisdn;

/**
 * Phones on a carrier's network, for people who try the product and for tests. What they do reaches
 * the gateway over a real SMPP connection, never by a method call. Safe for any thread.
 */
public interface PhoneNetwork {

  /**
   * Dials {@code code} ({@code *500*25#}); a dialogue that is open on this phone is given up first.
   */
  void dial(Msisdn phone, String code);

  /** Answers the open dialogue's screen. Without one, nothing happens. */
  void press(Msisdn phone, String text);

  /**
   * Ends the open dialogue from the phone's side.
   *
   * @param tellsGateway whether the carrier reports it; many do not
   */
  void hangUp(Msisdn phone, boolean tellsGateway);

  /** Sends an SMS from {@code phone}, in as many parts as it needs. */
  void sms(Msisdn phone, String to, String text);

  /** Shows what reaches {@code phone} from now on. Close the result to stop. */
  AutoCloseable watch(Msisdn phone, Handset handset);

  /**
   * A phone in somebody's hand. Called on the network's threads, one event of a phone at a time.
   */
  interface Handset {
    /**
     * A screen.
     *
     * @param open whether the dialogue waits for an answer
     */
    void screen(String text, boolean open);

    /** A whole SMS, its parts joined. */
    void sms(String from, String text);
  }
}
