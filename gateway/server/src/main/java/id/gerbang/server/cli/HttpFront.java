package id.gerbang.server.cli;

import id.gerbang.server.channel.ussdhttp.UssdFront;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The public port on one event loop. Aggregators' requests, the hot ones, go past the router. */
final class HttpFront extends VerticleBase {
  /**
   * How long a connection may be silent. A USSD session lives up to 180 s, and an aggregator that
   * keeps a connection for it must not meet a closed one; beyond that, a connection only costs.
   */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(190);

  private final String host;
  private final int port;
  private final UssdFront[] aggregators;
  private final Duration longestSilence;
  private final Handler<Mounting> routes;

  /** Where routes are mounted. */
  record Mounting(Vertx vertx, Router router) {}

  /**
   * @param aggregators whose paths are served
   * @param longestSilence of a connection, in whole seconds; then it is closed
   */
  HttpFront(
      String host,
      int port,
      List<UssdFront> aggregators,
      Duration longestSilence,
      Handler<Mounting> routes) {
    this.longestSilence = longestSilence;
    this.host = host;
    this.port = port;
    this.aggregators = aggregators.toArray(UssdFront[]::new);
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    routes.handle(new Mounting(vertx, router));
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) longestSilence.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                // clients on curl ask before a longer body, and wait a second without an answer
                .setHandle100ContinueAutomatically(true))
        .requestHandler(request -> handle(request, router))
        .listen();
  }

  private void handle(HttpServerRequest request, Router router) {
    String path = request.path();
    if (path != null && path.startsWith(UssdFront.ROOT)) {
      for (UssdFront aggregator : aggregators) {
        if (aggregator.serves(path)) {
          aggregator.handle(request);
          return;
        }
      }
    }
    // the router throws on these, which would be an error of ours in the log
    if (path == null || !path.startsWith("/") || !isEscaped(path)) {
      request
          .response()
          .setStatusCode(400)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(
              "the path cannot be read: it begins with a slash, and two hexadecimal digits follow"
                  + " each %\n");
      return;
    }
    router.handle(request);
  }

  /** Whether two hexadecimal digits follow each percent sign. */
  private static boolean isEscaped(String path) {
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (at + 2 >= path.length()
          || Character.digit(path.charAt(at + 1), 16) < 0
          || Character.digit(path.charAt(at + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
