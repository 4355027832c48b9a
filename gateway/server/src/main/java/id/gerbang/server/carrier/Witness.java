package id.gerbang.server.carrier;

import id.gerbang.server.subscriber.Msisdn;

/**
 * Sees what a carrier does: for who plays with it in a terminal, and for tests. Its phones are
 * invented. Called on the carrier's threads, by several at once.
 */
@FunctionalInterface
public interface Witness {
  /** Looks away. */
  Witness NOBODY = event -> {};

  /** It happened. */
  void saw(Event event);

  /** What can be seen. */
  sealed interface Event {
    /**
     * The gateway submitted a screen.
     *
     * @param dataCoding as it came
     * @param octets of its text
     * @param status the carrier's answer
     */
    record Screen(Msisdn to, String text, int dataCoding, int octets, int status)
        implements Event {}

    /**
     * The gateway submitted an SMS or a part of one.
     *
     * @param text the words of this part
     * @param status the carrier's answer
     * @param id its name, where it was taken
     */
    record Sms(Msisdn to, String text, int status, String id) implements Event {}

    /**
     * A phone's SMS, or a part of one, was answered by the gateway.
     *
     * @param status 0 when the gateway has it; -1 when it did not answer
     */
    record FromPhone(Msisdn from, String text, int status) implements Event {}

    /** A gateway bound, or was refused with a status. */
    record Bind(int status) implements Event {}

    /** A connection ended. */
    record Gone() implements Event {}

    /** Something went wrong on purpose. {@code whose} is a phone, or empty for a connection. */
    record Mischief(String what, String whose) implements Event {}
  }
}
