package id.gerbang.server.channel.whatsapp;

import id.gerbang.server.channel.Wish;
import id.gerbang.server.channel.whatsapp.WhatsAppMessage.Content;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Chats whose last screen never reached the person: what they type next answers something older, so
 * it shows the screen instead of answering it. As far as this node remembers. Safe for any thread.
 */
final class Unseen {
  /** The oldest is forgotten first. */
  private static final int MOST_CHATS = 10_000;

  private final Set<String> chats = new LinkedHashSet<>();

  /** The screen of {@code chat} could not be sent. */
  synchronized void add(String chat) {
    chats.add(chat);
    if (chats.size() > MOST_CHATS) {
      chats.remove(chats.iterator().next());
    }
  }

  /** A screen of {@code chat} left. */
  synchronized void seen(String chat) {
    chats.remove(chat);
  }

  /** What {@code message} means; a word that opens a menu opens it anyway. */
  synchronized WhatsAppMessage instead(WhatsAppMessage message) {
    boolean looks =
        message.content() instanceof Content.Text(String body)
            && Wish.of(body.strip()).isEmpty()
            && chats.contains(message.sender().chat());
    return looks
        ? new WhatsAppMessage(message.id(), message.sender(), message.at(), new Content.Look())
        : message;
  }
}
