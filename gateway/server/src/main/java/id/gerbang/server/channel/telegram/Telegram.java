package id.gerbang.server.channel.telegram;

import id.gerbang.server.channel.Turns;
import id.gerbang.server.inbox.ChatHandler;
import id.gerbang.server.inbox.ChatInbox;
import id.gerbang.server.subscriber.ChatLinks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * One bot: it brings updates to the inbox, by long polling or by its webhook, and is their handler.
 *
 * <p>Threads: safe for any.
 */
public final class Telegram implements AutoCloseable {
  /** As in tables and metrics. */
  public static final String CHANNEL = TelegramChats.CHANNEL;

  private final Bot bot;
  private final BotApi api;
  private final Poller poller;
  private final Webhook webhook;
  private final TelegramChats chats;
  private final TelegramMeters meters;

  /**
   * @param blocking where an update of the webhook is stored; a virtual thread for each
   */
  public Telegram(
      Bot bot,
      ChatInbox inbox,
      Turns turns,
      ChatLinks links,
      Executor blocking,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this.bot = bot;
    this.meters = new TelegramMeters(registry, bot.name());
    this.api = new BotApi(bot, meters);
    Updates updates = new Updates(bot.name(), meters);
    this.poller = new Poller(bot, api, updates, inbox, random);
    this.webhook = new Webhook(bot, updates, inbox, blocking);
    Mouth mouth = new Mouth(api, new Pace(System::nanoTime), meters, bot.name());
    this.chats = new TelegramChats(bot, mouth, turns, links, clock, meters);
  }

  public String name() {
    return bot.name();
  }

  /** What deals with this bot's stored updates. */
  public ChatHandler handler() {
    return chats;
  }

  /** Begins to fetch updates, where they are not brought. */
  public void start() {
    if (bot.polls()) {
      poller.start();
    }
  }

  /** Takes a request for this bot's path; where it polls there is no such path. */
  public void handle(HttpServerRequest request) {
    if (bot.polls()) {
      Webhook.refuse(request, 404, "this bot polls");
    } else {
      webhook.handle(request);
    }
  }

  /** Whether the last call to its server was answered. */
  public boolean isUp() {
    return meters.isUp();
  }

  @Override
  public void close() {
    poller.close();
    api.close();
  }
}
