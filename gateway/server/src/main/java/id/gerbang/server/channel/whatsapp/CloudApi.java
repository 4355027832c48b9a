package id.gerbang.server.channel.whatsapp;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages by Meta's Cloud API: {@code POST <url>/<version>/<phone number id>/messages}, one
 * try for each call; who brought the message decides about the next. After a limit of the whole
 * number, or a refused token, nothing is tried until a pause has passed ({@link Pause}), so that
 * many chats do not hammer at a closed door.
 *
 * <p>What was tried and got no answer may have arrived: a message is sent at least once. Safe for
 * any thread.
 */
public final class CloudApi {
  private static final Logger log = LoggerFactory.getLogger(CloudApi.class);

  private static final int CONNECT_MILLIS = 5_000;

  /** Meta answers in some hundred milliseconds; an answer later than this is none. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  /** Requests at once; more wait their turn. Meta takes 80 messages a second by default. */
  private static final int CONNECTIONS = 32;

  /** Requests that wait for a connection; beyond it they are tried later. */
  private static final int MOST_WAITING = 1_000;

  /** An answer has some hundred bytes. */
  private static final int LARGEST_ANSWER = 64 * 1024;

  private final HttpClient client;
  private final Settings settings;
  private final InstantSource clock;
  private final WhatsAppMeters meters;
  private final Pause pause;
  private final Duration answerWithin;

  /**
   * @param url where the Graph API is, without a slash at its end
   * @param version of the Graph API, {@code v25.0}
   * @param phoneNumberId names our number there
   * @param token may send for it
   */
  public record Settings(String url, String version, String phoneNumberId, String token) {
    String messages() {
      return url + "/" + version + "/" + phoneNumberId + "/messages";
    }

    /** A token opens doors. */
    @Override
    public String toString() {
      return "CloudApi.Settings[" + messages() + "]";
    }
  }

  public CloudApi(
      Vertx vertx,
      Settings settings,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this(vertx, settings, clock, random, registry, ANSWER_WITHIN);
  }

  CloudApi(
      Vertx vertx,
      Settings settings,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry,
      Duration answerWithin) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
    this.settings = settings;
    this.clock = clock;
    this.meters = new WhatsAppMeters(registry);
    this.pause = new Pause(random);
    this.answerWithin = answerWithin;
  }

  /**
   * Tries to send once. The stage always completes normally, within {@link #ANSWER_WITHIN} and what
   * a connection takes, 5 s.
   *
   * @param message as {@link ScreenMessage} makes it
   */
  CompletionStage<Sent> send(Sender to, JsonObject message) {
    Duration closed = pause.left(clock.instant());
    if (!closed.isZero()) {
      return Future.<Sent>succeededFuture(new Sent.Later(Sent.Cause.PAUSED, closed))
          .toCompletionStage();
    }
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.messages())
                .setConnectTimeout(CONNECT_MILLIS)
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + settings.token())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json"))
        .compose(request -> exchange(request, addressed(to, message).toBuffer()))
        .otherwise(_ -> Sent.Later.away())
        .map(this::counted)
        .toCompletionStage();
  }

  private static JsonObject addressed(Sender to, JsonObject message) {
    JsonObject whole =
        new JsonObject().put("messaging_product", "whatsapp").put("recipient_type", "individual");
    switch (to) {
      case Sender.Known(var phone) -> whole.put("to", phone.digits());
      case Sender.Hidden(String userId) -> whole.put("recipient", userId);
    }
    return whole.mergeIn(message);
  }

  private Future<Sent> exchange(HttpClientRequest request, Buffer body) {
    return request
        .send(body)
        .compose(response -> read(response).map(answer -> Sent.of(response.statusCode(), answer)))
        .timeout(answerWithin.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(_ -> request.reset());
  }

  private static Future<Buffer> read(HttpClientResponse response) {
    Buffer answer = Buffer.buffer();
    response.handler(
        chunk -> {
          if (answer.length() + chunk.length() <= LARGEST_ANSWER) {
            answer.appendBuffer(chunk);
          }
        });
    return response.end().map(_ -> answer);
  }

  private Sent counted(Sent sent) {
    meters.sent(sent);
    switch (sent) {
      case Sent.Taken(_), Sent.Refused(_), Sent.WindowClosed() -> pause.over(clock.instant());
      case Sent.Later(Sent.Cause cause, _) when cause.isOfTheNumber() -> pause(cause);
      case Sent.Later _ -> {}
    }
    return sent;
  }

  private void pause(Sent.Cause cause) {
    if (pause.begin(clock.instant()) && cause == Sent.Cause.ACCOUNT) {
      log.error(
          "Meta refuses to send for our WhatsApp number: its token or its account is not good, see"
              + " gerbang_whatsapp_errors_total and whatsapp.token in config/gateway.yaml; answers"
              + " wait meanwhile");
    }
  }
}
