package id.gerbang.server.payment.snap;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stands before a bank: passes requests on, and may lose their answers or say something else. */
final class LossyFront implements AutoCloseable {
  /** What becomes of the next request for a path that ends so. */
  enum Fate {
    PASSED,
    /** The bank does it; its answer is lost. */
    LOST,
    REFUSED,
    BUSY,
    UNAUTHORISED
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String bank;
  private final HttpServer server;
  final List<String> seen = new CopyOnWriteArrayList<>();
  volatile UnaryOperator<String> fate = _ -> Fate.PASSED.name();

  /**
   * @param bank scheme, host and port
   */
  LossyFront(Vertx vertx, String bank) {
    this.bank = bank;
    this.server =
        vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  long count(String path) {
    return seen.stream().filter(one -> one.endsWith(path)).count();
  }

  private void handle(HttpServerRequest request) {
    seen.add(request.path());
    String path = request.path().substring(request.path().lastIndexOf('/') + 1);
    Fate meets = Fate.valueOf(fate.apply(path));
    request
        .body()
        .onSuccess(
            body ->
                Thread.startVirtualThread(
                    () -> {
                      switch (meets) {
                        case REFUSED -> say(request, 400, "{\"responseCode\":\"4002701\"}");
                        case UNAUTHORISED -> say(request, 401, "{\"responseCode\":\"4012700\"}");
                        case BUSY -> say(request, 503, "<html>busy</html>");
                        case LOST -> {
                          pass(request, body.getBytes());
                          request.connection().close();
                        }
                        case PASSED -> {
                          HttpResponse<String> answer = pass(request, body.getBytes());
                          say(request, answer.statusCode(), answer.body());
                        }
                      }
                    }));
  }

  private static void say(HttpServerRequest request, int status, String body) {
    request.response().setStatusCode(status).end(body);
  }

  private HttpResponse<String> pass(HttpServerRequest request, byte[] body) {
    HttpRequest.Builder on =
        HttpRequest.newBuilder(URI.create(bank + request.path()))
            .method(request.method().name(), BodyPublishers.ofByteArray(body));
    for (String name :
        List.of(
            "Authorization",
            "X-TIMESTAMP",
            "X-SIGNATURE",
            "X-CLIENT-KEY",
            "X-PARTNER-ID",
            "X-EXTERNAL-ID",
            "CHANNEL-ID")) {
      if (request.getHeader(name) != null) {
        on.header(name, request.getHeader(name));
      }
    }
    try {
      return client.send(on.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
