package id.gerbang.server.outbox;

import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Where the domain leaves what shall be sent: a row in the caller's own transaction, so that both
 * happen or neither.
 */
public interface Outbox {

  /**
   * Adds messages in the transaction of {@code tx}. They leave after the commit.
   *
   * @param tx an open transaction of the caller
   */
  void add(Handle tx, NewSms... messages);

  /**
   * @param to the recipient
   * @param text its words, at most 10 parts
   * @param about what it belongs to, for the branch's eyes and the audit: {@code
   *     application:D7K2Q9}; never personal
   * @param due when it may leave at the earliest
   */
  record NewSms(Msisdn to, String text, String about, Instant due) {

    /** Words to people do not belong in a log. */
    @Override
    public String toString() {
      return "NewSms[to=" + to + ", about=" + about + ", " + text.length() + " characters]";
    }
  }
}
