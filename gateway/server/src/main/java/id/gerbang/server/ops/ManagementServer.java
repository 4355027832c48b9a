package id.gerbang.server.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * The management port, not for the public: {@code /health/live}, {@code /health/ready}, {@code
 * /metrics}.
 */
public final class ManagementServer {
  private final Vertx vertx;
  private final Health health;
  private final PrometheusMeterRegistry metrics;

  public ManagementServer(Vertx vertx, Health health, PrometheusMeterRegistry metrics) {
    this.vertx = vertx;
    this.health = health;
    this.metrics = metrics;
  }

  /** Listens; the future fails when the port is taken. */
  public Future<HttpServer> listen(String host, int port) {
    return vertx.createHttpServer().requestHandler(this::handle).listen(port, host);
  }

  private void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (request.path()) {
      case "/health/live" -> json(response, 200, new JsonObject().put("status", "up"));
      case "/health/ready" ->
          vertx // not in order: one probe does not wait for another
              .executeBlocking(health::look, false)
              .onSuccess(found -> ready(response, found))
              .onFailure(_ -> json(response, 503, new JsonObject().put("status", "down")));
      case "/metrics" ->
          response
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(metrics.scrape());
      default -> json(response, 404, new JsonObject().put("status", "unknown path"));
    }
  }

  private static void ready(HttpServerResponse response, Map<String, Boolean> found) {
    boolean all = found.values().stream().allMatch(up -> up);
    JsonObject checks = new JsonObject();
    found.forEach((name, up) -> checks.put(name, up ? "up" : "down"));
    json(
        response,
        all ? 200 : 503,
        new JsonObject().put("status", all ? "up" : "down").put("checks", checks));
  }

  private static void json(HttpServerResponse response, int status, JsonObject body) {
    response.setStatusCode(status).putHeader("Content-Type", "application/json").end(body.encode());
  }
}
