package id.gerbang.server.inbox;

import java.time.Duration;
import java.time.Instant;

/**
 * What deals with the updates of a chat. It is called on a virtual thread and may block; for one
 * chat never twice at a time, and in the order of arrival. A node that dies while it works hands
 * the same update over again, so its effects must bear a repeat.
 */
@FunctionalInterface
public interface ChatHandler {

  /** Deals with one update. What it throws is a bug: the update comes again a few times. */
  Outcome handle(Update update);

  /**
   * @param id stays the same when the update comes again; not secret, at most 64 characters
   * @param body as {@link ChatInbox.Arrived#body}
   * @param tries how often it was handed over before
   */
  record Update(
      String channel, String account, String id, String body, Instant receivedAt, int tries) {

    /** People and their words do not belong in a log. */
    @Override
    public String toString() {
      return "Update[" + channel + " " + account + ", try " + tries + "]";
    }
  }

  /** What came of it. */
  sealed interface Outcome {
    /** It is dealt with, and its body is erased. */
    record Done() implements Outcome {}

    /** It, and with it its chat, comes again after a time. */
    record Later(Duration after) implements Outcome {}
  }
}
