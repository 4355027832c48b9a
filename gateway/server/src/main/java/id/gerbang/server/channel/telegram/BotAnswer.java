package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What came of a call to the Bot API. */
sealed interface BotAnswer {

  record Ok(JsonNode result) implements BotAnswer {}

  /** 429: nothing was done, and nothing shall be asked for a time. */
  record TooMany(Duration after) implements BotAnswer {}

  /**
   * The server understood and said no.
   *
   * @param code 400, 401, 403, 404, 409 …
   * @param description its words; they may name people, so they are compared and never logged
   */
  record Refused(int code, String description) implements BotAnswer {
    boolean says(String words) {
      return description.contains(words);
    }

    @Override
    public String toString() {
      return "Refused[" + code + "]";
    }
  }

  /**
   * Nobody knows whether it was done: 5xx, no connection, no answer in time.
   *
   * @param why never personal, never the token
   */
  record Away(String why) implements BotAnswer {}
}
