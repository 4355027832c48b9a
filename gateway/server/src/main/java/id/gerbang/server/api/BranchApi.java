package id.gerbang.server.api;

import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.BranchDesk.Decided;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1} (contract.md), described by {@code /api/v1/openapi.yaml}. Blocking work runs off
 * the event loop.
 */
public final class BranchApi {
  private static final Logger log = LoggerFactory.getLogger(BranchApi.class);
  private static final String ACTOR = "api:branch";
  private static final int LARGEST_BODY = 64 * 1024;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST_LIMIT = 200;
  private static final int LONGEST_REASON = 160;

  private final BranchDesk branch;
  private final AgentDesk agents;
  private final SentMessages sent;
  private final byte[] token;
  private final Executor blocking;
  private final InstantSource clock;

  /**
   * @param token the bearer token; the API refuses everything while it is empty
   */
  public BranchApi(
      BranchDesk branch,
      AgentDesk agents,
      SentMessages sent,
      String token,
      Executor blocking,
      InstantSource clock) {
    this.branch = branch;
    this.agents = agents;
    this.sent = sent;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.blocking = blocking;
    this.clock = clock;
  }

  /** All routes, to be mounted under {@code /api/v1}. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.get("/openapi.yaml").handler(BranchApi::description);
    router.route().handler(this::authorise);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    router.get("/applications").handler(context -> run(context, this::applications));
    router.get("/applications/:reference").handler(context -> run(context, this::application));
    router.post("/applications/:reference/decision").handler(context -> run(context, this::decide));
    router.get("/members/:reference").handler(context -> run(context, this::member));
    router.get("/bills").handler(context -> run(context, BranchApi::nothingYet));
    router.get("/payments").handler(context -> run(context, BranchApi::nothingYet));
    router.get("/agents").handler(context -> run(context, this::agents));
    router.post("/agents").handler(context -> run(context, this::addAgent));
    router.get("/outbox").handler(context -> run(context, this::outbox));
    for (String path :
        List.of(
            "/applications",
            "/applications/:reference",
            "/applications/:reference/decision",
            "/members/:reference",
            "/bills",
            "/payments",
            "/agents",
            "/outbox")) {
      router
          .route(path)
          .handler(
              context ->
                  refuse(context, 405, "Method not allowed", "look at /api/v1/openapi.yaml"));
    }
    router
        .route()
        .handler(
            context ->
                refuse(context, 404, "Not found", "no such path; look at /api/v1/openapi.yaml"));
    router.route().failureHandler(BranchApi::failed);
    return router;
  }

  private static void description(RoutingContext context) {
    try (InputStream in = BranchApi.class.getResourceAsStream("openapi.yaml")) {
      context
          .response()
          .putHeader("Content-Type", "application/yaml")
          .end(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void authorise(RoutingContext context) {
    String header = Optional.ofNullable(context.request().getHeader("Authorization")).orElse("");
    byte[] given =
        header.startsWith("Bearer ")
            ? header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    if (token.length > 0 && MessageDigest.isEqual(token, given)) {
      context.next();
    } else {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(context, 401, "Unauthorized", "send Authorization: Bearer with the API's token");
    }
  }

  /** What a handler answers. */
  private record Answer(int status, JsonObject body) {
    static Answer ok(JsonObject body) {
      return new Answer(200, body);
    }
  }

  /** Runs {@code handler} off the event loop, and answers on it. */
  private void run(RoutingContext context, Function<RoutingContext, Answer> handler) {
    Context loop = context.vertx().getOrCreateContext();
    blocking.execute(
        () -> {
          try {
            Answer answer = handler.apply(context);
            loop.runOnContext(
                _ -> send(context, answer.status(), "application/json", answer.body()));
          } catch (RuntimeException e) {
            loop.runOnContext(_ -> context.fail(e));
          }
        });
  }

  private static void failed(RoutingContext context) {
    if (context.failure() instanceof Refusal refusal) {
      refuse(context, refusal.status(), refusal.title(), refusal.getMessage());
    } else if (context.statusCode() == 413) {
      refuse(context, 413, "Content too large", "at most 64 KiB");
    } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
      refuse(context, context.statusCode(), "Bad request", "the request could not be read");
    } else {
      log.error("api: a bug, or the database is away", context.failure());
      refuse(
          context,
          503,
          "Unavailable",
          "nothing was changed for sure only if a GET says so; try again");
    }
  }

  private static void refuse(RoutingContext context, int status, String title, String detail) {
    send(
        context,
        status,
        "application/problem+json",
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }

  private static void send(RoutingContext context, int status, String type, JsonObject body) {
    if (!context.response().ended() && !context.response().closed()) {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", type)
          .putHeader("Cache-Control", "no-store")
          .end(body.encode());
    }
  }

  private Answer applications(RoutingContext context) {
    BranchDesk.Page page =
        branch.list(
            new BranchDesk.Filter(
                query(context, "status").map(BranchApi::status),
                query(context, "village"),
                query(context, "phone").map(BranchApi::phone),
                limit(context),
                query(context, "after")));
    return Answer.ok(Answers.page(page.items(), Answers::application, page.next()));
  }

  private static Optional<String> query(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() || values.getFirst().isBlank()
        ? Optional.empty()
        : Optional.of(values.getFirst());
  }

  private static BranchDesk.Status status(String label) {
    return Arrays.stream(BranchDesk.Status.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "status is expected to be one of "
                        + String.join(
                            ", ",
                            Arrays.stream(BranchDesk.Status.values())
                                .map(BranchDesk.Status::label)
                                .toList())));
  }

  private static Msisdn phone(String written) {
    return Msisdn.parse(written.strip())
        .orElseThrow(
            () -> Refusal.badRequest("a phone is expected in digits with country code, 6281…"));
  }

  private static int limit(RoutingContext context) {
    return query(context, "limit")
        .map(
            text -> {
              try {
                int limit = Integer.parseInt(text);
                if (limit >= 1 && limit <= MOST_LIMIT) {
                  return limit;
                }
              } catch (NumberFormatException e) {
                // refused below, together with a number out of bounds
              }
              throw Refusal.badRequest("limit is expected to be a number from 1 to " + MOST_LIMIT);
            })
        .orElse(DEFAULT_LIMIT);
  }

  private Answer application(RoutingContext context) {
    return Answer.ok(
        Answers.application(
            branch.find(reference(context)).orElseThrow(BranchApi::unknownReference)));
  }

  private static String reference(RoutingContext context) {
    return context.pathParam("reference").toUpperCase(Locale.ROOT);
  }

  private static Refusal unknownReference() {
    return Refusal.notFound("no application has this reference");
  }

  private Answer decide(RoutingContext context) {
    Body body = Body.read(context.body().buffer(), Set.of("decision", "cardNumber", "reason"));
    Decision decision =
        switch (body.text("decision", 10)) {
          case "approve" -> approve(body);
          case "reject" -> new Decision.Reject(body.text("reason", LONGEST_REASON));
          default -> throw Refusal.badRequest("\"decision\" is expected to be approve or reject");
        };
    return switch (branch.decide(reference(context), decision, ACTOR, clock.instant())) {
      case Decided.Done(BranchDesk.Application application) ->
          Answer.ok(Answers.application(application));
      case Decided.Unknown() -> throw unknownReference();
      case Decided.Conflict(BranchDesk.Status status) ->
          throw new Refusal(
              409,
              "Conflict",
              "the application is "
                  + status.label()
                  + "; the branch decides only in awaiting_branch, and once");
    };
  }

  private static Decision approve(Body body) {
    String card = body.text("cardNumber", 32);
    if (!card.matches("[A-Za-z0-9-]{5,32}")) {
      throw Refusal.badRequest(
          "\"cardNumber\" is expected to be 5 to 32 letters, digits or dashes");
    }
    return new Decision.Approve(card);
  }

  private Answer member(RoutingContext context) {
    BranchDesk.Application member =
        branch
            .find(reference(context))
            .filter(a -> a.status() == BranchDesk.Status.APPROVED)
            .orElseThrow(() -> Refusal.notFound("no member has this reference"));
    return Answer.ok(Answers.member(member));
  }

  /** Bills and payments come with billing; until then there are none. */
  private static Answer nothingYet(RoutingContext context) {
    return Answer.ok(Answers.page(List.of(), _ -> new JsonObject(), Optional.empty()));
  }

  private Answer agents(RoutingContext context) {
    return Answer.ok(Answers.page(agents.list(), Answers::agent, Optional.empty()));
  }

  private static final Map<String, AgentDesk.Status> NEW_STATUS =
      Map.of("candidate", AgentDesk.Status.CANDIDATE, "active", AgentDesk.Status.ACTIVE);

  private Answer addAgent(RoutingContext context) {
    Body body =
        Body.read(context.body().buffer(), Set.of("code", "name", "phone", "village", "status"));
    String code = body.text("code", 6);
    if (!code.matches("[A-Z]{3}[0-9]{3}")) {
      throw Refusal.badRequest("\"code\" is expected to be three letters and three digits, PRS001");
    }
    AgentDesk.Status status = NEW_STATUS.get(body.optional("status", 10).orElse("candidate"));
    if (status == null) {
      throw Refusal.badRequest("\"status\" is expected to be candidate or active");
    }
    AgentDesk.NewAgent agent =
        new AgentDesk.NewAgent(
            code,
            body.text("name", 40),
            phone(body.text("phone", 20)),
            body.text("village", 60),
            status);
    return switch (agents.add(agent, ACTOR, clock.instant())) {
      case AgentDesk.Added.Done(AgentDesk.Agent added) -> new Answer(201, Answers.agent(added));
      case AgentDesk.Added.CodeTaken() ->
          throw new Refusal(409, "Conflict", "the code or the phone belongs to another agent");
      case AgentDesk.Added.UnknownVillage() ->
          throw Refusal.badRequest("no village has this id or name");
    };
  }

  private Answer outbox(RoutingContext context) {
    Msisdn phone =
        query(context, "phone")
            .map(BranchApi::phone)
            .orElseThrow(() -> Refusal.badRequest("phone is needed"));
    return Answer.ok(Answers.page(sent.list(phone), Answers::message, Optional.empty()));
  }
}
