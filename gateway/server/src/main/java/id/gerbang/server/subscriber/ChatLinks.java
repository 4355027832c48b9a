package id.gerbang.server.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Whose a chat is: the phone that was proven in it. What a link is worth, and for how long, is
 * docs/adr/0007. Blocks.
 */
public interface ChatLinks {
  /** A link that nobody used for so long may be somebody else's by now, like the SIM behind it. */
  Duration UNUSED = Duration.ofDays(90);

  /** However much it is used: operators give numbers to others within a year. */
  Duration LONGEST = Duration.ofDays(365);

  /**
   * One chat.
   *
   * @param channel {@code telegram} or {@code whatsapp}
   * @param account which of our bots or numbers
   * @param chat as the channel names it
   */
  record Chat(String channel, String account, String chat) {
    /** A chat is a person. */
    @Override
    public String toString() {
      return "Chat[" + channel + " " + account + "]";
    }
  }

  /** Who tells the phone that it was linked, by a way that no chat has. */
  @FunctionalInterface
  interface Notice {
    /** Nobody is told: for who never links. */
    Notice NONE = (_, _, _, _) -> {};

    /**
     * Within the transaction of the link.
     *
     * @param language the phone's last choice in the menus
     */
    void linked(Handle tx, Msisdn phone, String language, Instant at);
  }

  /** Whose a chat is now. */
  sealed interface Whose {
    record Phone(Msisdn phone) implements Whose {}

    /** It was somebody's, too long ago: the phone must be proven again. */
    record Expired() implements Whose {}

    record Nobody() implements Whose {}
  }

  /** Whose {@code chat} is; being asked counts as its use, and shows that we are not blocked. */
  Whose whose(Chat chat, Instant now);

  /**
   * Links {@code chat} to {@code phone}, which its channel proved. The newest link of a phone on an
   * account is the only one. The phone is told by SMS when the link is new, once an hour at most.
   *
   * @return the chat that the phone was linked to before, when it was another
   */
  Optional<Chat> link(Chat chat, Msisdn phone, Instant now);

  /** Unlinks one chat; true when it was linked. */
  boolean unlink(Chat chat, Instant now);

  /** The person blocked us in {@code chat}, or no longer does; the link stays. */
  void block(Chat chat, boolean blocked);

  /** Whether nothing may be sent to {@code chat}. */
  boolean isBlocked(Chat chat);

  /** Whether {@code phone} is linked to any chat of {@code channel}. */
  boolean isLinked(Msisdn phone, String channel, Instant now);

  /** Unlinks all chats of {@code channel} from {@code phone}, and says which they were. */
  List<Chat> unlinkAll(Msisdn phone, String channel, Instant now);

  /**
   * Whether {@code chat}, linked or not, may be told something that is told seldom; being asked
   * counts as being told.
   */
  boolean mayTell(Chat chat, Duration seldom, Instant now);

  /** Forgets links and tellings that are too old; how many. */
  int runDue(Instant now);

  /** For who erases a phone: its links, within a transaction. */
  static void erase(Handle tx, byte[] phoneLookup) {
    tx.execute(
        "DELETE FROM chat_update WHERE body_sealed IS NOT NULL AND chat_lookup IN (SELECT"
            + " chat_lookup FROM chat_link WHERE phone_lookup = ?)",
        phoneLookup);
    tx.execute("DELETE FROM chat_link WHERE phone_lookup = ?", phoneLookup);
  }
}
