package id.gerbang.server.inbox;

import java.util.List;

/**
 * Where a chat's channel (Telegram, WhatsApp) brings what its server sent: kept durably and
 * encrypted before that server is told that it arrived.
 */
public interface ChatInbox {

  /**
   * Stores updates, all of them or none, by group commit; one that is stored already, by its
   * account and id, is not stored again. Blocks up to 5 s.
   *
   * @return false when they could not be stored in time: their server shall repeat them
   */
  boolean store(List<Arrived> updates);

  /**
   * One update of a chat.
   *
   * @param channel {@code telegram} or {@code whatsapp}
   * @param account which of our bots or numbers it came to
   * @param id its name on its wire; the same id of the same account is the same update
   * @param chat the chat, as its channel names it; only a keyed hash of it is kept beside the body
   * @param body what the handler needs to know, raw and hostile
   */
  record Arrived(String channel, String account, String id, String chat, String body) {

    /** People and their words do not belong in a log. */
    @Override
    public String toString() {
      return "Arrived[" + channel + " " + account + ", " + body.length() + " characters]";
    }
  }
}
