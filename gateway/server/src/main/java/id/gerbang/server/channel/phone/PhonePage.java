package id.gerbang.server.channel.phone;

import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /phone}: a keypad phone in the browser. What is pressed goes to the carrier's network and
 * reaches the gateway over SMPP like any other phone's. The page and its socket speak small JSON
 * objects: {@code {do: dial|press|hangup|sms|watch, phone, …}} one way, {@code {event: screen|sms,
 * phone, …}} the other. The socket opens to this page only, not to a foreign one in the same
 * browser. Safe for any number of event loops; the number of sockets is counted over all of them.
 */
public final class PhonePage {
  /** Browsers that play at once; the page is for trying, not for traffic. */
  static final int MOST_SOCKETS = 50;

  /** Phones that one page watches: the worker's and a few agents'. */
  private static final int MOST_WATCHED = 8;

  private static final int LONGEST_TEXT = 1_000;
  private static final Map<String, String> FILES =
      Map.of(
          "",
          "text/html; charset=utf-8",
          "phone.css",
          "text/css; charset=utf-8",
          "phone.js",
          "text/javascript; charset=utf-8");

  private final PhoneNetwork network;
  private final String serviceCode;
  private final String smsNumber;
  private final Optional<BankCounter> bank;
  private final Executor blocking;
  private final AtomicInteger sockets = new AtomicInteger();

  /**
   * @param serviceCode what the page offers to dial
   * @param smsNumber whom its SMS go to
   * @param bank the counter beside the phone, if there is one
   * @param blocking where the network and the bank are called
   */
  public PhonePage(
      PhoneNetwork network,
      String serviceCode,
      String smsNumber,
      Optional<BankCounter> bank,
      Executor blocking) {
    this.network = network;
    this.serviceCode = serviceCode;
    this.smsNumber = smsNumber;
    this.bank = bank;
    this.blocking = blocking;
  }

  /** The routes, to be mounted under {@code /phone}. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.get("/ws").handler(this::socket);
    router
        .get("/settings")
        .handler(
            context ->
                json(
                    context,
                    new JsonObject()
                        .put("serviceCode", serviceCode)
                        .put("smsNumber", smsNumber)
                        .put("bank", bank.isPresent())));
    bank.ifPresent(
        counter ->
            router
                .post("/bank")
                .handler(BodyHandler.create(false).setBodyLimit(4L * LONGEST_TEXT))
                .handler(context -> pay(context, counter)));
    FILES.forEach(
        (file, type) ->
            router
                .get("/" + file)
                .handler(context -> file(context, file.isEmpty() ? "phone.html" : file, type)));
    return router;
  }

  private static void json(RoutingContext context, JsonObject body) {
    context.response().putHeader("Content-Type", "application/json").end(body.encode());
  }

  private static void file(RoutingContext context, String file, String type) {
    try (InputStream in = PhonePage.class.getResourceAsStream(file)) {
      context
          .response()
          .putHeader("Content-Type", type)
          .putHeader(
              "Content-Security-Policy",
              "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:")
          .putHeader("Cache-Control", "no-cache")
          .end(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void socket(RoutingContext context) {
    if (!isOwnPage(context.request())) {
      refuse(context, 403, "this phone is played from its own page only");
    } else if (sockets.incrementAndGet() > MOST_SOCKETS) { // taken before it is opened
      sockets.decrementAndGet();
      refuse(context, 503, "at most " + MOST_SOCKETS + " phones play at once");
    } else {
      context
          .request()
          .toWebSocket()
          .onSuccess(this::open)
          .onFailure(_ -> sockets.decrementAndGet());
    }
  }

  private void pay(RoutingContext context, BankCounter counter) {
    if (!isOwnPage(context.request())) {
      refuse(context, 403, "this bank is visited from its own page only");
      return;
    }
    String code = read(context.body().asString()).map(asked -> text(asked, "code")).orElse("");
    Context loop = context.vertx().getOrCreateContext();
    blocking.execute(
        () -> {
          String said = counter.pay(code);
          loop.runOnContext(_ -> json(context, new JsonObject().put("said", said)));
        });
  }

  private static void refuse(RoutingContext context, int status, String why) {
    context.response().setStatusCode(status).end(why + "\n");
  }

  /**
   * Whether the browser's page came from here. A browser sends {@code Origin} with every socket,
   * and lets any page open one anywhere; a program that is no browser sends none and may.
   */
  private static boolean isOwnPage(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    if (origin == null) {
      return true;
    }
    try {
      URI page = new URI(origin);
      URI here = new URI(page.getScheme() + "://" + host);
      return page.getHost() != null
          && page.getHost().equalsIgnoreCase(here.getHost())
          && port(page) == port(here);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(URI address) {
    int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    return address.getPort() < 0 ? usual : address.getPort();
  }

  private void open(ServerWebSocket socket) {
    Map<String, AutoCloseable> watched = new HashMap<>();
    socket.textMessageHandler(
        text -> read(text).ifPresent(message -> act(socket, watched, message)));
    socket.closeHandler(
        _ -> {
          sockets.decrementAndGet();
          watched.values().forEach(PhonePage::stop);
        });
  }

  private static void stop(AutoCloseable watch) {
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("a phone could not be put down", e);
    }
  }

  private static Optional<JsonObject> read(String text) {
    try {
      return text != null && text.length() <= 4 * LONGEST_TEXT
          ? Optional.of(new JsonObject(text))
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty(); // not from our page
    }
  }

  private void act(ServerWebSocket socket, Map<String, AutoCloseable> watched, JsonObject message) {
    Optional<Msisdn> phone = Msisdn.parse(text(message, "phone"));
    if (phone.isEmpty()) {
      send(socket, new JsonObject().put("event", "refused").put("why", "Nomor HP tidak dikenal"));
      return;
    }
    String text = text(message, "text");
    switch (text(message, "do")) {
      case "watch" -> watch(socket, watched, phone.get());
      case "dial" -> blocking.execute(() -> network.dial(phone.get(), text));
      case "press" -> blocking.execute(() -> network.press(phone.get(), text));
      case "hangup" -> blocking.execute(() -> network.hangUp(phone.get(), true));
      case "sms" -> blocking.execute(() -> network.sms(phone.get(), smsNumber, text));
      default -> send(socket, new JsonObject().put("event", "refused").put("why", "unknown"));
    }
  }

  private static String text(JsonObject message, String field) {
    Object value = message.getValue(field);
    return value instanceof String text && text.length() <= LONGEST_TEXT ? text : "";
  }

  private void watch(ServerWebSocket socket, Map<String, AutoCloseable> watched, Msisdn phone) {
    if (watched.containsKey(phone.digits()) || watched.size() >= MOST_WATCHED) {
      return;
    }
    watched.put(
        phone.digits(),
        network.watch(
            phone,
            new PhoneNetwork.Handset() {
              @Override
              public void screen(String text, boolean open) {
                send(
                    socket,
                    new JsonObject()
                        .put("event", "screen")
                        .put("phone", phone.digits())
                        .put("text", text)
                        .put("open", open));
              }

              @Override
              public void sms(String from, String text) {
                send(
                    socket,
                    new JsonObject()
                        .put("event", "sms")
                        .put("phone", phone.digits())
                        .put("from", from)
                        .put("text", text));
              }
            }));
  }

  private static void send(ServerWebSocket socket, JsonObject message) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(message.encode());
    }
  }
}
