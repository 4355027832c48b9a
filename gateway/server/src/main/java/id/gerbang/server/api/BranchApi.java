package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.claim.ReportDesk;
import id.gerbang.server.consent.RequestDesk;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1} (contract.md), described by {@code /api/v1/openapi.yaml}. A request is taken from
 * the wire on the event loop, its blocking work runs off it, and its answer leaves on it.
 */
public final class BranchApi {
  private static final Logger log = LoggerFactory.getLogger(BranchApi.class);
  private static final String ACTOR = "api:branch";
  private static final int LARGEST_BODY = 64 * 1024;
  private static final String DESCRIPTION = "/openapi.yaml";
  private static final String SEE = "look at /api/v1/openapi.yaml";

  /** RFC 8259: JSON between systems is UTF-8. */
  private static final Pattern JSON =
      Pattern.compile(
          "application/json *(; *charset *= *\"?utf-8\"? *)?", Pattern.CASE_INSENSITIVE);

  private final List<Operation> operations;
  private final BearerToken token;
  private final Executor blocking;
  private final String description;

  /**
   * @param token the bearer token; the API refuses everything while it is empty
   */
  public BranchApi(
      BranchDesk branch,
      AgentDesk agents,
      ReportDesk reports,
      RequestDesk requests,
      BillDesk bills,
      PaymentDesk payments,
      SentMessages sent,
      String token,
      Executor blocking,
      InstantSource clock) {
    this(branch, agents, reports, requests, bills, payments, sent::list, token, blocking, clock);
  }

  BranchApi(
      BranchDesk branch,
      AgentDesk agents,
      ReportDesk reports,
      RequestDesk requests,
      BillDesk bills,
      PaymentDesk payments,
      Function<Msisdn, List<SentMessages.Message>> sent,
      String token,
      Executor blocking,
      InstantSource clock) {
    this.operations =
        Stream.of(
                new Applications(branch, bills, ACTOR, clock).operations(),
                new Agents(agents, ACTOR, clock).operations(),
                new Reports(reports, ACTOR, clock).operations(),
                new Requests(requests, ACTOR, clock).operations(),
                new Messages(sent).operations(),
                new Billing(bills, clock).operations(),
                new PaymentOperations(payments, ACTOR, clock).operations())
            .flatMap(List::stream)
            .toList();
    this.token = new BearerToken(token);
    this.blocking = blocking;
    this.description = description();
  }

  private static String description() {
    try (InputStream in = BranchApi.class.getResourceAsStream("openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it does for who has the token. */
  List<Operation> operations() {
    return operations;
  }

  /** All routes, to be mounted under {@code /api/v1}. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.get(DESCRIPTION).handler(this::describe);
    router.route(DESCRIPTION).handler(context -> refuseMethod(context, "GET"));
    router.route().handler(this::authorise);
    operations.forEach(operation -> serve(router, operation));
    methods().forEach((path, allowed) -> refuseOthers(router, path, allowed));
    router
        .route()
        .handler(
            _ -> {
              throw Refusal.notFound("no such path; " + SEE);
            });
    router.route().failureHandler(BranchApi::failed);
    return router;
  }

  private void serve(Router router, Operation operation) {
    if (operation.method() == HttpMethod.POST) {
      router.post(operation.route()).handler(BranchApi::onlyJson);
      router.post(operation.route()).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    }
    router.route(operation.method(), operation.route()).handler(context -> run(context, operation));
  }

  /** By the router's path, the methods that it has. */
  private Map<String, String> methods() {
    return operations.stream()
        .collect(
            Collectors.groupingBy(
                Operation::route,
                TreeMap::new,
                Collectors.mapping(
                    operation -> operation.method().name(), Collectors.joining(", "))));
  }

  private static void refuseOthers(Router router, String path, String allowed) {
    router.route(path).handler(context -> refuseMethod(context, allowed));
  }

  private static void refuseMethod(RoutingContext context, String allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    throw Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "allowed here: " + allowed + "; " + SEE);
  }

  private void describe(RoutingContext context) {
    Request.of(context, Set.of());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(description);
  }

  private void authorise(RoutingContext context) {
    if (!token.isIn(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      throw Refusal.of(ProblemType.UNAUTHORIZED, "send Authorization: Bearer with the API's token");
    }
    context.next();
  }

  private static void onlyJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !JSON.matcher(type.strip()).matches()) {
      throw Refusal.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
    }
    context.next();
  }

  /** Runs {@code operation} off the event loop, and answers on it. */
  private void run(RoutingContext context, Operation operation) {
    Request request = Request.of(context, operation.parameters());
    Context loop = context.vertx().getOrCreateContext();
    blocking.execute(
        () -> {
          try {
            Answer answer = operation.work().apply(request);
            loop.runOnContext(
                _ -> send(context, answer.status(), "application/json", answer.body()));
          } catch (RuntimeException | Error e) {
            // an error too: who asked must not wait for an answer that never comes
            loop.runOnContext(_ -> context.fail(e));
          }
        });
  }

  private static void failed(RoutingContext context) {
    refuse(
        context,
        context.failure() instanceof Refusal refusal
            ? refusal
            : unforeseen(context.statusCode(), context.failure()));
  }

  /**
   * @param status what the router makes of the failure
   */
  private static Refusal unforeseen(int status, Throwable failure) {
    if (status == 413) {
      return Refusal.of(
          ProblemType.CONTENT_TOO_LARGE, "a body has at most " + LARGEST_BODY + " bytes");
    }
    if (status >= 400 && status < 500) {
      return Refusal.of(
          ProblemType.UNREADABLE_REQUEST, "the path, the query or the body could not be read");
    }
    log.error("api: a bug, or the database is away", failure);
    return Refusal.of(
        ProblemType.UNAVAILABLE, "nothing was changed for sure only if a GET says so; try again");
  }

  private static void refuse(RoutingContext context, Refusal refusal) {
    send(context, refusal.type().status(), "application/problem+json", refusal.document());
  }

  private static void send(RoutingContext context, int status, String type, JsonObject body) {
    if (!context.response().ended() && !context.response().closed()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, type)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(body.encode());
    }
  }
}
