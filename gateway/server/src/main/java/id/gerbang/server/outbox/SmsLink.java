package id.gerbang.server.outbox;

import id.gerbang.server.subscriber.Msisdn;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A way for an SMS to leave: the port that the outbox speaks to, and that a channel implements. */
public interface SmsLink {

  /** The link's name in the settings. */
  String name();

  /** Whether a message given now would leave now. */
  boolean ready();

  /** How many messages a second the operator lets through; each part of a long one counts. */
  int messagesPerSecond();

  /** How many parts a text needs by this link, 1 to 10: what it costs of the operator's rate. */
  default int parts(String text) {
    return 1;
  }

  /**
   * Sends one message, in as many parts as it needs. Safe for any thread.
   *
   * @return completes normally, always
   */
  CompletionStage<Sent> send(Outgoing message);

  /**
   * @param to the recipient
   * @param text any length up to 10 parts
   * @param reference the concatenation reference, 0 to 65,535; a repeat of a message bears the same
   *     one, so that a phone that got both halves of two attempts joins them
   */
  record Outgoing(Msisdn to, String text, int reference) {}

  /** What the carrier said of a message. */
  sealed interface Sent {

    /** Taken; one id for each part, as the carrier wrote it. Receipts come under these. */
    record Accepted(List<String> messageIds) implements Sent {
      public Accepted {
        messageIds = List.copyOf(messageIds);
      }
    }

    /**
     * Not taken, try again later: throttled, queue full, system error, not bound. The link has
     * backed off.
     */
    record Deferred(String why) implements Sent {}

    /** Not taken, and never will be: an invalid destination, for example. */
    record Refused(String why) implements Sent {}

    /**
     * Nobody knows: the answer did not come in time, or only some parts were taken. A receipt may
     * tell.
     */
    record Unknown(String why, List<String> messageIds) implements Sent {
      public Unknown {
        messageIds = List.copyOf(messageIds);
      }
    }
  }
}
