package id.gerbang.server.channel.whatsapp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that happened in a chat, with only what we need of what Meta told: no profile's name is
 * kept.
 *
 * @param id names it: Meta repeats a webhook, and its repeat has the same id
 * @param sender whose chat it is
 * @param at when the person did it, by Meta's clock: the 24 hours in which we may answer count from
 *     here
 */
record WhatsAppMessage(String id, Sender sender, Instant at, Content content) {
  /** A key is what a keypad sends, at most two digits; a number is a {@code long}. */
  private static final Pattern PRESSED = Pattern.compile("([0-9]{1,18}):([0-9]{1,4})");

  /** No screen has this number: pressing it shows the screen as it is now. */
  private static final long NO_SCREEN = -1;

  /** What was done. */
  sealed interface Content {

    /** Typed. */
    record Text(String body) implements Content {}

    /** Pressed a reply button or a row of a list; ours have the id {@code <number>:<key>}. */
    record Choice(String id) implements Content {}

    /** Asked to see where they are: a template's button, or the chat opened for the first time. */
    record Look() implements Content {}

    /** A picture, a voice, a place: nothing that a menu can read. */
    record Unreadable() implements Content {}

    /** Not the person: Meta says that an answer of ours came too late (131047). */
    record WindowClosed() implements Content {}
  }

  /** What it means for the menus; empty when it is no person's doing. */
  Optional<Inbound> inbound(Msisdn phone) {
    return event(content)
        .map(
            event -> new Inbound(Channel.WHATSAPP, Surface.WHATSAPP, phone, event, "", "wa:" + id));
  }

  private static Optional<Inbound.Event> event(Content content) {
    return switch (content) {
      case Content.Text(String body) ->
          Optional.of(
              Wish.of(body.strip())
                  .<Inbound.Event>map(Inbound.Event.Opened::new)
                  .orElse(new Inbound.Event.Typed(body)));
      case Content.Choice(String id) -> Optional.of(pressed(id));
      case Content.Look(), Content.Unreadable() ->
          Optional.of(new Inbound.Event.Pressed(NO_SCREEN, ""));
      case Content.WindowClosed() -> Optional.empty();
    };
  }

  private static Inbound.Event pressed(String id) {
    Matcher ours = PRESSED.matcher(id);
    return ours.matches()
        ? new Inbound.Event.Pressed(Long.parseLong(ours.group(1)), ours.group(2))
        : new Inbound.Event.Pressed(NO_SCREEN, "");
  }

  /** As it rests in the inbox. */
  String toJson() {
    JsonObject json =
        new JsonObject().put("id", id).put("chat", sender.chat()).put("at", at.getEpochSecond());
    switch (content) {
      case Content.Text(String body) -> json.put("text", body);
      case Content.Choice(String choice) -> json.put("choice", choice);
      case Content.Look() -> json.put("look", true);
      case Content.Unreadable() -> json.put("unreadable", true);
      case Content.WindowClosed() -> json.put("window_closed", true);
    }
    return json.encode();
  }

  /** Reads {@link #toJson()}; empty when it is something else. */
  static Optional<WhatsAppMessage> ofJson(String text) {
    try {
      JsonObject json = new JsonObject(text);
      Instant at = Instant.ofEpochSecond(json.getLong("at"));
      return Sender.ofChat(json.getString("chat", ""))
          .map(sender -> new WhatsAppMessage(json.getString("id", ""), sender, at, content(json)));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static Content content(JsonObject json) {
    if (json.containsKey("text")) {
      return new Content.Text(json.getString("text"));
    }
    if (json.containsKey("choice")) {
      return new Content.Choice(json.getString("choice"));
    }
    if (json.containsKey("look")) {
      return new Content.Look();
    }
    return json.containsKey("window_closed")
        ? new Content.WindowClosed()
        : new Content.Unreadable();
  }

  /** Words of people do not belong in a log. */
  @Override
  public String toString() {
    return "WhatsAppMessage[" + content.getClass().getSimpleName() + "]";
  }
}
