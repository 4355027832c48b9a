package id.gerbang.server.bank;

import id.gerbang.server.payment.SnapSignature;
import id.gerbang.server.payment.SnapSignature.Form;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The bank of a demonstration: keeps accounts that the gateway orders and makes QRIS, in memory; a
 * customer pays at {@code POST /counter}, and the gateway is told. It believes nothing that is not
 * signed, and takes each X-EXTERNAL-ID once.
 *
 * <p>Threads: any; the counter, which calls the gateway, runs on {@code blocking}.
 */
public final class BankSimulator implements AutoCloseable {
  private static final String ROOT = "/snap/v1.0";
  private static final int LARGEST_BODY = 64 * 1024;

  /** Random and many: what a demonstration keeps in memory has an end. */
  private static final int MOST_KEPT = 100_000;

  private final BankIdentity bank;
  private final Teller teller;
  private final Executor blocking;
  private final RandomGenerator random;
  private final HttpServer server;
  private final Map<String, JsonObject> accounts = new ConcurrentHashMap<>();
  private final Map<String, JsonObject> codes = new ConcurrentHashMap<>();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> externalIds = ConcurrentHashMap.newKeySet();

  /** An answer: the last two digits of its code with its status, its words and what it gives. */
  private record Answer(int status, String kase, String words, JsonObject gives) {
    static Answer good(JsonObject gives) {
      return new Answer(200, "00", "Successful", gives);
    }

    static Answer bad(int status, String kase, String words) {
      return new Answer(status, kase, words, new JsonObject());
    }
  }

  /**
   * Opens its port on this machine only.
   *
   * @param port 0 for a free one
   * @param teller tells the gateway of money
   */
  public BankSimulator(
      Vertx vertx,
      int port,
      BankIdentity bank,
      Teller teller,
      Executor blocking,
      RandomGenerator random) {
    this.bank = bank;
    this.teller = teller;
    this.blocking = blocking;
    this.random = random;
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    router.post(ROOT + "/access-token/b2b").handler(this::token);
    serve(router, "POST", "/transfer-va/create-va", "27", this::create);
    serve(router, "PUT", "/transfer-va/update-va", "28", this::update);
    serve(router, "POST", "/transfer-va/inquiry-va", "30", this::look);
    serve(router, "DELETE", "/transfer-va/delete-va", "31", this::delete);
    serve(router, "POST", "/qr/qr-mpm-generate", "47", this::generate);
    serve(router, "POST", "/qr/qr-mpm-query", "51", this::query);
    router.post("/counter").handler(this::counter);
    this.server = vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1").await();
  }

  /** What the gateway calls. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + ROOT;
  }

  public int port() {
    return server.actualPort();
  }

  /** Whether it keeps an account, for tests. */
  public Optional<JsonObject> kept(String virtualAccountNo) {
    return Optional.ofNullable(accounts.get(virtualAccountNo.strip()));
  }

  private void serve(
      Router router,
      String method,
      String path,
      String service,
      BiFunction<JsonObject, HttpServerRequest, Answer> work) {
    router
        .route(io.vertx.core.http.HttpMethod.valueOf(method), ROOT + path)
        .handler(
            context -> {
              try {
                Answer answer =
                    proven(context)
                        .orElseGet(
                            () -> work.apply(context.body().asJsonObject(), context.request()));
                send(context, service, answer);
              } catch (DecodeException | ClassCastException | NullPointerException e) {
                send(context, service, Answer.bad(400, "00", "Bad Request"));
              }
            });
  }

  private static void send(RoutingContext context, String service, Answer answer) {
    context
        .response()
        .setStatusCode(answer.status())
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("responseCode", answer.status() + service + answer.kase())
                .put("responseMessage", answer.words())
                .mergeIn(answer.gives())
                .encode());
  }

  private void token(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean ours =
        bank.gatewayId().equals(request.getHeader("X-CLIENT-KEY"))
            && SnapSignature.isToken(
                bank.gatewayKey(),
                bank.gatewayId(),
                "" + request.getHeader("X-TIMESTAMP"),
                "" + request.getHeader("X-SIGNATURE"));
    if (!ours) {
      send(context, "73", Answer.bad(401, "00", "Unauthorized. [Signature]"));
      return;
    }
    byte[] octets = new byte[16];
    random.nextBytes(octets);
    String token = HexFormat.of().formatHex(octets);
    tokens.add(token);
    send(
        context,
        "73",
        Answer.good(
            new JsonObject()
                .put("accessToken", token)
                .put("tokenType", "Bearer")
                .put("expiresIn", "900")));
  }

  /** What is wrong with who asks; empty when it is the gateway. */
  private Optional<Answer> proven(RoutingContext context) {
    HttpServerRequest request = context.request();
    String token = ("" + request.getHeader("Authorization")).replaceFirst("^Bearer ", "");
    if (!tokens.contains(token)) {
      return Optional.of(Answer.bad(401, "01", "Invalid Token (B2B)"));
    }
    Buffer body = context.body().buffer();
    byte[] signature =
        SnapSignature.transaction(
            bank.gatewaySecret(),
            request.method().name(),
            request.path(),
            token,
            body == null ? new byte[0] : body.getBytes(),
            "" + request.getHeader("X-TIMESTAMP"));
    if (!SnapSignature.isSame(signature, "" + request.getHeader("X-SIGNATURE"), Form.BASE64)) {
      return Optional.of(Answer.bad(401, "00", "Unauthorized. [Signature]"));
    }
    String id = "" + request.getHeader("X-EXTERNAL-ID");
    if (!id.matches("[0-9]{9}")) {
      return Optional.of(Answer.bad(400, "01", "Invalid Field Format X-EXTERNAL-ID"));
    }
    // once in a day: the day is that of its time
    String day = ("" + request.getHeader("X-TIMESTAMP")).replaceFirst("T.*", " ");
    return externalIds.size() < MOST_KEPT && externalIds.add(day + id)
        ? Optional.empty()
        : Optional.of(Answer.bad(409, "00", "Conflict"));
  }

  private static String number(JsonObject body) {
    return body.getString("virtualAccountNo").strip();
  }

  private static Answer data(JsonObject account) {
    return Answer.good(new JsonObject().put("virtualAccountData", account));
  }

  private static Answer notFound() {
    return Answer.bad(404, "12", "Invalid Bill/Virtual Account [Not Found]");
  }

  private Answer create(JsonObject body, HttpServerRequest request) {
    if (accounts.size() >= MOST_KEPT || accounts.putIfAbsent(number(body), body) != null) {
      return Answer.bad(409, "01", "Duplicate Virtual Account");
    }
    return data(body);
  }

  private Answer update(JsonObject body, HttpServerRequest request) {
    return accounts.replace(number(body), body) == null ? notFound() : data(body);
  }

  private Answer look(JsonObject body, HttpServerRequest request) {
    JsonObject account = accounts.get(number(body));
    return account == null ? notFound() : data(account);
  }

  private Answer delete(JsonObject body, HttpServerRequest request) {
    return accounts.remove(number(body)) == null ? notFound() : data(body);
  }

  private Answer generate(JsonObject body, HttpServerRequest request) {
    String partner = body.getString("partnerReferenceNo");
    byte[] octets = new byte[6];
    random.nextBytes(octets);
    String reference = HexFormat.of().formatHex(octets);
    String value = body.getJsonObject("amount").getString("value");
    String content =
        QrisMaker.make(
            body.getString("merchantId"), body.getString("terminalId"), reference, value);
    if (codes.size() >= MOST_KEPT) {
      return Answer.bad(429, "00", "Too Many Requests");
    }
    codes.put(
        content,
        new JsonObject()
            .put("originalReferenceNo", reference)
            .put("originalPartnerReferenceNo", partner)
            .put("latestTransactionStatus", "01")
            .put("amount", body.getJsonObject("amount")));
    return Answer.good(
        new JsonObject()
            .put("referenceNo", reference)
            .put("partnerReferenceNo", partner)
            .put("qrContent", content));
  }

  private Answer query(JsonObject body, HttpServerRequest request) {
    return codes.values().stream()
        .filter(
            code ->
                code.getString("originalReferenceNo").equals(body.getString("originalReferenceNo")))
        .findFirst()
        .map(code -> Answer.good(code.copy()))
        .orElseGet(() -> Answer.bad(404, "01", "Transaction Not Found"));
  }

  /**
   * A customer: {@code {"account": …, "amount": …}} pays into an account, {@code {"qris": …}} what
   * a QRIS says; with {@code "silent": true} the gateway is not told.
   */
  private void counter(RoutingContext context) {
    JsonObject asked = context.body().asJsonObject();
    blocking.execute(
        () -> {
          JsonObject answer;
          try {
            answer = asked.containsKey("qris") ? payQr(asked) : payAccount(asked);
          } catch (Teller.NoGateway | RuntimeException e) {
            answer = new JsonObject().put("said", "" + e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = new JsonObject().put("said", "interrupted");
          }
          String text = answer.encode();
          context.vertx().runOnContext(_ -> context.response().end(text));
        });
  }

  private JsonObject payAccount(JsonObject asked) throws Teller.NoGateway, InterruptedException {
    JsonObject account = teller.account(asked.getString("account"));
    JsonObject kept = accounts.get(number(account));
    if (kept == null && !asked.containsKey("amount")) {
      return new JsonObject().put("said", "this bank has no such account");
    }
    String value =
        asked.containsKey("amount")
            ? asked.getLong("amount") + ".00"
            : kept.getJsonObject("totalAmount").getString("value");
    return teller.tell(account, reference(), value);
  }

  private JsonObject payQr(JsonObject asked) throws Teller.NoGateway, InterruptedException {
    JsonObject code = codes.get(asked.getString("qris"));
    if (code == null) {
      return new JsonObject().put("said", "this bank made no such QRIS");
    }
    code.put("latestTransactionStatus", "00");
    return asked.getBoolean("silent", false)
        ? new JsonObject().put("said", "paid; the gateway was not told")
        : teller.tellQr(
            code.getString("originalReferenceNo"),
            code.getString("originalPartnerReferenceNo"),
            code.getJsonObject("amount").getString("value"));
  }

  private String reference() {
    return Long.toUnsignedString(random.nextLong(), 36);
  }

  @Override
  public void close() {
    server.close();
  }
}
