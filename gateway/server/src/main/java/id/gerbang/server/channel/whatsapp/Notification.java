package id.gerbang.server.channel.whatsapp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.gerbang.server.channel.whatsapp.WhatsAppMessage.Content;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A webhook's body as Meta documents it: {@code entry[].changes[].value}, of which there may be
 * many in one body, with {@code messages[]} of people and {@code statuses[]} of our own answers.
 * What is not for our number, or not understood, is left out by name; one odd message never costs
 * the others.
 *
 * @param messages what people did, in Meta's order
 * @param statuses how our messages fare
 * @param leftOut why something in it is not looked at, one word each
 */
record Notification(List<WhatsAppMessage> messages, List<Status> statuses, List<LeftOut> leftOut) {
  /** Ids of Meta have some 60 characters; a longer one is none. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  /** "More than 24 hours have passed since the customer last replied to this number." */
  static final int RE_ENGAGEMENT = 131_047;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * @param state {@code sent}, {@code delivered}, {@code read}, {@code failed} or what else Meta
   *     says
   * @param errors Meta's error codes
   */
  record Status(String state, List<Integer> errors) {}

  /** Why something is not looked at. */
  enum LeftOut {
    /** Another product of Meta's, or another field than {@code messages}. */
    OTHER_SUBJECT,
    /** Another phone number of the same business account. */
    OTHER_NUMBER,
    /** Written in a group: what is one person's is not shown to others. */
    GROUP,
    /** A reaction, or Meta's own word about a chat: no answer is expected. */
    NO_ANSWER,
    /** No id, or nobody who wrote it. */
    MALFORMED
  }

  /**
   * Reads a body whose signature was proven.
   *
   * @param phoneNumberId ours, as Meta names it
   * @return empty when it is no notification at all
   */
  static Optional<Notification> read(byte[] body, String phoneNumberId, InstantSource clock) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    if (!root.path("object").isTextual()) {
      return Optional.empty();
    }
    Reading reading = new Reading(phoneNumberId, clock.instant());
    reading.root(root);
    return Optional.of(
        new Notification(
            List.copyOf(reading.messages),
            List.copyOf(reading.statuses),
            List.copyOf(reading.leftOut)));
  }

  /** One reading of one body. Confined to its caller. */
  private static final class Reading {
    private final String phoneNumberId;
    private final Instant now;
    private final List<WhatsAppMessage> messages = new ArrayList<>();
    private final List<Status> statuses = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    Reading(String phoneNumberId, Instant now) {
      this.phoneNumberId = phoneNumberId;
      this.now = now;
    }

    void root(JsonNode root) {
      if (!root.path("object").asText().equals("whatsapp_business_account")) {
        leftOut.add(LeftOut.OTHER_SUBJECT);
        return;
      }
      for (JsonNode entry : root.path("entry")) {
        for (JsonNode change : entry.path("changes")) {
          change(change);
        }
      }
    }

    private void change(JsonNode change) {
      JsonNode value = change.path("value");
      if (!change.path("field").asText().equals("messages")) {
        leftOut.add(LeftOut.OTHER_SUBJECT);
      } else if (!text(value.path("metadata"), "phone_number_id").equals(phoneNumberId)) {
        leftOut.add(LeftOut.OTHER_NUMBER);
      } else {
        value.path("messages").forEach(this::message);
        value.path("statuses").forEach(this::status);
      }
    }

    private void message(JsonNode message) {
      String id = text(message, "id");
      Optional<Sender> sender = Sender.of(text(message, "from"), text(message, "from_user_id"));
      if (message.has("group_id")) {
        leftOut.add(LeftOut.GROUP);
      } else if (!ID.matcher(id).matches() || sender.isEmpty()) {
        leftOut.add(LeftOut.MALFORMED);
      } else {
        content(message)
            .ifPresentOrElse(
                content ->
                    messages.add(new WhatsAppMessage(id, sender.get(), at(message), content)),
                () -> leftOut.add(LeftOut.NO_ANSWER));
      }
    }

    private static Optional<Content> content(JsonNode message) {
      return switch (text(message, "type")) {
        case "text" -> Optional.of(typed(message.path("text").path("body")));
        case "interactive" -> Optional.of(chosen(message.path("interactive")));
        case "button", "request_welcome" -> Optional.of(new Content.Look());
        case "reaction", "system", "ephemeral" -> Optional.empty();
        default -> Optional.of(new Content.Unreadable());
      };
    }

    private static Content typed(JsonNode body) {
      return body.isTextual() ? new Content.Text(body.asText()) : new Content.Unreadable();
    }

    private static Content chosen(JsonNode interactive) {
      return switch (text(interactive, "type")) {
        case "button_reply" -> new Content.Choice(text(interactive.path("button_reply"), "id"));
        case "list_reply" -> new Content.Choice(text(interactive.path("list_reply"), "id"));
        default -> new Content.Unreadable();
      };
    }

    private void status(JsonNode status) {
      List<Integer> errors =
          StreamSupport.stream(status.path("errors").spliterator(), false)
              .map(error -> error.path("code").asInt())
              .toList();
      statuses.add(new Status(text(status, "status"), errors));
      String id = text(status, "id");
      if (errors.contains(RE_ENGAGEMENT) && ID.matcher(id).matches()) {
        Sender.of(text(status, "recipient_id"), text(status, "recipient_user_id"))
            .map(
                to ->
                    new WhatsAppMessage("closed:" + id, to, at(status), new Content.WindowClosed()))
            .ifPresent(messages::add);
      }
    }

    /** A time of the future would keep the window open for ever; one that is absent is now. */
    private Instant at(JsonNode node) {
      String seconds = text(node, "timestamp");
      Instant told =
          SECONDS.matcher(seconds).matches() ? Instant.ofEpochSecond(Long.parseLong(seconds)) : now;
      return told.isAfter(now) ? now : told;
    }

    private static String text(JsonNode node, String field) {
      JsonNode value = node.path(field);
      return value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    }
  }
}
