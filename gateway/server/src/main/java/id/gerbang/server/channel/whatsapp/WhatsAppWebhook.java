package id.gerbang.server.channel.whatsapp;

import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.whatsapp.WhatsAppMeters.Webhook;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.ChatInbox;
import id.gerbang.server.inbox.PhoneChat;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /whatsapp}: Meta's webhook.
 *
 * <p>{@code GET} is Meta's question whether we are who set it up: with the right token its
 * challenge is echoed, else 403. {@code POST} brings notifications:
 *
 * <pre>
 *   no header that may be a signature ─► 401, the body is not kept
 *   too large, or too many at once ────► 413, 503
 *   the signature is of other bytes ───► 401
 *   no notification ───────────────────► 400
 *   the inbox could not store it ──────► 503, Meta brings it again
 *   stored ────────────────────────────► 200
 * </pre>
 *
 * <p>Nobody is answered here: an answer goes by {@link CloudApi}, after the 200. Threads: handlers
 * run on event loops, the inbox is called elsewhere; bodies are counted over all loops.
 */
public final class WhatsAppWebhook {
  private static final Logger log = LoggerFactory.getLogger(WhatsAppWebhook.class);

  /** Where it is (contract.md). */
  public static final String PATH = "/whatsapp";

  /**
   * Meta gathers what happens into one body of up to 3 MB ("Create a webhook endpoint"). A smaller
   * limit would refuse the same body for days, and with it everybody in it.
   */
  static final int LARGEST_BODY = 3 * 1024 * 1024;

  /**
   * What is held of bodies that are not yet proven, over all requests: whoever sends more at once
   * hears 503, and Meta comes again.
   */
  static final int MOST_HELD = 8 * LARGEST_BODY;

  private final Settings settings;
  private final Signature signature;
  private final ChatInbox inbox;
  private final Vault vault;
  private final Executor blocking;
  private final InstantSource clock;
  private final WhatsAppMeters meters;
  private final AtomicInteger held = new AtomicInteger();

  /**
   * @param phoneNumberId ours; what is for another is left out
   * @param verifyToken what we told Meta when the webhook was set up
   * @param appSecret signs the bodies
   */
  public record Settings(String phoneNumberId, String verifyToken, String appSecret) {
    /** Secrets open doors. */
    @Override
    public String toString() {
      return "WhatsAppWebhook.Settings[" + phoneNumberId + "]";
    }
  }

  /**
   * @param blocking where the inbox is called
   */
  public WhatsAppWebhook(
      Settings settings,
      ChatInbox inbox,
      Vault vault,
      Executor blocking,
      InstantSource clock,
      MeterRegistry registry) {
    this.settings = settings;
    this.signature = new Signature(settings.appSecret());
    this.inbox = inbox;
    this.vault = vault;
    this.blocking = blocking;
    this.clock = clock;
    this.meters = new WhatsAppMeters(registry);
  }

  /** Takes a request for {@link #PATH}. */
  public void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET) {
      verify(request);
    } else if (request.method() == HttpMethod.POST) {
      receive(request);
    } else {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, POST");
      answer(request, 405, "send a GET or a POST\n");
    }
  }

  private void verify(HttpServerRequest request) {
    String challenge = request.getParam("hub.challenge");
    if ("subscribe".equals(request.getParam("hub.mode"))
        && challenge != null
        && isOurs(request.getParam("hub.verify_token"))) {
      meters.webhook(Webhook.VERIFIED);
      answer(request, 200, challenge);
    } else {
      refuse(request, Webhook.REFUSED_TOKEN);
    }
  }

  private boolean isOurs(String token) {
    return token != null
        && MessageDigest.isEqual(
            settings.verifyToken().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private void receive(HttpServerRequest request) {
    String header = request.getHeader(Signature.HEADER);
    if (!Signature.isOne(header)) {
      refuse(request, Webhook.UNSIGNED);
      return;
    }
    Body body = new Body(request);
    request.handler(body::add);
    request.endHandler(_ -> body.whole().ifPresent(bytes -> proven(request, header, bytes)));
    // also after an answer, and when the connection breaks in the middle
    request.response().closeHandler(_ -> body.letGo());
    request.response().endHandler(_ -> body.letGo());
    request.exceptionHandler(_ -> body.letGo());
  }

  /** One body on its way in. Confined to its event loop; what it holds is counted over all. */
  private final class Body {
    private final HttpServerRequest request;
    private Buffer bytes = Buffer.buffer();
    private boolean gone;

    Body(HttpServerRequest request) {
      this.request = request;
    }

    void add(Buffer chunk) {
      if (gone) {
        return; // the rest of a refused body is read away, so that its sender hears the answer
      }
      bytes.appendBuffer(chunk);
      if (held.addAndGet(chunk.length()) > MOST_HELD) {
        refuse(request, Webhook.BUSY);
        letGo();
      } else if (bytes.length() > LARGEST_BODY) {
        refuse(request, Webhook.TOO_LARGE);
        letGo();
      }
    }

    Optional<byte[]> whole() {
      return gone ? Optional.empty() : Optional.of(bytes.getBytes());
    }

    void letGo() {
      if (!gone) {
        gone = true;
        held.addAndGet(-bytes.length());
        bytes = Buffer.buffer();
      }
    }
  }

  private void proven(HttpServerRequest request, String header, byte[] body) {
    if (!signature.proves(body, header)) {
      refuse(request, Webhook.UNSIGNED);
      return;
    }
    Notification.read(body, settings.phoneNumberId(), clock)
        .ifPresentOrElse(
            notification -> store(request, notification), () -> refuse(request, Webhook.MALFORMED));
  }

  private void store(HttpServerRequest request, Notification notification) {
    if (notification.messages().isEmpty()) {
      accept(request, notification);
      return;
    }
    Context loop = Vertx.currentContext();
    blocking.execute(
        () -> {
          boolean stored = isStored(notification.messages());
          loop.runOnContext(
              _ -> {
                if (stored) {
                  accept(request, notification);
                } else {
                  refuse(request, Webhook.STORE_AWAY);
                }
              });
        });
  }

  private boolean isStored(List<WhatsAppMessage> messages) {
    try {
      return inbox.store(messages.stream().map(this::arrived).toList());
    } catch (RuntimeException e) { // whatever it is, Meta shall come again
      log.error("what WhatsApp sent could not be stored; Meta brings it again", e);
      return false;
    }
  }

  private ChatInbox.Arrived arrived(WhatsAppMessage message) {
    return new ChatInbox.Arrived(
        Channel.WHATSAPP.label(),
        settings.phoneNumberId(),
        message.id(),
        chat(message.sender()),
        message.toJson());
  }

  private String chat(Sender sender) {
    return switch (sender) {
      case Sender.Known(var phone) -> PhoneChat.name(vault.lookup("phone", phone.digits()));
      case Sender.Hidden(String userId) -> userId;
    };
  }

  private void accept(HttpServerRequest request, Notification notification) {
    meters.webhook(Webhook.ACCEPTED);
    meters.read(notification);
    answer(request, 200, "");
  }

  private void refuse(HttpServerRequest request, Webhook why) {
    meters.webhook(why);
    switch (why) {
      case REFUSED_TOKEN -> answer(request, 403, "the verify token is missing or wrong\n");
      case UNSIGNED ->
          answer(request, 401, Signature.HEADER + " is missing or not of these bytes\n");
      case MALFORMED -> answer(request, 400, "this is no notification of WhatsApp's\n");
      case TOO_LARGE -> answer(request, 413, "at most 3 MiB\n");
      case BUSY -> answer(request, 503, "too much at once, send it again\n");
      case STORE_AWAY -> answer(request, 503, "it could not be stored, send it again\n");
      case ACCEPTED, VERIFIED -> throw new IllegalStateException("these are no refusals");
    }
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    if (!request.response().ended() && !request.response().closed()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(text);
    }
  }
}
