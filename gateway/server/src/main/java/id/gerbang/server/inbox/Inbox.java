package id.gerbang.server.inbox;

import id.gerbang.server.subscriber.Msisdn;
import java.util.Optional;

/**
 * Where a channel brings an SMS: kept durably and encrypted before the carrier is told that it
 * arrived.
 */
public interface Inbox {

  /**
   * Stores one SMS, or one part of one, by group commit. Blocks up to 1 s.
   *
   * @return false when it could not be stored in time, or 32 others already wait: the carrier shall
   *     repeat it
   */
  boolean store(Sms sms);

  /**
   * @param link the link it came by
   * @param from its sender
   * @param to the number it was sent to
   * @param text its words, or those of this part
   * @param part where it belongs when it is one of several
   */
  record Sms(String link, Msisdn from, String to, String text, Optional<Part> part) {

    /** Words of people do not belong in a log. */
    @Override
    public String toString() {
      return "Sms[link="
          + link
          + ", from="
          + from
          + ", "
          + text.length()
          + " characters, part="
          + part
          + "]";
    }
  }

  /**
   * @param reference the concatenation reference, 8 or 16 bits
   * @param total how many parts there are, 2 to 255
   * @param number which one this is, from 1
   */
  record Part(int reference, int total, int number) {}
}
