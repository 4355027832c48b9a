package id.gerbang.server.cli;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.whatsapp.CloudApi;
import id.gerbang.server.channel.whatsapp.WhatsAppAnswers;
import id.gerbang.server.channel.whatsapp.WhatsAppWebhook;
import id.gerbang.server.config.Settings;
import id.gerbang.server.inbox.ChatWorker;
import id.gerbang.server.inbox.PostgresChatInbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Optional;

/** WhatsApp, from Meta's webhook through the chat inbox to the answer. */
final class WhatsAppChat implements AutoCloseable {
  private final WhatsAppWebhook webhook;
  private final PostgresChatInbox inbox;
  private final ChatWorker worker;

  WhatsAppChat(
      Vertx vertx, Settings settings, Gateway gateway, World world, MeterRegistry registry) {
    Settings.WhatsApp number = settings.whatsApp();
    CloudApi api =
        new CloudApi(
            vertx,
            new CloudApi.Settings(
                number.apiUrl(), number.version(), number.phoneNumberId(), number.token().value()),
            world.clock(),
            world.random(),
            registry);
    WhatsAppAnswers answers =
        new WhatsAppAnswers(
            gateway.turns,
            api,
            Optional.of(number.template())
                .filter(template -> !template.name().isEmpty())
                .map(
                    template -> new WhatsAppAnswers.Template(template.name(), template.language())),
            settings.serviceCode(),
            settings.smsNumber(),
            world.clock(),
            registry);
    this.inbox = new PostgresChatInbox(gateway.database.jdbi(), gateway.vault, world.clock());
    this.worker =
        new ChatWorker(
            gateway.database.jdbi(),
            gateway.vault,
            Channel.WHATSAPP.label(),
            number.phoneNumberId(),
            world.ids().get(),
            answers,
            world.clock(),
            registry);
    this.webhook =
        new WhatsAppWebhook(
            new WhatsAppWebhook.Settings(
                number.phoneNumberId(), number.verifyToken().value(), number.appSecret().value()),
            inbox,
            gateway.vault,
            gateway.blocking,
            world.clock(),
            registry);
    inbox.onStored(worker::wake);
    worker.start();
  }

  void mount(Router router) {
    router.route(WhatsAppWebhook.PATH).handler(context -> webhook.handle(context.request()));
  }

  /** Takes nothing more; what is under way has some seconds. */
  @Override
  public void close() {
    inbox.close();
    worker.close();
  }
}
