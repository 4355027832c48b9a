package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import id.gerbang.server.inbox.ChatInbox;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Takes what a Bot API server brings to one bot: 200 only when it is stored, 401 without the
 * server's secret and 403 with a wrong one, 413 above 64 KiB, 400 for what is no JSON, 503 when it
 * shall come again.
 *
 * <p>Threads: called on an event loop; the storing is done by another executor.
 */
final class Webhook {
  private static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";
  private static final int LARGEST_BODY = 64 * 1024;

  private final byte[] secret;
  private final Updates updates;
  private final ChatInbox inbox;
  private final Executor blocking;

  Webhook(Bot bot, Updates updates, ChatInbox inbox, Executor blocking) {
    this.secret = bot.webhookSecret().getBytes(StandardCharsets.UTF_8);
    this.updates = updates;
    this.inbox = inbox;
    this.blocking = blocking;
  }

  void handle(HttpServerRequest request) {
    String given = request.getHeader(SECRET);
    if (given == null) {
      refuse(request, 401, SECRET + " is missing");
    } else if (!MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8))) {
      refuse(request, 403, SECRET + " is wrong");
    } else {
      read(request);
    }
  }

  private void read(HttpServerRequest request) {
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
    Context loop = Vertx.currentContext();
    request.endHandler(
        _ -> {
          if (!request.response().ended()) {
            blocking.execute(() -> take(request, body.getBytes(), loop));
          }
        });
  }

  private void take(HttpServerRequest request, byte[] body, Context loop) {
    int status = taken(body);
    loop.runOnContext(
        _ -> {
          if (!request.response().closed()) {
            request.response().setStatusCode(status).end();
          }
        });
  }

  private int taken(byte[] body) {
    try {
      JsonNode update = BotApi.JSON.readTree(body);
      if (!update.isObject() || !update.path("update_id").isIntegralNumber()) {
        return 400;
      }
      List<ChatInbox.Arrived> arrived = updates.read(update).stream().toList();
      return inbox.store(arrived) ? 200 : 503;
    } catch (JsonProcessingException e) {
      return 400;
    } catch (IOException
        | RuntimeException e) { // it comes again, and the next one wants its answer
      return 503;
    }
  }

  static void refuse(HttpServerRequest request, int status, String why) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(why + "\n");
  }
}
