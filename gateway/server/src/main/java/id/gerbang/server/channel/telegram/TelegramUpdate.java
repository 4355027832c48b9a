package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What we need to know of an update, and nothing more of its sender: no name, no user name.
 *
 * @param id the bot's number of it
 * @param kind what happened
 * @param chat where; in a private chat the same number as its person
 * @param message the message that came, or that the pressed button is under; 0 when there is none
 * @param text what was typed, the button's data, or the phone of a contact
 * @param callback the id of a button's press, to be answered; otherwise empty
 * @param own whether a contact is its sender's own
 */
record TelegramUpdate(
    long id, Kind kind, long chat, long message, String text, String callback, boolean own) {

  enum Kind {
    /** Typed in a private chat. */
    TEXT,
    /** Pressed a button under a message of ours. */
    PRESSED,
    /** Shared a contact. */
    CONTACT,
    /** A picture, a voice, a place …: nothing that answers a screen. */
    OTHER,
    /** The person blocked us. */
    BLOCKED,
    /** The person lets us write again. */
    UNBLOCKED,
    /** Somebody spoke to us, or added us, where others read too. */
    GROUP;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Longer than any answer to a screen; what follows is not read. */
  private static final int LONGEST_TEXT = 1_000;

  /** Empty when it is nothing to us. Never throws, whatever the update holds. */
  static Optional<TelegramUpdate> of(JsonNode update) {
    long id = update.path("update_id").asLong();
    if (update.has("message")) {
      return message(id, update.path("message"));
    }
    if (update.has("callback_query")) {
      return pressed(id, update.path("callback_query"));
    }
    if (update.has("my_chat_member")) {
      return membership(id, update.path("my_chat_member"));
    }
    return Optional.empty();
  }

  private static Optional<TelegramUpdate> message(long id, JsonNode message) {
    long chat = message.path("chat").path("id").asLong();
    long number = message.path("message_id").asLong();
    JsonNode from = message.path("from");
    if (chat == 0 || from.path("is_bot").asBoolean()) {
      return Optional.empty();
    }
    if (!isPrivate(message)) {
      boolean leaves = message.has("left_chat_member");
      return leaves
          ? Optional.empty()
          : Optional.of(new TelegramUpdate(id, Kind.GROUP, chat, number, "", "", false));
    }
    if (message.has("contact")) {
      JsonNode contact = message.path("contact");
      long whose = contact.path("user_id").asLong();
      boolean own =
          whose != 0
              && whose == from.path("id").asLong()
              && !message.has("forward_origin")
              && !message.has("forward_date");
      String phone = contact.path("phone_number").asText();
      return Optional.of(new TelegramUpdate(id, Kind.CONTACT, chat, number, cut(phone), "", own));
    }
    Kind kind = message.has("text") ? Kind.TEXT : Kind.OTHER;
    return Optional.of(
        new TelegramUpdate(id, kind, chat, number, cut(message.path("text").asText()), "", false));
  }

  private static Optional<TelegramUpdate> pressed(long id, JsonNode query) {
    JsonNode message = query.path("message");
    long chat = message.path("chat").path("id").asLong();
    if (chat == 0 || !isPrivate(message)) {
      return Optional.empty(); // we put buttons into private chats only
    }
    return Optional.of(
        new TelegramUpdate(
            id,
            Kind.PRESSED,
            chat,
            message.path("message_id").asLong(),
            cut(query.path("data").asText()),
            query.path("id").asText(),
            false));
  }

  private static Optional<TelegramUpdate> membership(long id, JsonNode member) {
    long chat = member.path("chat").path("id").asLong();
    String status = member.path("new_chat_member").path("status").asText();
    boolean gone = status.equals("kicked") || status.equals("left");
    if (chat == 0) {
      return Optional.empty();
    }
    if (isPrivate(member)) {
      Kind kind = gone ? Kind.BLOCKED : Kind.UNBLOCKED;
      return Optional.of(new TelegramUpdate(id, kind, chat, 0, "", "", false));
    }
    return gone
        ? Optional.empty()
        : Optional.of(new TelegramUpdate(id, Kind.GROUP, chat, 0, "", "", false));
  }

  private static boolean isPrivate(JsonNode part) {
    return part.path("chat").path("type").asText().equals("private");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  String write() {
    return BotApi.JSON
        .createObjectNode()
        .put("id", id)
        .put("kind", kind.name())
        .put("chat", chat)
        .put("message", message)
        .put("text", text)
        .put("callback", callback)
        .put("own", own)
        .toString();
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IllegalStateException when it is something else: a newer version's, or a bug
   */
  static TelegramUpdate read(String body) {
    try {
      JsonNode node = BotApi.JSON.readTree(body);
      return new TelegramUpdate(
          node.path("id").asLong(),
          Kind.valueOf(node.path("kind").asText()),
          node.path("chat").asLong(),
          node.path("message").asLong(),
          node.path("text").asText(),
          node.path("callback").asText(),
          node.path("own").asBoolean());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("a stored update is not in this version's form");
    }
  }

  /** People and their words do not belong in a log. */
  @Override
  public String toString() {
    return "TelegramUpdate[" + kind.label() + "]";
  }
}
