package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.testing.FakeBotApi;
import id.gerbang.server.testing.FakeBotApi.Answer;
import id.gerbang.server.testing.FakeBotApi.Call;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway with two bots: one polls, one has a webhook. */
class TelegramIT {
  private static final String SECRET = "webhook-secret_1";

  @TempDir private static Path folder;
  private static FakeBotApi api;
  private static RunningServer running;
  private static long nextPerson = 52_000_000;

  private final long person = ++nextPerson;
  private final String phone = "6281200" + String.format("%06d", person % 1_000_000);
  private int message = 100;

  @BeforeAll
  static void open() throws InterruptedException {
    api = new FakeBotApi();
    Settings settings =
        TestStores.here()
            .under(RunningServer.settings(0))
            .but(
                draft ->
                    draft.telegram =
                        List.of(
                            new Settings.Bot(
                                "polls", new Secret(FakeBotApi.TOKEN), api.url(), new Secret("")),
                            new Settings.Bot(
                                "called",
                                new Secret(FakeBotApi.TOKEN),
                                api.url(),
                                new Secret(SECRET))));
    running = RunningServer.start(folder, settings, World.real());
  }

  @AfterAll
  static void close() {
    running.close();
    api.close();
  }

  @BeforeEach
  void usual() {
    api.script(_ -> Optional.empty());
    api.calls.clear();
  }

  /** Does something and waits for the last of {@code answers} messages in this chat. */
  private Call does(JsonObject update, int answers) {
    int before = said().size();
    api.update(update);
    TestRecords.await("an answer", () -> said().size() >= before + answers);
    return said().get(before + answers - 1);
  }

  private List<Call> said() {
    return api.said().stream().filter(call -> call.chat() == person).toList();
  }

  private Call types(String text) {
    return does(FakeBotApi.typed(person, message++, text), 1);
  }

  private Call presses(Call screen, String label) {
    return does(FakeBotApi.pressed(person, 7, screen.data(label)), 1);
  }

  private Call links() {
    assertThat(types("/start").text()).startsWith("Selamat datang");
    return does(FakeBotApi.contact(person, message++, person, phone), 2);
  }

  @Test
  void oneConversationOverTelegramAndUssd() {
    Call menu = links();
    assertThat(menu.text()).isEqualTo("BPJS Ketenagakerjaan");
    Call consent = presses(menu, "Daftar");
    assertThat(consent.method()).isEqualTo("editMessageText");
    assertThat(consent.text()).startsWith("NIK, nama");
    Call nik = presses(consent, "Setuju");
    assertThat(nik.text()).startsWith("Ketik NIK");
    Call name = types("5171991708907001");
    assertThat(name.text()).startsWith("Nama sesuai KTP?");

    HttpPhone ussd = new HttpPhone(running.url(), phone);
    assertThat(ussd.dial()).contains("Lanjut");
    assertThat(ussd.type("1")).startsWith("Nama sesuai KTP?");
    assertThat(ussd.type("Wayan Sudarma")).startsWith("Tanggal lahir?");

    Call newer = presses(name, "Diisi agen");
    assertThat(newer.method()).as("below, where the person looks").isEqualTo("sendMessage");
    assertThat(newer.text()).as("an older button answers nothing").startsWith("Tanggal lahir?");
    Call village = types("17081990");
    assertThat(village.text()).startsWith("Desa/kelurahan?");
    assertThat(ussd.type("17081990")).as("the phone is behind now").startsWith("Lanjutkan");
    assertThat(ussd.type("1")).startsWith("Desa/kelurahan?");

    String everything = said().stream().map(Call::text).collect(Collectors.joining("\n"));
    assertThat(everything).doesNotContain("5171991708907001").doesNotContain(phone);
    assertThat(smsAboutChats()).as("the SIM is told").isEqualTo(1);
    assertThat(api.calls("deleteMessage")).as("the NIK that was typed").hasSize(1);
  }

  private long smsAboutChats() {
    byte[] to = running.server.gateway().vault.lookup("phone", phone);
    String sql = "SELECT count(*) FROM outbox WHERE to_lookup = ? AND about = 'chat'";
    return running
        .server
        .gateway()
        .database
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).bind(0, to).mapTo(Long.class).one());
  }

  @Test
  void anUpdateThatComesTwiceIsAnsweredOnce() {
    links();
    JsonObject typed = FakeBotApi.typed(person, message++, "/menu").put("update_id", 900_001);
    assertThat(webhook(typed, SECRET)).isEqualTo(200);
    TestRecords.await("the welcome of the other bot", () -> said().size() == 4);
    assertThat(webhook(typed, SECRET)).isEqualTo(200);
    JsonObject last = FakeBotApi.typed(person, message++, "/start").put("update_id", 900_002);
    assertThat(webhook(last, SECRET)).isEqualTo(200);
    TestRecords.await("one more", () -> said().size() >= 5);
    assertThat(running.server.gateway().database.isReady()).isTrue();
    assertThat(said()).hasSize(5);
  }

  private static int webhook(JsonObject update, String secret) {
    return webhook("called", update.encode(), secret);
  }

  private static int webhook(String bot, String body, String secret) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(running.url() + "/telegram/" + bot))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (secret != null) {
      request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    return RunningServer.send(request).statusCode();
  }

  @Test
  void theWebhookTakesOnlyWhatItsServerBrings() {
    JsonObject update = FakeBotApi.typed(person, 1, "/start").put("update_id", 900_010);
    assertThat(webhook(update, null)).isEqualTo(401);
    assertThat(webhook(update, "wrong")).isEqualTo(403);
    assertThat(webhook(update, "")).isEqualTo(403);
    assertThat(webhook("polls", update.encode(), SECRET)).as("it polls").isEqualTo(404);
    assertThat(webhook("nobody", update.encode(), SECRET)).isEqualTo(404);
    for (String junk : List.of("", "{", "[]", "7", "{\"update_id\":\"x\"}", "\u0000")) {
      assertThat(webhook("called", junk, SECRET)).as(junk).isEqualTo(400);
    }
    assertThat(webhook("called", "[".repeat(5_000), SECRET)).isEqualTo(400);
    assertThat(webhook("called", " ".repeat(70_000), SECRET)).isEqualTo(413);
    assertThat(webhook("called", "{\"update_id\": 5, \"poll\": {}}", SECRET)).isEqualTo(200);
    assertThat(said()).isEmpty();
    HttpResponse<String> get = running.get("/telegram/called");
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(webhook(update, SECRET)).isEqualTo(200);
    TestRecords.await("the welcome", () -> said().size() == 1);
  }

  @Test
  void noErrorOfTheServerEndsThePolling() {
    links();
    for (Answer answer :
        List.of(
            new Answer(500, ""),
            new Answer(200, "{\"ok\":true,\"result\":7}"),
            new Answer(200, "{\"ok\":true,\"result\":[7, null, {\"update_id\":\"x\"}]}"),
            new Answer(200, "\u0000"),
            Answer.tooMany(1),
            Answer.refused(409, "Conflict: terminated by other getUpdates request"),
            new Answer(0, ""))) {
      AtomicBoolean met = new AtomicBoolean();
      api.script(
          call ->
              call.method().equals("getUpdates") && met.compareAndSet(false, true)
                  ? Optional.of(answer)
                  : Optional.empty());
      TestRecords.await("it was met", met::get);
      assertThat(types("/menu").text()).as(answer.toString()).isEqualTo("BPJS Ketenagakerjaan");
    }
  }

  @Test
  void anUpdateIsConfirmedOnlyWhenItIsStored() {
    links();
    running
        .server
        .gateway()
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE chat_update RENAME TO chat_update_away"));
    int before = said().size();
    int id = api.update(FakeBotApi.typed(person, message++, "/menu"));
    int polls = api.calls("getUpdates").size();
    TestRecords.await("asked again", () -> api.calls("getUpdates").size() >= polls + 3);
    assertThat(api.pending()).extracting(update -> update.getInteger("update_id")).contains(id);
    running
        .server
        .gateway()
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE chat_update_away RENAME TO chat_update"));
    TestRecords.await("answered", () -> said().size() == before + 1);
    TestRecords.await("confirmed", () -> api.pending().isEmpty());
  }
}
