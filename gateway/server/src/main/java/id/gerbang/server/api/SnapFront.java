package id.gerbang.server.api;

import id.gerbang.server.payment.SnapDoor;
import id.gerbang.server.payment.SnapDoor.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /snap/v1.0}: a bank asks for a token, looks at a bill, pays it (payments-snap-bi.md).
 * Answers are SNAP's: {@code responseCode} is the HTTP status, the service and the case. It logs
 * the code of what it refuses, and neither bodies nor headers: they hold secrets and people.
 *
 * <p>Threads: a request is taken on its event loop, its work runs off it, its answer leaves on it.
 */
public final class SnapFront {
  private static final Logger log = LoggerFactory.getLogger(SnapFront.class);

  /** Where it is mounted; the signature of a transaction counts it. */
  public static final String ROOT = "/snap/v1.0";

  /** A payment has some hundred bytes. */
  private static final int LARGEST_BODY = 64 * 1024;

  private static final String TOKEN = "73";

  private final SnapDoor door;
  private final SnapDesk desk;
  private final Executor blocking;
  private final InstantSource clock;
  private final MeterRegistry registry;

  /**
   * @param registry counts {@code gerbang_snap_requests{code}}
   */
  public SnapFront(
      SnapDoor door,
      SnapDesk desk,
      Executor blocking,
      InstantSource clock,
      MeterRegistry registry) {
    this.door = door;
    this.desk = desk;
    this.blocking = blocking;
    this.clock = clock;
    this.registry = registry;
  }

  /** Puts its paths on the public router. */
  public void mount(Router router) {
    serve(router, "/access-token/b2b", TOKEN);
    serve(router, "/transfer-va/inquiry", SnapDesk.INQUIRY);
    serve(router, "/transfer-va/payment", SnapDesk.PAYMENT);
  }

  private void serve(Router router, String path, String service) {
    router
        .post(ROOT + path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(context -> run(context, service))
        .failureHandler(
            context ->
                send(
                    context,
                    context.statusCode() == 413
                        ? SnapDesk.answer(413, service, "00", "Request Entity Too Large")
                        : SnapDesk.answer(400, service, "00", "Bad Request")));
  }

  private void run(RoutingContext context, String service) {
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    SnapDoor.Call call =
        new SnapDoor.Call(
            context.request().method().name(),
            context.request().path(),
            context.request()::getHeader,
            body,
            context.request().remoteAddress().hostAddress(),
            context.request().headers().getAll("X-Forwarded-For"));
    Context loop = context.vertx().getOrCreateContext();
    blocking.execute(
        () -> {
          JsonObject answer = answered(call, service);
          loop.runOnContext(_ -> send(context, answer));
        });
  }

  private JsonObject answered(SnapDoor.Call call, String service) {
    try {
      boolean token = service.equals(TOKEN);
      Answer answer =
          token ? door.token(call, clock.instant()) : door.transaction(call, clock.instant());
      return switch (answer) {
        case Answer.Refused(int status, String kase, String message) ->
            SnapDesk.answer(status, service, kase, message);
        case Answer.Welcome welcome ->
            token ? welcome(welcome) : desk.serve(service, welcome, call.body(), clock.instant());
      };
    } catch (RuntimeException | Error e) {
      // an error too: a bank must not wait for an answer that never comes
      log.error("snap: a bug, or the database is away", e);
      return SnapDesk.answer(500, service, "00", "General Error");
    }
  }

  private static JsonObject welcome(Answer.Welcome welcome) {
    return SnapDesk.answer(200, TOKEN, "00", "Successful")
        .put("accessToken", welcome.token())
        .put("tokenType", "Bearer")
        .put("expiresIn", Long.toString(SnapDoor.TOKEN_LIVES.toSeconds()));
  }

  private void send(RoutingContext context, JsonObject answer) {
    String code = answer.getString("responseCode");
    registry.counter("gerbang_snap_requests", "code", code).increment();
    if (!code.startsWith("200")) {
      log.info("snap: {} {}", context.request().path(), code);
    }
    if (!context.response().ended() && !context.response().closed()) {
      context
          .response()
          .setStatusCode(Integer.parseInt(code.substring(0, 3)))
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(answer.encode());
    }
  }
}
