package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.inbox.PhoneChat;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway between a person on WhatsApp and a Graph API of the test. */
class WhatsAppIT {
  static final String NUMBER = "106540352242922";
  static final String SECRET = "app-secret";

  @TempDir private static Path data;
  private static GraphServer graph;
  private static RunningServer server;
  private static int messages;

  @BeforeAll
  static void start() throws Exception {
    graph = new GraphServer();
    Settings settings =
        settings(RunningServer.settings(0), Keyset.generate().secret(), graph.url());
    server = RunningServer.start(data, TestStores.here().under(settings), World.real());
  }

  @AfterAll
  static void end() {
    server.close();
    graph.close();
  }

  static Settings settings(Settings plain, String keyset, String graphUrl) {
    return plain.but(
        draft -> {
          draft.keyset = new Secret(keyset);
          draft.whatsApp =
              new Settings.WhatsApp(
                  new Secret("the-token"),
                  NUMBER,
                  new Secret("verify-me"),
                  new Secret(SECRET),
                  graphUrl,
                  "v25.0",
                  new Settings.WhatsApp.Template("gerbang_answer", "id"));
        });
  }

  static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static int post(String url, String body, String signature) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/whatsapp"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (signature != null) {
      request.header("X-Hub-Signature-256", signature);
    }
    return RunningServer.send(request).statusCode();
  }

  static int post(String url, String body) {
    return post(url, body, sign(body, SECRET));
  }

  private static int post(String body) {
    return post(server.url(), body);
  }

  static String webhook(String phone, String id, String content) {
    return """
    {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
      "messaging_product":"whatsapp","metadata":{"display_phone_number":"1","phone_number_id":"%s"},
      "contacts":[{"profile":{"name":"Wayan"},"wa_id":"%s"}],
      "messages":[{"from":"%s","id":"wamid.%s","timestamp":"%d",%s}]}}]}]}\
    """
        .formatted(NUMBER, phone, phone, id, Instant.now().getEpochSecond(), content);
  }

  static String text(String phone, String id, String words) {
    return webhook(phone, id, "\"type\":\"text\",\"text\":{\"body\":\"" + words + "\"}");
  }

  private static String choice(String phone, String id, String row) {
    return webhook(
        phone,
        id,
        "\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\""
            + row
            + "\",\"title\":\"x\"}}");
  }

  private static String fresh() {
    return "M" + ++messages;
  }

  private static JsonObject typed(String phone, String words) throws InterruptedException {
    assertThat(post(text(phone, fresh(), words))).isEqualTo(200);
    return graph.next();
  }

  private static JsonArray rows(JsonObject message) {
    return message
        .getJsonObject("interactive")
        .getJsonObject("action")
        .getJsonArray("sections")
        .getJsonObject(0)
        .getJsonArray("rows");
  }

  private static String body(JsonObject message) {
    return message.getString("type").equals("text")
        ? message.getJsonObject("text").getString("body")
        : message.getJsonObject("interactive").getJsonObject("body").getString("text");
  }

  private static String buttonId(JsonObject message, int index) {
    return message
        .getJsonObject("interactive")
        .getJsonObject("action")
        .getJsonArray("buttons")
        .getJsonObject(index)
        .getJsonObject("reply")
        .getString("id");
  }

  private static HttpResponse<String> get(String path) {
    return RunningServer.send(HttpRequest.newBuilder(URI.create(server.url() + path)));
  }

  private static String metrics() {
    return RunningServer.send(
            HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")))
        .body();
  }

  @Test
  void metaIsToldThatItIsUs() {
    String question = "/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
    HttpResponse<String> yes = get(question + "verify-me");
    assertThat(yes.statusCode()).isEqualTo(200);
    assertThat(yes.body()).isEqualTo("1158201444");
    assertThat(yes.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(get(question + "verify-mf").statusCode()).isEqualTo(403);
    assertThat(get(question).statusCode()).isEqualTo(403);
    assertThat(get("/whatsapp?hub.verify_token=verify-me").statusCode()).isEqualTo(403);
    assertThat(get("/whatsapp").statusCode()).isEqualTo(403);
  }

  @Test
  void whatIsNotSignedOrIsRubbishIsRefusedWithoutAStackTrace() {
    String body = text("6281200000910", "R1", "halo");
    assertThat(post(server.url(), body, null)).isEqualTo(401);
    assertThat(post(server.url(), body, "sha256=00")).isEqualTo(401);
    assertThat(post(server.url(), body, sign(body, "other"))).isEqualTo(401);
    assertThat(post(server.url(), body + " ", sign(body, SECRET))).isEqualTo(401);
    assertThat(post(server.url(), new JsonObject(body).encode(), sign(body, SECRET)))
        .isEqualTo(401);
    for (String rubbish : new String[] {"", "{", "[]", "{}", "<html>", "{\"object\":[[[["}) {
      assertThat(post(rubbish)).as(rubbish).isEqualTo(400);
    }
    assertThat(post("x".repeat(3 * 1024 * 1024 + 1))).isEqualTo(413);
    assertThat(post("{\"object\":\"page\",\"entry\":[]}")).as("another product").isEqualTo(200);
    HttpResponse<String> put =
        RunningServer.send(
            HttpRequest.newBuilder(URI.create(server.url() + "/whatsapp"))
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.body()).doesNotContain("Exception");
    assertThat(graph.count(asked -> asked.message().getString("to").equals("6281200000910")))
        .isZero();
  }

  @Test
  void aFirstWordShowsTheMenuAndARowChoosesInIt() throws Exception {
    String phone = "6281200000911";
    JsonObject menu = typed(phone, "halo");
    assertThat(menu.getString("messaging_product")).isEqualTo("whatsapp");
    assertThat(menu.getString("to")).isEqualTo(phone);
    assertThat(rows(menu)).hasSize(10);
    GraphServer.Asked asked = graph.asked.getLast();
    assertThat(asked.uri()).isEqualTo("/v25.0/" + NUMBER + "/messages");
    assertThat(asked.authorization()).isEqualTo("Bearer the-token");

    String register = rows(menu).getJsonObject(0).getString("id");
    String chosen = choice(phone, fresh(), register);
    assertThat(post(chosen)).isEqualTo(200);
    JsonObject consent = graph.next();
    assertThat(body(consent)).isNotEqualTo(body(menu));

    assertThat(post(chosen)).as("Meta brings it again").isEqualTo(200);
    assertThat(graph.isQuiet(Duration.ofSeconds(2))).as("one answer").isTrue();

    assertThat(post(choice(phone, fresh(), register))).isEqualTo(200);
    JsonObject again = graph.next();
    assertThat(body(again))
        .as("a row of an older screen shows the newer one")
        .isEqualTo(body(consent));
    assertThat(body(typed(phone, "1"))).as("a typed number counts").contains("NIK");
    assertThat(body(typed(phone, "MENU"))).as("a word opens its menu").isNotEqualTo(body(consent));
    assertThat(metrics())
        .contains("gerbang_whatsapp_webhooks_total{end=\"accepted\"}")
        .contains("gerbang_whatsapp_sends_total{outcome=\"taken\"}")
        .doesNotContain(phone);
  }

  @Test
  void whatMetaDoesNotTakeComesAgain() throws Exception {
    String phone = "6281200000912";
    graph.refuse(500, 131_000);
    graph.refuse(429, 131_056);
    JsonObject menu = typed(phone, "halo");
    assertThat(rows(menu)).hasSize(10);
    assertThat(graph.count(asked -> phone.equals(asked.message().getString("to")))).isEqualTo(3);

    graph.breakTheNextAnswer();
    JsonObject sent = typed(phone, "9");
    assertThat(graph.next()).as("sent at least once: the same again").isEqualTo(sent);
    assertThat(graph.isQuiet(Duration.ofSeconds(2))).isTrue();
  }

  @Test
  void anAnswerThatComesADayLaterIsATemplate() throws Exception {
    String phone = "6281200000913";
    String old =
        text(phone, fresh(), "halo")
            .replaceAll(
                "\"timestamp\":\"[0-9]+\"",
                "\"timestamp\":\"%d\""
                    .formatted(Instant.now().minus(Duration.ofHours(25)).getEpochSecond()));
    assertThat(post(old)).isEqualTo(200);
    JsonObject template = graph.next();
    assertThat(template.getString("type")).isEqualTo("template");
    assertThat(template.getJsonObject("template"))
        .isEqualTo(new JsonObject("{\"name\":\"gerbang_answer\",\"language\":{\"code\":\"id\"}}"));

    String other = "6281200000914";
    graph.refuse(400, 131_047);
    assertThat(typed(other, "halo").getString("type")).isEqualTo("template");
    assertThat(rows(typed(other, "1")))
        .as("what they see, not what they might have meant")
        .hasSize(10);
  }

  /** Who erases or exports a phone finds what waits of it by the phone's hash alone. */
  @Test
  void whatWaitsIsFoundByThePhonesHash() throws Exception {
    String phone = "6281200000915";
    graph.refuse(500, 131_000);
    assertThat(post(text(phone, fresh(), "halo"))).isEqualTo(200);
    Gateway gateway = server.server.gateway();
    byte[] chat = PhoneChat.lookup(gateway.vault, "whatsapp", gateway.vault.lookup("phone", phone));
    String count = "SELECT count(*) FROM chat_update WHERE chat_lookup = ?";
    assertThat(
            gateway
                .database
                .jdbi()
                .<Long, RuntimeException>withHandle(
                    handle -> handle.createQuery(count).bind(0, chat).mapTo(Long.class).one()))
        .isEqualTo(1);
    assertThat(graph.next().getString("to")).isEqualTo(phone);
  }
}
