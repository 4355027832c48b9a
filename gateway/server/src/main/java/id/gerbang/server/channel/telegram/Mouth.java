package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.server.channel.Reply;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says things in the chats of one bot, at the pace that Telegram allows. Texts are plain: no
 * parse_mode, so nothing that people are called can break them.
 *
 * <p>Threads: safe for any; it blocks, and is meant for virtual threads.
 */
final class Mouth {
  private static final Logger log = LoggerFactory.getLogger(Mouth.class);

  /** A worker waits so long for its place; longer, and the update comes again then. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** After this Telegram has given up or done it; asked again, it says the same again. */
  private static final Duration AFTER_AWAY = Duration.ofSeconds(2);

  private static final Duration LONGEST_AWAY = Duration.ofMinutes(1);

  private final BotApi api;
  private final Pace pace;
  private final TelegramMeters meters;
  private final String bot;

  Mouth(BotApi api, Pace pace, TelegramMeters meters, String bot) {
    this.api = api;
    this.pace = pace;
    this.meters = meters;
    this.bot = bot;
  }

  /**
   * A new message.
   *
   * @param markup null for none
   * @param tries how often this was tried before
   */
  Said send(long chat, String text, ObjectNode markup, int tries) {
    ObjectNode fields = BotApi.fields().put("chat_id", chat).put("text", text);
    if (markup != null) {
      fields.set("reply_markup", markup);
    }
    return paced(chat, "sendMessage", fields, tries);
  }

  /** A screen in a new message. */
  Said show(long chat, Reply reply, int tries) {
    return send(chat, words(reply), Keyboard.under(reply), tries);
  }

  /** A screen in place of the one in {@code message}; where that cannot be, in a new message. */
  Said showIn(long chat, long message, Reply reply, int tries) {
    ObjectNode fields =
        BotApi.fields().put("chat_id", chat).put("message_id", message).put("text", words(reply));
    fields.set("reply_markup", Keyboard.under(reply));
    Said said = paced(chat, "editMessageText", fields, tries);
    return said instanceof Said.Refused ? show(chat, reply, tries) : said;
  }

  /** A page that only goes on with options has no words of its own. */
  private static String words(Reply reply) {
    return reply.body().isBlank() ? reply.text() : reply.body();
  }

  /** Ends the little clock on a pressed button. Nothing depends on it, so nothing is repeated. */
  void pressed(String callback) {
    api.call(
        "answerCallbackQuery", BotApi.fields().put("callback_query_id", callback), ANSWER_WITHIN);
  }

  /** Takes the buttons of an older screen away, if it can. */
  void unbutton(long chat, long message) {
    ObjectNode fields = BotApi.fields().put("chat_id", chat).put("message_id", message);
    fields.set("reply_markup", Keyboard.none());
    api.call("editMessageReplyMarkup", fields, ANSWER_WITHIN);
  }

  /** Takes a message with somebody's NIK out of the chat, if it can. */
  void remove(long chat, long message) {
    api.call(
        "deleteMessage",
        BotApi.fields().put("chat_id", chat).put("message_id", message),
        ANSWER_WITHIN);
  }

  private Said paced(long chat, String method, ObjectNode fields, int tries) {
    Duration wait = pace.take(chat, PATIENCE);
    meters.waited(wait);
    if (wait.compareTo(PATIENCE) > 0) {
      return said(new Said.Later(wait));
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return said(new Said.Later(AFTER_AWAY));
    }
    return said(
        switch (api.call(method, fields, ANSWER_WITHIN)) {
          case BotAnswer.Ok _ -> new Said.Done();
          case BotAnswer.TooMany(Duration after) -> {
            pace.pause(chat, after);
            yield new Said.Later(after);
          }
          case BotAnswer.Refused no when no.says("message is not modified") -> new Said.Done();
          case BotAnswer.Refused no when no.code() == 403 -> new Said.Gone();
          case BotAnswer.Refused no -> {
            log.warn("bot={} {} was refused with {}", bot, method, no.code());
            yield no.code() == 401 || no.code() == 404
                ? new Said.Later(LONGEST_AWAY) // the token: a person must mend it
                : new Said.Refused();
          }
          case BotAnswer.Away(String why) -> {
            log.warn("bot={} {} has no answer: {}", bot, method, why);
            Duration after = AFTER_AWAY.multipliedBy(1L << Math.min(tries, 5));
            yield new Said.Later(after.compareTo(LONGEST_AWAY) < 0 ? after : LONGEST_AWAY);
          }
        });
  }

  private Said said(Said said) {
    meters.said(
        switch (said) {
          case Said.Done() -> "sent";
          case Said.Gone() -> "blocked";
          case Said.Refused() -> "refused";
          case Said.Later _ -> "later";
        });
    return said;
  }
}
