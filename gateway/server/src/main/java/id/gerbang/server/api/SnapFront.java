package id.gerbang.server.api;

import id.gerbang.server.payment.SnapDoor;
import id.gerbang.server.payment.SnapDoor.Answer;
import id.gerbang.server.record.PassingTrouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /snap}: a bank asks for a token, looks at a bill, pays it, tells of money
 * (payments-snap-bi.md). Answers are SNAP's: {@code responseCode} is the HTTP status, the service
 * and the case. It logs the code of what it refuses, and neither bodies nor headers: they hold
 * secrets and people.
 *
 * <p>Threads: a request is taken on its event loop, its work runs off it, its answer leaves on it.
 */
public final class SnapFront {
  private static final Logger log = LoggerFactory.getLogger(SnapFront.class);

  /** What its paths begin with; the signature of a transaction counts it. */
  public static final String PREFIX = "/snap";

  /** Where SNAP's services are, unless a bank's settings say otherwise. */
  public static final String ROOT = PREFIX + "/v1.0";

  /** SNAP: a bank waits ten seconds. What is done later it finds by asking again. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  /** A payment has some hundred bytes. */
  private static final int LARGEST_BODY = 64 * 1024;

  private final SnapDoor door;
  private final SnapDesk desk;
  private final Map<String, SnapService> paths;
  private final Executor blocking;
  private final InstantSource clock;
  private final MeterRegistry registry;

  /**
   * @param paths which service is at which path
   * @param registry counts {@code gerbang_snap_requests{code}}
   */
  public SnapFront(
      SnapDoor door,
      SnapDesk desk,
      Map<String, SnapService> paths,
      Executor blocking,
      InstantSource clock,
      MeterRegistry registry) {
    this.door = door;
    this.desk = desk;
    this.paths = Map.copyOf(paths);
    this.blocking = blocking;
    this.clock = clock;
    this.registry = registry;
  }

  /** Puts its paths on the public router; what else is below {@code /snap} gets SNAP's 404. */
  public void mount(Router router) {
    paths.forEach((path, service) -> serve(router, path, service));
    router
        .route(PREFIX + "/*")
        .handler(
            context ->
                send(
                    context,
                    SnapDesk.answer(404, SnapService.NONE, "00", "Service Not Found"),
                    "an unknown path"));
  }

  private void serve(Router router, String path, SnapService service) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(context -> run(context, path, service))
        .failureHandler(
            context ->
                send(
                    context,
                    context.statusCode() == 413
                        ? SnapDesk.answer(413, service, "00", "Request Entity Too Large")
                        : SnapDesk.answer(400, service, "00", "Bad Request"),
                    path));
    router
        .route(path)
        .handler(
            context ->
                send(
                    context,
                    SnapDesk.answer(405, service, "01", "Requested Operation Is Not Allowed"),
                    path));
  }

  private void run(RoutingContext context, String path, SnapService service) {
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
    long late =
        context
            .vertx()
            .setTimer(
                ANSWER_WITHIN.toMillis(),
                _ -> send(context, SnapDesk.answer(504, service, "00", "Timeout"), path));
    blocking.execute(
        () -> {
          JsonObject answer = answered(call, service);
          loop.runOnContext(
              _ -> {
                context.vertx().cancelTimer(late);
                send(context, answer, path);
              });
        });
  }

  private JsonObject answered(SnapDoor.Call call, SnapService service) {
    try {
      Instant now = clock.instant();
      Answer answer =
          switch (service) {
            case TOKEN -> door.token(call, now);
            case INQUIRY, PAYMENT, STATUS -> door.transaction(call, now);
            case NOTIFICATION, QR_NOTIFICATION -> door.notification(call, now);
            case NONE -> throw new IllegalStateException("no path leads there");
          };
      return switch (answer) {
        case Answer.Refused(int status, String kase, String message) ->
            SnapDesk.answer(status, service, kase, message);
        case Answer.Welcome welcome ->
            service == SnapService.TOKEN
                ? token(welcome, call.body())
                : desk.serve(service, welcome, call.body(), now);
      };
    } catch (RuntimeException | Error e) {
      if (PassingTrouble.is(e) || e instanceof ConnectionException) {
        log.warn("snap: the database is away or slow: {}", e.getClass().getSimpleName());
        return SnapDesk.answer(504, service, "00", "Timeout");
      }
      // an error too: a bank must not wait for an answer that never comes
      log.error("snap: a bug", e);
      return SnapDesk.answer(500, service, "00", "General Error");
    }
  }

  /** Its body is looked at when the bank has proven itself. */
  private static JsonObject token(Answer.Welcome welcome, byte[] body) {
    try {
      Object grant = new JsonObject(Buffer.buffer(body)).getValue("grantType");
      if (grant == null || grant.equals("")) {
        return SnapDesk.answer(400, SnapService.TOKEN, "02", "Invalid Mandatory Field grantType");
      }
      return grant.equals("client_credentials")
          ? welcome(welcome)
          : SnapDesk.answer(400, SnapService.TOKEN, "01", "Invalid Field Format grantType");
    } catch (DecodeException e) {
      return SnapDesk.answer(400, SnapService.TOKEN, "00", "Bad Request");
    }
  }

  private static JsonObject welcome(Answer.Welcome welcome) {
    return SnapDesk.answer(200, SnapService.TOKEN, "00", "Successful")
        .put("accessToken", welcome.token())
        .put("tokenType", "Bearer")
        .put("expiresIn", Long.toString(SnapDoor.TOKEN_LIVES.toSeconds()));
  }

  /** The first answer leaves; one that comes after the time-out's is dropped. */
  private void send(RoutingContext context, JsonObject answer, String path) {
    String code = answer.getString("responseCode");
    if (!context.response().ended() && !context.response().closed()) {
      registry.counter("gerbang_snap_requests", "code", code).increment();
      if (!code.startsWith("200")) {
        log.info("snap: {} {} {}", path, code, answer.getString("responseMessage"));
      }
      context
          .response()
          .setStatusCode(Integer.parseInt(code.substring(0, 3)))
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(answer.encode());
    }
  }
}
