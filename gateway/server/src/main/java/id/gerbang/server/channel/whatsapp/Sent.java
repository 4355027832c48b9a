package id.gerbang.server.channel.whatsapp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/** What became of a message that we tried to send, read from Meta's status and error code. */
sealed interface Sent {

  /** Meta has it; whether it arrives is told by a status. */
  record Taken(String id) implements Sent {}

  /** Meta will never take it. */
  record Refused(int code) implements Sent {}

  /** More than 24 hours have passed since the person wrote: only a template may be sent. */
  record WindowClosed() implements Sent {}

  /** Not now, but the same message may go later. */
  record Later(Cause cause, Duration after) implements Sent {
    static Later away() {
      return new Later(Cause.AWAY, Duration.ZERO);
    }
  }

  /** Why not now. */
  enum Cause {
    /** No answer, a broken one, or one that says that something of Meta's is away. */
    AWAY,
    /** The number, the app or the business account sends too much: 130429, 80007, 4, 429. */
    PACE,
    /** Too much to this one person: 131056. */
    PAIR,
    /** The token is not good, or the account may not send: for people to mend. */
    ACCOUNT,
    /** Not even tried, because of one of those before. */
    PAUSED;

    /** Whether nothing at all should be sent for a while. */
    boolean isOfTheNumber() {
      return switch (this) {
        case PACE, ACCOUNT -> true;
        case AWAY, PAIR, PAUSED -> false;
      };
    }

    /** Its name in metrics. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Meta lets through one message every six seconds to one person, after a burst. */
  Duration PAIR_WAIT = Duration.ofSeconds(6);

  /**
   * Reads an answer (Meta: "Error codes" of the Cloud API, "Handling errors" of the Graph API).
   *
   * @param body hostile
   */
  static Sent of(int status, Buffer body) {
    JsonObject answer = json(body);
    if (status == 200) {
      return new Taken(id(answer));
    }
    return ofError(status, code(answer));
  }

  private static Sent ofError(int status, int code) {
    return switch (code) {
      case Notification.RE_ENGAGEMENT -> new WindowClosed();
      case 131_056 -> new Later(Cause.PAIR, PAIR_WAIT);
      case 130_429, 80_007, 4 -> new Later(Cause.PACE, Duration.ZERO);
      // unknown, service, too many calls of a kind, "something went wrong", unavailable,
      // maintenance
      case 1, 2, 17, 131_000, 131_016, 131_057, 133_004 -> Later.away();
      case 190, 10, 3, 131_005, 131_031, 131_042 -> new Later(Cause.ACCOUNT, Duration.ZERO);
      default -> ofStatus(status, code);
    };
  }

  private static Sent ofStatus(int status, int code) {
    return switch (status) {
      case 429 -> new Later(Cause.PACE, Duration.ZERO);
      case 401, 403 -> new Later(Cause.ACCOUNT, Duration.ZERO);
      case 408 -> Later.away();
      default -> status >= 500 || status < 400 ? Later.away() : new Refused(code);
    };
  }

  private static JsonObject json(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  private static int code(JsonObject answer) {
    return answer.getValue("error") instanceof JsonObject error
            && error.getValue("code") instanceof Number code
        ? code.intValue()
        : 0;
  }

  private static String id(JsonObject answer) {
    return answer.getValue("messages") instanceof JsonArray messages
            && !messages.isEmpty()
            && messages.getValue(0) instanceof JsonObject message
        ? String.valueOf(message.getValue("id"))
        : "";
  }
}
