package id.gerbang.server.inbox;

import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Does what an SMS asks. */
public interface SmsHandler {

  /**
   * Handles one whole SMS inside the transaction that marks it as handled: what it changes, what it
   * answers (outbox rows) and the mark commit together, so that an SMS is done once or not at all.
   * A person's mistake is an answer, not an exception.
   *
   * @param tx the open transaction
   * @param from its sender
   * @param text its words, hostile
   * @param at the moment of handling
   */
  void handle(Handle tx, Msisdn from, String text, Instant at);
}
