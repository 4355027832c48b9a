package id.gerbang.server.cli;

import id.gerbang.server.channel.ussdhttp.AfricasTalking;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** The public port on one event loop. Aggregators' requests, the hot ones, go past the router. */
final class HttpFront extends VerticleBase {
  private final String host;
  private final int port;
  private final AfricasTalking africasTalking;
  private final Handler<Mounting> routes;

  /** Where routes are mounted. */
  record Mounting(Vertx vertx, Router router) {}

  /**
   * @param africasTalking null when its path is not served
   */
  HttpFront(String host, int port, AfricasTalking africasTalking, Handler<Mounting> routes) {
    this.host = host;
    this.port = port;
    this.africasTalking = africasTalking;
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
                // clients on curl ask before a longer body, and wait a second without an answer
                .setHandle100ContinueAutomatically(true))
        .requestHandler(request -> handle(request, router))
        .listen();
  }

  private void handle(HttpServerRequest request, Router router) {
    String path = request.path();
    if (africasTalking != null && path != null && AfricasTalking.serves(path)) {
      africasTalking.handle(request);
    } else {
      router.handle(request);
    }
  }
}
