package id.gerbang.server.channel.ussdhttp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * USSD over HTTP in Africa's Talking's form: a form in, {@code CON …} or {@code END …} out, all
 * inputs of a session joined by {@code *}. A repeat of a request (same session, same text) gets the
 * same answer.
 *
 * <p>The secret, where one is set, is the last segment of the path; it is compared in constant time
 * and never logged.
 */
public final class AfricasTalking {
  /** {@code /ussd/africastalking}, and below it the secret. */
  public static final String PATH = "/ussd/africastalking";

  /** A form of this service has some hundred bytes; contract.md allows 64 KiB. */
  private static final int LARGEST_BODY = 64 * 1024;

  /** What a conversation keeps of a session's id. */
  private static final int LONGEST_SESSION = 64;

  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private final Turns turns;
  private final byte[] secret;

  /**
   * @param secret empty when the path needs none
   */
  public AfricasTalking(Turns turns, String secret) {
    this.turns = turns;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes a request for a path that begins with {@link #PATH}. */
  public void handle(HttpServerRequest request) {
    if (!isAllowed(request.path())) {
      refuse(request, 403, "the path's secret is missing or wrong");
    } else if (request.method() != HttpMethod.POST) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST");
      refuse(request, 405, "send a POST");
    } else {
      read(request);
    }
  }

  private boolean isAllowed(String path) {
    String given = path.length() > PATH.length() + 1 ? path.substring(PATH.length() + 1) : "";
    return MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
  }

  private void read(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() <= LARGEST_BODY) {
            body.appendBuffer(chunk);
          } else if (!request.response().ended()) {
            // the rest of it is not worth reading
            refuse(request, 413, "at most 64 KiB").onComplete(_ -> request.connection().close());
          }
        });
    request.endHandler(
        _ -> {
          if (!request.response().ended()) {
            take(request, FormFields.read(body.getBytes()));
          }
        });
  }

  private void take(HttpServerRequest request, Map<String, String> form) {
    String session = form.getOrDefault("sessionId", "");
    Optional<Msisdn> from = Msisdn.parse(form.get("phoneNumber"));
    if (session.isBlank() || from.isEmpty()) {
      refuse(request, 400, "sessionId and phoneNumber are needed");
      return;
    }
    String text = form.getOrDefault("text", "");
    String dialogue =
        session.length() <= LONGEST_SESSION
            ? session
            : session.substring(0, 40) + "#" + Integer.toHexString(session.hashCode());
    Inbound inbound =
        new Inbound(
            Channel.USSD,
            Surface.USSD,
            from.get(),
            new Inbound.Event.Accumulated(text),
            ascii(dialogue),
            session + "\n" + text);
    turns.take(inbound).thenAccept(reply -> answer(request.response(), reply));
  }

  /**
   * A session id is letters and digits; whatever else comes is one byte each, so that its length is
   * what it says.
   */
  private static String ascii(String dialogue) {
    return new String(dialogue.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }

  private static void answer(HttpServerResponse response, Reply reply) {
    if (!response.closed()) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
          .end((reply.ends() ? "END " : "CON ") + reply.text());
    }
  }

  private static Future<Void> refuse(HttpServerRequest request, int status, String why) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
        .end(why + "\n");
  }
}
