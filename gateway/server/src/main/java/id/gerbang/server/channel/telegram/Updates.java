package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import id.gerbang.server.inbox.ChatInbox;
import java.util.Optional;

/** Makes what is stored of what one bot's server sent. Safe for any thread. */
final class Updates {
  private final String bot;
  private final TelegramMeters meters;

  Updates(String bot, TelegramMeters meters) {
    this.bot = bot;
    this.meters = meters;
  }

  /** Empty when it is nothing to us. Never throws, whatever the update holds. */
  Optional<ChatInbox.Arrived> read(JsonNode update) {
    Optional<TelegramUpdate> found = TelegramUpdate.of(update);
    meters.came(found.map(known -> known.kind().label()).orElse("ignored"));
    return found.map(
        known ->
            new ChatInbox.Arrived(
                TelegramChats.CHANNEL,
                bot,
                Long.toString(known.id()),
                Long.toString(known.chat()),
                known.write()));
  }
}
