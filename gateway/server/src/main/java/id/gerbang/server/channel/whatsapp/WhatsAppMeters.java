package id.gerbang.server.channel.whatsapp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;

/**
 * The figures of WhatsApp, {@code gerbang_whatsapp_*}. Labels are words of ours and codes of Meta's
 * that we know, never anything of a person. Safe for any thread.
 */
final class WhatsAppMeters {
  /** Codes that somebody will want to see by themselves; any other is {@code other}. */
  private static final Set<Integer> KNOWN_CODES =
      Set.of(
          4, 10, 100, 190, 368, 80_007, 130_429, 130_472, 130_497, 131_000, 131_005, 131_008,
          131_009, 131_016, 131_021, 131_026, 131_031, 131_042, 131_045, 131_047, 131_048, 131_049,
          131_050, 131_051, 131_056, 131_057, 132_000, 132_001, 132_005, 132_007, 132_012, 132_015,
          132_016, 133_004, 133_010);

  private static final Set<String> KNOWN_STATES =
      Set.of("sent", "delivered", "read", "failed", "played", "deleted");

  /** How a request to the webhook ended. */
  enum Webhook {
    ACCEPTED,
    VERIFIED,
    REFUSED_TOKEN,
    UNSIGNED,
    MALFORMED,
    TOO_LARGE,
    BUSY,
    STORE_AWAY
  }

  /** What became of a template. */
  enum Template {
    SENT,
    /** None is configured. */
    ABSENT,
    /** The chat got one within a day. */
    RECENT
  }

  private final MeterRegistry registry;

  WhatsAppMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Webhook end : Webhook.values()) {
      webhook(end, 0);
    }
    for (Template end : Template.values()) {
      template(end, 0);
    }
  }

  void webhook(Webhook end) {
    webhook(end, 1);
  }

  private void webhook(Webhook end, double by) {
    count("gerbang_whatsapp_webhooks", "Requests to the webhook", "end", label(end)).increment(by);
  }

  void template(Template end) {
    template(end, 1);
  }

  private void template(Template end, double by) {
    count(
            "gerbang_whatsapp_templates",
            "Answers that came after 24 hours, when only a template may be sent",
            "end",
            label(end))
        .increment(by);
  }

  /** What a notification holds. */
  void read(Notification notification) {
    notification
        .messages()
        .forEach(
            message ->
                count(
                        "gerbang_whatsapp_messages",
                        "What people did",
                        "kind",
                        kind(message.content()))
                    .increment());
    notification
        .leftOut()
        .forEach(
            why ->
                count(
                        "gerbang_whatsapp_left_out",
                        "Parts of webhooks that are not looked at",
                        "why",
                        label(why))
                    .increment());
    notification.statuses().forEach(this::status);
  }

  private static String kind(WhatsAppMessage.Content content) {
    return switch (content) {
      case WhatsAppMessage.Content.Text _ -> "text";
      case WhatsAppMessage.Content.Choice _ -> "choice";
      case WhatsAppMessage.Content.Look _ -> "look";
      case WhatsAppMessage.Content.Unreadable _ -> "unreadable";
      case WhatsAppMessage.Content.WindowClosed _ -> "window_closed";
    };
  }

  private void status(Notification.Status status) {
    count(
            "gerbang_whatsapp_statuses",
            "How our messages fare, as Meta tells it",
            "status",
            KNOWN_STATES.contains(status.state()) ? status.state() : "other")
        .increment();
    status.errors().forEach(this::error);
  }

  /** What became of a message that we tried to send. */
  void sent(Sent sent) {
    String outcome =
        switch (sent) {
          case Sent.Taken(_) -> "taken";
          case Sent.Refused(int code) -> {
            error(code);
            yield "refused";
          }
          case Sent.WindowClosed() -> {
            error(Notification.RE_ENGAGEMENT);
            yield "window_closed";
          }
          case Sent.Later(Sent.Cause cause, _) -> "later_" + cause.label();
        };
    count("gerbang_whatsapp_sends", "Tries to send a message", "outcome", outcome).increment();
  }

  private void error(int code) {
    count(
            "gerbang_whatsapp_errors",
            "Errors that Meta tells, by its code",
            "code",
            KNOWN_CODES.contains(code) ? Integer.toString(code) : "other")
        .increment();
  }

  /** An answer that was given up after all its tries. */
  void givenUp() {
    Counter.builder("gerbang_whatsapp_given_up")
        .description("Answers that did not leave after all their tries")
        .register(registry)
        .increment();
  }

  private static String label(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private Counter count(String name, String description, String key, String value) {
    return Counter.builder(name).description(description).tag(key, value).register(registry);
  }
}
