package id.gerbang.server.channel.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of one bot to its Bot API server: {@code POST <API_URL>/bot<token>/<method>} with JSON. The
 * URL holds the token, so no exception and no log line ever names it (docs/adr/0008).
 *
 * <p>Threads: safe for any; a call blocks, and is meant for virtual threads.
 */
final class BotApi implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  /** A hundred updates at once, each with a message of 4,096 characters, fit easily. */
  private static final long LARGEST_ANSWER = 4L * 1024 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A server that forgets to say how long is asked again after this. */
  private static final int USUAL_RETRY_SECONDS = 5;

  private static final int LONGEST_RETRY_SECONDS = 3_600;

  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final TelegramMeters meters;

  BotApi(Bot bot, TelegramMeters meters) {
    this.base = bot.apiUrl() + "/bot" + bot.token() + "/";
    this.meters = meters;
    uri("getMe");
  }

  private URI uri(String method) {
    try {
      return URI.create(base + method);
    } catch (IllegalArgumentException e) { // its message would repeat the token
      throw new IllegalArgumentException(
          "telegram: api_url and token make no URL; expected a URL like https://api.telegram.org"
              + " and the token as BotFather wrote it");
    }
  }

  static ObjectNode fields() {
    return JSON.createObjectNode();
  }

  /** Calls {@code method} and waits for its answer, {@code within} at most. */
  BotAnswer call(String method, JsonNode fields, Duration within) {
    long started = System.nanoTime();
    BotAnswer answer = answer(method, fields, within);
    meters.called(method, answer, System.nanoTime() - started);
    return answer;
  }

  private BotAnswer answer(String method, JsonNode fields, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(method))
            .timeout(within)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(fields.toString()))
            .build();
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      // the request's own time limit ends with the headers
      return read(response.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      return new BotAnswer.Away("interrupted");
    } catch (TimeoutException e) {
      response.cancel(true);
      return new BotAnswer.Away("no answer in time");
    } catch (ExecutionException e) {
      return new BotAnswer.Away(e.getCause().getClass().getSimpleName());
    }
  }

  private static BotAnswer read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (IOException e) {
      body = JSON.nullNode();
    }
    if (status == 429 || body.path("error_code").asInt() == 429) {
      int seconds = body.path("parameters").path("retry_after").asInt(USUAL_RETRY_SECONDS);
      return new BotAnswer.TooMany(
          Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_RETRY_SECONDS)));
    }
    if (status >= 500) {
      return new BotAnswer.Away("status " + status);
    }
    if (body.path("ok").asBoolean()) {
      return new BotAnswer.Ok(body.path("result"));
    }
    return status >= 400
        ? new BotAnswer.Refused(status, body.path("description").asText())
        : new BotAnswer.Away("an answer that is none, status " + status);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
