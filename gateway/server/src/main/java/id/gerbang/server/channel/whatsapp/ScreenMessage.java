package id.gerbang.server.channel.whatsapp;

import id.gerbang.engine.Screen;
import id.gerbang.server.channel.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A reply as a message of the Cloud API: up to three short choices as buttons, up to ten as a list,
 * anything else as text with the numbers of a keypad. No choice loses words on the way: a shortened
 * title has its whole label below it, and where that has no room either, the text is sent.
 */
final class ScreenMessage {
  /** Meta's limits, in characters (interactive reply buttons, interactive lists, text messages). */
  static final int MOST_BUTTONS = 3;

  static final int LONGEST_BUTTON = 20;
  static final int MOST_ROWS = 10;
  static final int LONGEST_ROW = 24;
  static final int LONGEST_DESCRIPTION = 72;
  static final int LONGEST_BODY = 1_024;

  /** What opens a list. The same word in Indonesian, English, Javanese and Balinese. */
  private static final String OPENS_LIST = "Menu";

  /** An interactive message needs words; a page that only goes on with options has none. */
  private static final String GOES_ON = "…";

  private ScreenMessage() {}

  /** The message, without its recipient. The reply's text is not empty. */
  static JsonObject of(Reply reply) {
    List<Screen.Choice> choices = reply.choices();
    String body = reply.body().isBlank() ? GOES_ON : reply.body();
    if (choices.isEmpty() || body.length() > LONGEST_BODY || !areDistinct(choices)) {
      return text(reply.text());
    }
    if (choices.size() <= MOST_BUTTONS && fit(choices, LONGEST_BUTTON)) {
      return interactive("button", body, new JsonObject().put("buttons", buttons(reply)));
    }
    if (choices.size() <= MOST_ROWS && fit(choices, LONGEST_DESCRIPTION)) {
      JsonObject section = new JsonObject().put("rows", rows(reply));
      return interactive(
          "list",
          body,
          new JsonObject().put("button", OPENS_LIST).put("sections", new JsonArray().add(section)));
    }
    return text(reply.text());
  }

  /** A message of words alone: it may have 4,096 characters, and a surface's screen has 1,000. */
  static JsonObject text(String words) {
    return new JsonObject()
        .put("type", "text")
        .put("text", new JsonObject().put("preview_url", false).put("body", words));
  }

  /** A message that Meta has approved, sent as it is. */
  static JsonObject template(String name, String language) {
    return new JsonObject()
        .put("type", "template")
        .put(
            "template",
            new JsonObject()
                .put("name", name)
                .put("language", new JsonObject().put("code", language)));
  }

  private static JsonObject interactive(String type, String body, JsonObject action) {
    return new JsonObject()
        .put("type", "interactive")
        .put(
            "interactive",
            new JsonObject()
                .put("type", type)
                .put("body", new JsonObject().put("text", body))
                .put("action", action));
  }

  private static JsonArray buttons(Reply reply) {
    JsonArray buttons = new JsonArray();
    for (Screen.Choice choice : reply.choices()) {
      buttons.add(
          new JsonObject()
              .put("type", "reply")
              .put(
                  "reply",
                  new JsonObject().put("id", id(reply, choice)).put("title", label(choice))));
    }
    return buttons;
  }

  private static JsonArray rows(Reply reply) {
    JsonArray rows = new JsonArray();
    for (Screen.Choice choice : reply.choices()) {
      String label = label(choice);
      JsonObject row =
          new JsonObject()
              .put("id", id(reply, choice))
              .put("title", ShortTitle.of(label, LONGEST_ROW));
      if (label.length() > LONGEST_ROW) {
        row.put("description", label);
      }
      rows.add(row);
    }
    return rows;
  }

  private static String id(Reply reply, Screen.Choice choice) {
    return reply.number() + ":" + choice.key();
  }

  private static String label(Screen.Choice choice) {
    return choice.label().strip().replaceAll("\\s+", " ");
  }

  private static boolean fit(List<Screen.Choice> choices, int room) {
    return choices.stream().map(ScreenMessage::label).allMatch(label -> label.length() <= room);
  }

  /** Meta refuses two titles that are the same, and a person could not tell them apart. */
  private static boolean areDistinct(List<Screen.Choice> choices) {
    List<String> titles =
        choices.stream().map(choice -> ShortTitle.of(label(choice), LONGEST_ROW)).toList();
    return titles.stream().noneMatch(String::isEmpty)
        && titles.stream().distinct().count() == titles.size();
  }
}
