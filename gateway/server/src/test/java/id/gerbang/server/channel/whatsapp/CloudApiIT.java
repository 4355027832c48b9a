package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Graph API that is slow, away, too talkative or has had enough. */
class CloudApiIT {
  private static final Sender PERSON = new Sender.Known(new Msisdn("6281200000901"));
  private static final String TAKEN = "{\"messages\":[{\"id\":\"wamid.1\"}]}";

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<JsonObject> asked = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> answer = request -> request.response().end(TAKEN);
  private volatile Instant now = Instant.parse("2026-11-21T04:00:00Z");
  private int port;
  private CloudApi api;

  @BeforeEach
  void listen() {
    port =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.bodyHandler(
                        body -> {
                          asked.add(body.toJsonObject());
                          answer.accept(request);
                        }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    api = api(port);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private CloudApi api(int at) {
    return new CloudApi(
        vertx,
        new CloudApi.Settings("http://127.0.0.1:" + at, "v25.0", "106540352242922", "the-token"),
        () -> now,
        new Random(7),
        registry,
        Duration.ofSeconds(2));
  }

  private Sent send(Sender to) {
    return api.send(to, ScreenMessage.text("halo")).toCompletableFuture().join();
  }

  private static Consumer<HttpServerRequest> error(int status, int code) {
    return request ->
        request.response().setStatusCode(status).end("{\"error\":{\"code\":" + code + "}}");
  }

  @Test
  void aMessageIsWhatMetaDocuments() {
    assertThat(send(PERSON)).isEqualTo(new Sent.Taken("wamid.1"));
    assertThat(send(new Sender.Hidden("ID.134912086553"))).isInstanceOf(Sent.Taken.class);
    assertThat(asked)
        .containsExactly(
            new JsonObject(
                """
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"6281200000901",
                 "type":"text","text":{"preview_url":false,"body":"halo"}}\
                """),
            new JsonObject(
                """
                {"messaging_product":"whatsapp","recipient_type":"individual","recipient":"ID.134912086553",
                 "type":"text","text":{"preview_url":false,"body":"halo"}}\
                """));
  }

  @Test
  void whoDoesNotAnswerIsAway() {
    answer = request -> {};
    assertThat(send(PERSON)).isEqualTo(Sent.Later.away());
    answer = request -> request.response().setChunked(true).write("{");
    assertThat(send(PERSON)).as("half an answer").isEqualTo(Sent.Later.away());
    answer = request -> request.connection().close();
    assertThat(send(PERSON)).isEqualTo(Sent.Later.away());
    api = api(1);
    assertThat(send(PERSON)).as("nobody listens").isEqualTo(Sent.Later.away());
    assertThat(registry.counter("gerbang_whatsapp_sends", "outcome", "later_away").count())
        .isEqualTo(4);
  }

  @Test
  void anAnswerWithoutEndIsNotKept() {
    answer = request -> request.response().setStatusCode(400).end("x".repeat(200_000));
    assertThat(send(PERSON)).isEqualTo(new Sent.Refused(0));
  }

  @Test
  void whenMetaHasHadEnoughNothingIsTriedForAWhile() {
    answer = error(400, 130_429);
    assertThat(send(PERSON)).isEqualTo(new Sent.Later(Sent.Cause.PACE, Duration.ZERO));
    answer = request -> request.response().end(TAKEN);
    Sent paused = send(PERSON);
    assertThat(paused)
        .isInstanceOfSatisfying(
            Sent.Later.class,
            later -> {
              assertThat(later.cause()).isEqualTo(Sent.Cause.PAUSED);
              assertThat(later.after()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
            });
    assertThat(asked).as("it was not even asked").hasSize(1);
    now = now.plusSeconds(1);
    assertThat(send(PERSON)).isInstanceOf(Sent.Taken.class);
  }

  @Test
  void tooMuchToOnePersonDoesNotStopTheOthers() {
    answer = error(400, 131_056);
    assertThat(send(PERSON)).isEqualTo(new Sent.Later(Sent.Cause.PAIR, Sent.PAIR_WAIT));
    answer = request -> request.response().end(TAKEN);
    assertThat(send(new Sender.Known(new Msisdn("6281200000902")))).isInstanceOf(Sent.Taken.class);
  }

  @Test
  void aTokenThatIsNotGoodStopsAll() {
    answer = error(401, 190);
    assertThat(send(PERSON)).isEqualTo(new Sent.Later(Sent.Cause.ACCOUNT, Duration.ZERO));
    assertThat(send(PERSON))
        .isInstanceOfSatisfying(
            Sent.Later.class, later -> assertThat(later.cause()).isEqualTo(Sent.Cause.PAUSED));
    assertThat(
            registry
                .get("gerbang_whatsapp_sends")
                .tag("outcome", "later_account")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
