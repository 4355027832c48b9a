package id.gerbang.server.inbox;

import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Does what an SMS asks. */
public interface SmsHandler {

  /**
   * One whole SMS.
   *
   * @param from its sender
   * @param text its words, hostile
   * @param at the moment of handling
   * @param id names it, the same when it is handled again
   */
  record Whole(Msisdn from, String text, Instant at, String id) {

    /** Words of people do not belong in a log. */
    @Override
    public String toString() {
      return "Whole[id=" + id + ", from=" + from + ", " + text.length() + " characters]";
    }
  }

  /** What became of it. */
  enum Handled {
    DONE,
    /** It is for somebody else, and nothing was changed. */
    NOT_MINE,
    /** Something of ours is away and nothing was changed: it shall come again. */
    LATER
  }

  /**
   * Handles one SMS inside the transaction that marks it as handled: what it changes, what it
   * answers (outbox rows) and the mark commit together, so that an SMS is done once or not at all.
   * A person's mistake is an answer, not an exception.
   *
   * @param tx the open transaction
   */
  Handled handle(Handle tx, Whole sms);

  /** Asks each in turn until one of them takes it. */
  static SmsHandler firstOf(List<SmsHandler> handlers) {
    List<SmsHandler> inOrder = List.copyOf(handlers);
    return (tx, sms) -> {
      for (SmsHandler handler : inOrder) {
        Handled handled = handler.handle(tx, sms);
        if (handled != Handled.NOT_MINE) {
          return handled;
        }
      }
      return Handled.NOT_MINE;
    };
  }
}
