package id.gerbang.server.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A Bot API server as Telegram documents it, as far as the gateway uses it; what is asked of it is
 * written down, and it can be told to answer otherwise.
 *
 * <p>Threads: one event loop; the lists may be read by any.
 */
public final class FakeBotApi implements AutoCloseable {
  public static final String TOKEN = "123456:TEST-token_of_the_fake";
  private static final long LONG_POLL_MILLIS = 300;

  private final Vertx vertx = Vertx.vertx();
  private final List<JsonObject> updates = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextUpdate = new AtomicInteger(1_000);
  private final AtomicInteger nextMessage = new AtomicInteger(1);
  public final List<Call> calls = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile Function<Call, Optional<Answer>> script = _ -> Optional.empty();

  /** What was asked. */
  public record Call(String method, JsonObject fields) {
    public String text() {
      return fields.getString("text", "");
    }

    public long chat() {
      return fields.getLong("chat_id", 0L);
    }

    /** The data of all buttons, by row. */
    public List<List<String>> buttons(String field) {
      List<List<String>> rows = new ArrayList<>();
      for (Object row :
          fields
              .getJsonObject("reply_markup", new JsonObject())
              .getJsonArray("inline_keyboard", new JsonArray())) {
        rows.add(
            ((JsonArray) row)
                .stream().map(button -> ((JsonObject) button).getString(field)).toList());
      }
      return rows;
    }

    /** The data of the button whose label begins so. */
    public String data(String label) {
      List<String> labels = buttons("text").stream().flatMap(List::stream).toList();
      List<String> data = buttons("callback_data").stream().flatMap(List::stream).toList();
      for (int i = 0; i < labels.size(); i++) {
        if (labels.get(i).startsWith(label)) {
          return data.get(i);
        }
      }
      throw new AssertionError("no button " + label + " in " + labels + " under " + text());
    }
  }

  /** Another answer than the usual one; status 0 cuts the connection. */
  public record Answer(int status, String body) {
    public static Answer refused(int code, String description) {
      return new Answer(
          code,
          new JsonObject()
              .put("ok", false)
              .put("error_code", code)
              .put("description", description)
              .encode());
    }

    public static Answer tooMany(int seconds) {
      return new Answer(
          429,
          new JsonObject()
              .put("ok", false)
              .put("error_code", 429)
              .put("description", "Too Many Requests: retry after " + seconds)
              .put("parameters", new JsonObject().put("retry_after", seconds))
              .encode());
    }
  }

  public FakeBotApi() {
    this.port =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What it answers where {@code otherwise} has an answer. */
  public void script(Function<Call, Optional<Answer>> otherwise) {
    script = otherwise;
  }

  /** Something happened at Telegram; returns its number. */
  public int update(JsonObject update) {
    int id = nextUpdate.getAndIncrement();
    updates.add(update.copy().put("update_id", id));
    return id;
  }

  public List<JsonObject> pending() {
    return updates;
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String prefix = "/bot" + TOKEN + "/";
              if (!request.path().startsWith(prefix)) {
                answer(request, Answer.refused(404, "Not Found"));
                return;
              }
              Call call =
                  new Call(
                      request.path().substring(prefix.length()),
                      body.length() == 0 ? new JsonObject() : body.toJsonObject());
              calls.add(call);
              script
                  .apply(call)
                  .map(Future::succeededFuture)
                  .orElseGet(() -> usual(call))
                  .onSuccess(answer -> answer(request, answer));
            });
  }

  private static void answer(HttpServerRequest request, Answer answer) {
    if (answer.status() == 0) {
      request.connection().close();
    } else if (!request.response().closed()) {
      request
          .response()
          .setStatusCode(answer.status())
          .putHeader("Content-Type", "application/json")
          .end(answer.body());
    }
  }

  private Future<Answer> usual(Call call) {
    return switch (call.method()) {
      case "getUpdates" -> updates(call.fields(), System.currentTimeMillis() + LONG_POLL_MILLIS);
      case "sendMessage", "editMessageText" ->
          Future.succeededFuture(
              ok(
                  new JsonObject()
                      .put(
                          "message_id",
                          call.fields().getInteger("message_id", nextMessage.getAndIncrement()))
                      .put("date", 1_700_000_000)
                      .put(
                          "chat", new JsonObject().put("id", call.chat()).put("type", "private"))));
      default -> Future.succeededFuture(ok(true));
    };
  }

  private Future<Answer> updates(JsonObject fields, long until) {
    long offset = fields.getLong("offset", 0L);
    updates.removeIf(update -> update.getInteger("update_id") < offset);
    if (!updates.isEmpty() || System.currentTimeMillis() >= until) {
      JsonArray found = new JsonArray();
      updates.stream().limit(fields.getInteger("limit", 100)).forEach(found::add);
      return Future.succeededFuture(ok(found));
    }
    Promise<Answer> later = Promise.promise();
    vertx.setTimer(5, _ -> updates(fields, until).onComplete(later::handle));
    return later.future();
  }

  private static Answer ok(Object result) {
    return new Answer(200, new JsonObject().put("ok", true).put("result", result).encode());
  }

  /** The calls that say something in a chat. */
  public List<Call> said() {
    return calls("sendMessage", "editMessageText");
  }

  public List<Call> calls(String... methods) {
    return calls.stream().filter(call -> List.of(methods).contains(call.method())).toList();
  }

  /** Waits until something is said that was not there after {@code before} sayings. */
  public Call next(int before) {
    TestRecords.await("the bot says something", () -> said().size() > before);
    return said().get(before);
  }

  public Call await(Predicate<Call> what) {
    TestRecords.await("a call", () -> calls.stream().anyMatch(what));
    return calls.stream().filter(what).findFirst().orElseThrow();
  }

  /** What Telegram sends when {@code user} types in the private chat with the bot. */
  public static JsonObject typed(long user, int message, String text) {
    return new JsonObject().put("message", message(user, message).put("text", text));
  }

  private static JsonObject message(long user, int message) {
    return new JsonObject()
        .put("message_id", message)
        .put("from", person(user))
        .put(
            "chat",
            new JsonObject().put("id", user).put("first_name", "Wayan").put("type", "private"))
        .put("date", 1_700_000_000);
  }

  public static JsonObject person(long user) {
    return new JsonObject()
        .put("id", user)
        .put("is_bot", false)
        .put("first_name", "Wayan")
        .put("last_name", "Sudarma")
        .put("language_code", "id");
  }

  /** What Telegram sends when {@code user} presses a button under {@code message}. */
  public static JsonObject pressed(long user, int message, String data) {
    return new JsonObject()
        .put(
            "callback_query",
            new JsonObject()
                .put("id", "callback-" + message + "-" + data)
                .put("from", person(user))
                .put("message", message(user, message).put("text", "the screen"))
                .put("chat_instance", "4711")
                .put("data", data));
  }

  /** What Telegram sends when {@code user} shares a contact. */
  public static JsonObject contact(long user, int message, long whose, String phone) {
    JsonObject contact = new JsonObject().put("phone_number", phone).put("first_name", "Wayan");
    if (whose != 0) {
      contact.put("user_id", whose);
    }
    return new JsonObject().put("message", message(user, message).put("contact", contact));
  }

  /** What Telegram sends when {@code user} blocks the bot, or lets it write again. */
  public static JsonObject member(long chat, String type, String status) {
    return new JsonObject()
        .put(
            "my_chat_member",
            new JsonObject()
                .put("chat", new JsonObject().put("id", chat).put("type", type))
                .put("from", person(Math.abs(chat)))
                .put("date", 1_700_000_000)
                .put("old_chat_member", new JsonObject().put("status", "member"))
                .put("new_chat_member", new JsonObject().put("status", status)));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
