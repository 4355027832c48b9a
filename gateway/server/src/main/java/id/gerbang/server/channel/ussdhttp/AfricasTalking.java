package id.gerbang.server.channel.ussdhttp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * USSD over HTTP in Africa's Talking's form: a form in, {@code CON …} or {@code END …} out, all
 * inputs of a session joined by {@code *}. A repeat of a request (same session, same text) gets the
 * same answer. Below {@code /events} the aggregator may tell how a session ended; it hears 200.
 *
 * <p>The secret, where one is set, is the last segment of the path; it is compared in constant time
 * and never logged.
 */
public final class AfricasTalking {
  /** {@code /ussd/africastalking}, and below it the secret. */
  public static final String PATH = "/ussd/africastalking";

  /** {@code /ussd/africastalking/events}, and below it the secret. */
  private static final String EVENTS = "/events";

  /** A form of this service has some hundred bytes; contract.md allows 64 KiB. */
  private static final int LARGEST_BODY = 64 * 1024;

  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private final Turns turns;
  private final byte[] screens;
  private final byte[] events;
  private final Map<SessionEnd, Counter> ends = new EnumMap<>(SessionEnd.class);

  /**
   * @param secret empty when the path needs none
   * @param registry counts how sessions end: {@code gerbang_ussd_http_ends{aggregator,status}}
   */
  public AfricasTalking(Turns turns, String secret, MeterRegistry registry) {
    this.turns = turns;
    String below = secret.isEmpty() ? "" : "/" + secret;
    this.screens = below.getBytes(StandardCharsets.UTF_8);
    this.events = (EVENTS + below).getBytes(StandardCharsets.UTF_8);
    for (SessionEnd end : SessionEnd.values()) {
      ends.put(
          end,
          Counter.builder("gerbang_ussd_http_ends")
              .description("How sessions ended, as the aggregator tells it")
              .tag("aggregator", "africastalking")
              .tag("status", end.label())
              .register(registry));
    }
  }

  /** Whether {@code path} is {@link #PATH} or below it; a longer last word is another path. */
  public static boolean serves(String path) {
    return path.startsWith(PATH)
        && (path.length() == PATH.length() || path.charAt(PATH.length()) == '/');
  }

  /** Takes a request for a path that is {@linkplain #serves served}; any other is refused. */
  public void handle(HttpServerRequest request) {
    byte[] below = below(request.path());
    if (MessageDigest.isEqual(screens, below)) {
      read(request, this::take);
    } else if (MessageDigest.isEqual(events, below)) {
      read(request, this::ended);
    } else {
      refuse(request, 403, "the path's secret is missing or wrong");
    }
  }

  /** What follows {@link #PATH}; a slash at its very end is nothing. */
  private static byte[] below(String path) {
    String below = serves(path) ? path.substring(PATH.length()) : "not below";
    return (below.equals("/") ? "" : below).getBytes(StandardCharsets.UTF_8);
  }

  private static void read(
      HttpServerRequest request, BiConsumer<HttpServerRequest, Map<String, String>> form) {
    if (request.method() != HttpMethod.POST) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST");
      refuse(request, 405, "send a POST");
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (request.response().ended()) {
            return; // the rest of a refused body is read away, so that its sender hears the answer
          }
          if (body.length() + chunk.length() <= LARGEST_BODY) {
            body.appendBuffer(chunk);
          } else {
            refuse(request, 413, "at most 64 KiB");
          }
        });
    request.endHandler(
        _ -> {
          if (!request.response().ended()) {
            form.accept(request, FormFields.read(body.getBytes()));
          }
        });
  }

  private void take(HttpServerRequest request, Map<String, String> form) {
    String text = form.getOrDefault("text", "");
    inbound(form, new Inbound.Event.Accumulated(text), "\n" + text)
        .ifPresentOrElse(
            inbound -> turns.take(inbound).thenAccept(reply -> answer(request.response(), reply)),
            () -> refuse(request, 400, "sessionId and phoneNumber are needed"));
  }

  /** The end of a session; nobody reads a screen, so the aggregator hears 200 at once. */
  private void ended(HttpServerRequest request, Map<String, String> form) {
    Optional<Inbound> inbound = inbound(form, new Inbound.Event.Dropped(), "");
    if (inbound.isEmpty()) {
      refuse(request, 400, "sessionId and phoneNumber are needed");
      return;
    }
    SessionEnd end = SessionEnd.of(form.getOrDefault("status", ""));
    ends.get(end).increment();
    if (end.isBroken()) {
      turns.take(inbound.get());
    }
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end();
  }

  /**
   * @param message names the message within its session, or is empty
   * @return empty when the form says neither which session nor whose
   */
  private static Optional<Inbound> inbound(
      Map<String, String> form, Inbound.Event event, String message) {
    String session = form.getOrDefault("sessionId", "");
    if (session.isBlank()) {
      return Optional.empty();
    }
    String dialogue = SessionName.of(session);
    String messageId = message.isEmpty() ? "" : dialogue + message;
    return Msisdn.parse(form.get("phoneNumber"))
        .map(from -> new Inbound(Channel.USSD, Surface.USSD, from, event, dialogue, messageId));
  }

  private static void answer(HttpServerResponse response, Reply reply) {
    if (!response.closed()) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
          .end((reply.ends() ? "END " : "CON ") + reply.text());
    }
  }

  private static void refuse(HttpServerRequest request, int status, String why) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
        .end(why + "\n");
  }
}
