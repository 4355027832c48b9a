package id.gerbang.server.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What we read of Meta's Graph API: it takes messages, and refuses them when told to. */
final class GraphServer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final LinkedBlockingDeque<JsonObject> fresh = new LinkedBlockingDeque<>();
  private final LinkedBlockingDeque<Refusal> refusals = new LinkedBlockingDeque<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Every request, also the refused ones. */
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  record Asked(String uri, String authorization, JsonObject message) {}

  /**
   * @param status 0 closes the connection without an answer, after the message was taken; -1 never
   *     answers, and the message is not taken
   */
  private record Refusal(int status, int code) {}

  GraphServer() throws Exception {
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.bodyHandler(body -> take(request, body.toJsonObject())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  private void take(HttpServerRequest request, JsonObject message) {
    asked.add(new Asked(request.uri(), request.getHeader("Authorization"), message));
    Refusal refusal = refusals.poll();
    if (refusal == null) {
      fresh.add(message);
      String id = "wamid.OUT" + count.incrementAndGet();
      request
          .response()
          .end(
              "{\"messaging_product\":\"whatsapp\",\"contacts\":[{}],\"messages\":[{\"id\":\""
                  + id
                  + "\"}]}");
    } else if (refusal.status() == 0) {
      fresh.add(message);
      request.connection().close();
    } else if (refusal.status() > 0) {
      request
          .response()
          .setStatusCode(refusal.status())
          .end("{\"error\":{\"message\":\"no\",\"code\":" + refusal.code() + "}}");
    }
  }

  void refuse(int status, int code) {
    refusals.add(new Refusal(status, code));
  }

  void breakTheNextAnswer() {
    refusals.add(new Refusal(0, 0));
  }

  void keepTheNextWaiting() {
    refusals.add(new Refusal(-1, 0));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The next message that was taken. */
  JsonObject next() throws InterruptedException {
    JsonObject message = fresh.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message was sent within 30 s");
    }
    return message;
  }

  /** Whether nothing more is taken for a while. */
  boolean isQuiet(Duration time) throws InterruptedException {
    return fresh.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  long count(Predicate<Asked> which) {
    return asked.stream().filter(which).count();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
