package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.engine.Engine;
import id.gerbang.engine.Screen;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Wish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The buttons under a screen: two in a row where both labels are short, and those that lead to
 * another page or back in the last row. A button carries its screen's number and its key.
 */
final class Keyboard {
  /** Bot API: callback_data is 1 to 64 bytes. */
  private static final int LONGEST_DATA = 64;

  /** Two such labels stand beside each other on a narrow phone without being cut. */
  private static final int SHORT = 16;

  /** The same word in all four languages of the menus. */
  private static final Screen.Choice MENU = new Screen.Choice("menu", "Menu");

  private static final Pattern DATA = Pattern.compile("([0-9]{1,18}):(.+)", Pattern.DOTALL);

  private Keyboard() {}

  /** What a button's data says; empty when it is not of ours. */
  static Optional<Inbound.Event> event(String data) {
    Matcher matcher = DATA.matcher(data);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String key = matcher.group(2);
    return Optional.of(
        key.equals(MENU.key())
            ? new Inbound.Event.Opened(Wish.MENU)
            : new Inbound.Event.Pressed(Long.parseLong(matcher.group(1)), key));
  }

  /** {@code reply_markup} of a screen. What has ended offers the main menu. */
  static ObjectNode under(Reply reply) {
    List<Screen.Choice> options = new ArrayList<>();
    List<Screen.Choice> navigation = new ArrayList<>();
    for (Screen.Choice choice : reply.choices()) {
      boolean leads = choice.key().equals(Engine.BACK) || choice.key().equals(Engine.NEXT_PAGE);
      (leads ? navigation : options).add(choice);
    }
    if (reply.choices().isEmpty() && reply.ends()) {
      navigation.add(MENU);
    }
    ObjectNode markup = BotApi.fields();
    ArrayNode rows = markup.putArray("inline_keyboard");
    for (int i = 0; i < options.size(); ) {
      boolean pair =
          i + 1 < options.size() && isShort(options.get(i)) && isShort(options.get(i + 1));
      row(rows, reply.number(), options.subList(i, i + (pair ? 2 : 1)));
      i += pair ? 2 : 1;
    }
    row(rows, reply.number(), navigation);
    return markup;
  }

  private static boolean isShort(Screen.Choice choice) {
    return choice.label().length() <= SHORT;
  }

  private static void row(ArrayNode rows, long number, List<Screen.Choice> choices) {
    if (choices.isEmpty()) {
      return;
    }
    ArrayNode row = rows.addArray();
    for (Screen.Choice choice : choices) {
      String data = number + ":" + choice.key();
      if (data.getBytes(StandardCharsets.UTF_8).length > LONGEST_DATA) {
        throw new IllegalStateException("a button's key is too long for Telegram");
      }
      row.addObject().put("text", choice.label()).put("callback_data", data);
    }
  }

  /** No buttons under a message any more. */
  static ObjectNode none() {
    ObjectNode markup = BotApi.fields();
    markup.putArray("inline_keyboard");
    return markup;
  }

  /** The one button that gives us the phone; private chats only (Bot API). */
  static ObjectNode contact() {
    ObjectNode markup = BotApi.fields();
    markup
        .putArray("keyboard")
        .addArray()
        .addObject()
        .put("text", ChatWords.SHARE)
        .put("request_contact", true);
    return markup.put("resize_keyboard", true).put("one_time_keyboard", true);
  }

  /** Takes that button away. */
  static ObjectNode removed() {
    return BotApi.fields().put("remove_keyboard", true);
  }
}
