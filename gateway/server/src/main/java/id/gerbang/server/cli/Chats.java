package id.gerbang.server.cli;

import id.gerbang.server.channel.telegram.Bot;
import id.gerbang.server.channel.telegram.Telegram;
import id.gerbang.server.config.Settings;
import id.gerbang.server.consent.ChatNotices;
import id.gerbang.server.inbox.ChatWorker;
import id.gerbang.server.inbox.PostgresChatInbox;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.PostgresChatLinks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The chats of a server: their inbox, the bots of the settings, and a worker for each. Closing it
 * takes nothing new first, and then waits for what is under way.
 */
final class Chats implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, Telegram> bots = new LinkedHashMap<>();

  Chats(Gateway gateway, Settings settings, World world, MeterRegistry registry) {
    PostgresChatInbox inbox =
        new PostgresChatInbox(gateway.database.jdbi(), gateway.vault, world.clock());
    open.push(inbox);
    ChatLinks links =
        new PostgresChatLinks(
            gateway.database.jdbi(),
            gateway.vault,
            new ChatNotices(
                gateway.outbox, new LetterWriter(gateway.books::current, settings.zone())));
    for (Settings.Bot bot : settings.telegram()) {
      if (bot.token().isSet()) {
        bots.put(bot.name(), telegram(bot, inbox, links, gateway, world, registry));
      }
    }
  }

  private Telegram telegram(
      Settings.Bot bot,
      PostgresChatInbox inbox,
      ChatLinks links,
      Gateway gateway,
      World world,
      MeterRegistry registry) {
    Telegram telegram =
        new Telegram(
            new Bot(bot.name(), bot.token().value(), bot.apiUrl(), bot.webhookSecret().value()),
            inbox,
            gateway.turns,
            links,
            gateway.blocking,
            world.clock(),
            world.random(),
            registry);
    ChatWorker worker =
        new ChatWorker(
            gateway.database.jdbi(),
            gateway.vault,
            Telegram.CHANNEL,
            bot.name(),
            world.ids().get(),
            telegram.handler(),
            world.clock(),
            registry);
    inbox.onStored(worker::wake);
    open.push(telegram);
    open.push(worker.start());
    return telegram;
  }

  /** Begins to fetch. */
  void start() {
    bots.values().forEach(Telegram::start);
  }

  /** The webhooks. */
  void mount(Router router) {
    router.post("/telegram/:bot").handler(this::webhook);
  }

  /** Where there is one bot, every name is its name: the secret says enough. */
  private void webhook(RoutingContext context) {
    Telegram bot =
        bots.size() == 1 ? bots.values().iterator().next() : bots.get(context.pathParam("bot"));
    if (bot == null) {
      context.response().setStatusCode(404).end("no such bot\n");
    } else {
      bot.handle(context.request());
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the chats did not close in order", e);
      }
    }
  }
}
