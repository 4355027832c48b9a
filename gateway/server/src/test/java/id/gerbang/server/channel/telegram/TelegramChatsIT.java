package id.gerbang.server.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import id.gerbang.engine.Screen.Choice;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Inbound.Event;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.inbox.ChatHandler.Outcome;
import id.gerbang.server.inbox.ChatHandler.Update;
import id.gerbang.server.subscriber.ChatLinks.Chat;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.FakeBotApi;
import id.gerbang.server.testing.FakeBotApi.Answer;
import id.gerbang.server.testing.FakeBotApi.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates as Telegram documents them, against what is asked of its Bot API in answer. */
class TelegramChatsIT {
  private static final long WAYAN = 52_000_001;
  private static final Msisdn PHONE = new Msisdn("6281200010001");
  private static final Chat CHAT = new Chat("telegram", "bot", Long.toString(WAYAN));
  private static final Outcome DONE = new Outcome.Done();

  private final FakeBotApi api = new FakeBotApi();
  private final Bot bot = new Bot("bot", FakeBotApi.TOKEN, api.url(), "");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TelegramMeters meters = new TelegramMeters(registry, "bot");
  private final BotApi client = new BotApi(bot, meters);
  private final MemoryLinks links = new MemoryLinks();
  private final List<Inbound> taken = new CopyOnWriteArrayList<>();
  private Function<Inbound, Reply> screens = _ -> screen(7, "Halo", "1", "Ya", "0", "Kembali");
  private Instant now = Instant.parse("2026-10-18T09:00:00Z");
  private final Instant start = now;
  private final TelegramChats chats =
      new TelegramChats(
          bot,
          new Mouth(client, new Pace(new PatientClock()), meters, "bot"),
          inbound -> {
            taken.add(inbound);
            return CompletableFuture.completedFuture(screens.apply(inbound));
          },
          links,
          () -> now,
          meters);

  /** The pace has its own tests; here nobody waits. */
  private static final class PatientClock implements java.util.function.LongSupplier {
    private long nanos;

    @Override
    public long getAsLong() {
      return nanos += Duration.ofMinutes(1).toNanos();
    }
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  private static Reply screen(long number, String body, String... keysAndLabels) {
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < keysAndLabels.length; i += 2) {
      choices.add(new Choice(keysAndLabels[i], keysAndLabels[i + 1]));
    }
    return new Reply(body + " …", body, choices, choices.isEmpty(), number, false);
  }

  private Outcome take(JsonObject update) {
    return take(update, 0);
  }

  private Outcome take(JsonObject update, int tries) {
    try {
      JsonNode node = BotApi.JSON.readTree(update.copy().put("update_id", 4711).encode());
      return TelegramUpdate.of(node)
          .map(
              known ->
                  chats.handle(new Update("telegram", "bot", "id", known.write(), start, tries)))
          .orElse(DONE);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void link() {
    links.phones.put(CHAT, PHONE);
  }

  static Stream<Arguments> events() {
    return Stream.of(
        arguments(FakeBotApi.typed(WAYAN, 5, "/start"), new Event.Started()),
        arguments(FakeBotApi.typed(WAYAN, 5, "/start ref-12"), new Event.Started()),
        arguments(FakeBotApi.typed(WAYAN, 5, "/START@gerbang_bot"), new Event.Started()),
        arguments(FakeBotApi.typed(WAYAN, 5, "/daftar"), new Event.Opened(Wish.REGISTER)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/bayar"), new Event.Opened(Wish.PAY)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/status"), new Event.Opened(Wish.STATUS)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/info"), new Event.Opened(Wish.LEARN)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/lapor"), new Event.Opened(Wish.REPORT)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/menu"), new Event.Opened(Wish.MENU)),
        arguments(FakeBotApi.typed(WAYAN, 5, "/nonsense"), new Event.Pressed(-1, "")),
        arguments(FakeBotApi.typed(WAYAN, 5, "/"), new Event.Pressed(-1, "")),
        arguments(FakeBotApi.typed(WAYAN, 5, " Sesetan "), new Event.Typed(" Sesetan ")),
        arguments(FakeBotApi.pressed(WAYAN, 5, "6:1"), new Event.Pressed(6, "1")),
        arguments(FakeBotApi.pressed(WAYAN, 5, "6:menu"), new Event.Opened(Wish.MENU)),
        arguments(FakeBotApi.pressed(WAYAN, 5, "anything"), new Event.Pressed(-1, "")),
        arguments(FakeBotApi.pressed(WAYAN, 5, "9".repeat(30) + ":1"), new Event.Pressed(-1, "")),
        arguments(photo(), new Event.Pressed(-1, "")));
  }

  private static JsonObject photo() {
    JsonObject update = FakeBotApi.typed(WAYAN, 5, "");
    update.getJsonObject("message").put("photo", new JsonArray()).remove("text");
    return update;
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatAPersonDoesIsTheEventOfTheirProvenPhone(JsonObject update, Event event) {
    link();
    assertThat(take(update)).isEqualTo(DONE);
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().event()).isEqualTo(event);
    assertThat(taken.getFirst().from()).isEqualTo(PHONE);
    assertThat(taken.getFirst().messageId()).isEqualTo("id");
    assertThat(api.said()).hasSize(1);
  }

  static Stream<JsonObject> nothing() {
    JsonObject bot = FakeBotApi.typed(WAYAN, 5, "loop");
    bot.getJsonObject("message").getJsonObject("from").put("is_bot", true);
    JsonObject foreign = FakeBotApi.pressed(WAYAN, 5, "6:1");
    foreign
        .getJsonObject("callback_query")
        .getJsonObject("message")
        .put("chat", new JsonObject().put("id", -100_123).put("type", "supergroup"));
    return Stream.of(
        bot,
        foreign,
        new JsonObject().put("inline_query", new JsonObject().put("id", "1")),
        new JsonObject().put("edited_message", new JsonObject().put("text", "1")),
        new JsonObject().put("message", "no map"),
        new JsonObject().put("message", new JsonObject()),
        new JsonObject().put("callback_query", new JsonObject().put("inline_message_id", "x")),
        new JsonObject(),
        FakeBotApi.member(-100, "supergroup", "left"));
  }

  @ParameterizedTest
  @MethodSource("nothing")
  void whatIsNothingToUsIsLeftAlone(JsonObject update) {
    link();
    assertThat(take(update)).isEqualTo(DONE);
    assertThat(taken).isEmpty();
    assertThat(api.calls).isEmpty();
  }

  @Test
  void buttonsStandTwoInARowWhereTheyAreShortAndNavigationIsLast() {
    link();
    screens =
        _ ->
            screen(
                7,
                "*Wayan* <b>_S_</b>",
                "1",
                "Daftar",
                "2",
                "Info program",
                "3",
                "Kecelakaan kerja di jalan",
                "4",
                "Lapor",
                "98",
                "Lanjut",
                "0",
                "Kembali");
    take(FakeBotApi.typed(WAYAN, 5, "x"));
    Call sent = api.said().getFirst();
    assertThat(sent.method()).isEqualTo("sendMessage");
    assertThat(sent.text()).isEqualTo("*Wayan* <b>_S_</b>");
    assertThat(sent.fields().containsKey("parse_mode")).as("plain").isFalse();
    assertThat(sent.buttons("callback_data"))
        .containsExactly(
            List.of("7:1", "7:2"), List.of("7:3"), List.of("7:4"), List.of("7:98", "7:0"));
  }

  @Test
  void whatEndedOffersTheMenu() {
    link();
    screens = _ -> screen(9, "Terima kasih.");
    take(FakeBotApi.typed(WAYAN, 5, "0"));
    assertThat(api.said().getFirst().buttons("callback_data")).containsExactly(List.of("9:menu"));
  }

  @Test
  void aPressIsAnsweredAndTheNextScreenTakesThePlaceOfItsOwn() {
    link();
    take(FakeBotApi.pressed(WAYAN, 41, "6:1"));
    assertThat(api.calls)
        .extracting(Call::method)
        .containsExactly("answerCallbackQuery", "editMessageText");
    assertThat(api.calls.getFirst().fields().getString("callback_query_id"))
        .isEqualTo("callback-41-6:1");
    assertThat(api.said().getFirst().fields().getInteger("message_id")).isEqualTo(41);
    assertThat(api.said().getFirst().buttons("callback_data"))
        .containsExactly(List.of("7:1"), List.of("7:0"));
  }

  @Test
  void anOlderScreensButtonLosesItsButtonsAndTheNewerScreenComesBelow() {
    link();
    take(FakeBotApi.pressed(WAYAN, 41, "2:1"));
    assertThat(api.calls)
        .extracting(Call::method)
        .containsExactly("answerCallbackQuery", "editMessageReplyMarkup", "sendMessage");
  }

  @Test
  void anEditThatCannotBeIsANewMessageAndNoChangeIsNoError() {
    link();
    api.script(
        call ->
            call.method().equals("editMessageText")
                ? Optional.of(Answer.refused(400, "Bad Request: message can't be edited"))
                : Optional.empty());
    assertThat(take(FakeBotApi.pressed(WAYAN, 41, "6:1"))).isEqualTo(DONE);
    assertThat(api.said())
        .extracting(Call::method)
        .containsExactly("editMessageText", "sendMessage");
    api.calls.clear();
    api.script(
        call ->
            call.method().equals("editMessageText")
                ? Optional.of(
                    Answer.refused(
                        400, "Bad Request: message is not modified: specified new message…"))
                : Optional.empty());
    assertThat(take(FakeBotApi.pressed(WAYAN, 41, "6:1"))).isEqualTo(DONE);
    assertThat(api.said()).extracting(Call::method).containsExactly("editMessageText");
  }

  @Test
  void aStrangerSeesOneWelcomeAndNothingOfTheMenus() {
    take(FakeBotApi.typed(WAYAN, 1, "/start"));
    take(FakeBotApi.typed(WAYAN, 2, "1"));
    take(FakeBotApi.typed(WAYAN, 3, "2"));
    take(FakeBotApi.pressed(WAYAN, 4, "6:1"));
    assertThat(taken).isEmpty();
    assertThat(api.said())
        .hasSize(2)
        .allSatisfy(
            call -> {
              assertThat(call.text()).isEqualTo(ChatWords.WELCOME);
              assertThat(
                      call.fields()
                          .getJsonObject("reply_markup")
                          .getJsonArray("keyboard")
                          .getJsonArray(0)
                          .getJsonObject(0)
                          .getBoolean("request_contact"))
                  .isTrue();
            });
  }

  @Test
  void onlyTheSendersOwnContactProvesAPhone() {
    JsonObject forwarded = FakeBotApi.contact(WAYAN, 2, WAYAN, "6281200010001");
    forwarded.getJsonObject("message").put("forward_date", 1_700_000_000);
    for (JsonObject others :
        List.of(
            FakeBotApi.contact(WAYAN, 2, 99, "6281200010001"),
            FakeBotApi.contact(WAYAN, 2, 0, "6281200010001"),
            forwarded)) {
      api.calls.clear();
      assertThat(take(others)).isEqualTo(DONE);
      assertThat(links.phones).isEmpty();
      assertThat(taken).isEmpty();
      assertThat(api.said()).singleElement().extracting(Call::text).isEqualTo(ChatWords.NOT_YOURS);
    }
    take(FakeBotApi.contact(WAYAN, 2, WAYAN, "+62 812-0001-0001"));
    assertThat(links.phones).containsEntry(CHAT, PHONE);
    assertThat(taken).singleElement().extracting(Inbound::event).isEqualTo(new Event.Started());
  }

  @Test
  void aNumberOfAnotherCountryIsThatNumber() {
    take(FakeBotApi.contact(WAYAN, 2, WAYAN, "85291234567"));
    assertThat(links.phones).containsEntry(CHAT, new Msisdn("85291234567"));
  }

  @Test
  void theNewerChatOfAPhoneWinsAndTheOlderIsTold() {
    links.phones.put(new Chat("telegram", "bot", "77"), PHONE);
    take(FakeBotApi.contact(WAYAN, 2, WAYAN, "6281200010001"));
    assertThat(links.phones).containsOnlyKeys(CHAT);
    assertThat(api.said()).extracting(Call::chat).containsExactly(77L, WAYAN, WAYAN);
    assertThat(api.said().getFirst().text()).isEqualTo(ChatWords.ELSEWHERE);
  }

  @Test
  void stopUnlinksAndAnExpiredLinkMustBeProvenAgain() {
    link();
    take(FakeBotApi.typed(WAYAN, 1, "/stop"));
    assertThat(links.phones).isEmpty();
    assertThat(api.said().getFirst().text()).isEqualTo(ChatWords.UNLINKED);
    link();
    links.expired.add(CHAT);
    take(FakeBotApi.typed(WAYAN, 1, "/status"));
    assertThat(taken).isEmpty();
    assertThat(api.said().getLast().text()).isEqualTo(ChatWords.PROVE_AGAIN);
  }

  @Test
  void groupsAreAnsweredOnceADay() {
    JsonObject inGroup = FakeBotApi.typed(WAYAN, 5, "/start");
    inGroup
        .getJsonObject("message")
        .put("chat", new JsonObject().put("id", -100_123).put("type", "supergroup"));
    link();
    take(FakeBotApi.member(-100_123, "supergroup", "member"));
    take(inGroup);
    take(inGroup);
    assertThat(api.said()).singleElement().extracting(Call::text).isEqualTo(ChatWords.PRIVATE_ONLY);
    assertThat(taken).isEmpty();
    now = now.plus(Duration.ofDays(1));
    take(inGroup);
    assertThat(api.said()).hasSize(2);
  }

  @Test
  void whoBlocksUsStaysLinkedAndHearsNothing() {
    link();
    take(FakeBotApi.member(WAYAN, "private", "kicked"));
    assertThat(links.blocked).containsExactly(CHAT);
    take(FakeBotApi.member(WAYAN, "private", "member"));
    assertThat(links.blocked).isEmpty();
    assertThat(api.calls).isEmpty();
    api.script(_ -> Optional.of(Answer.refused(403, "Forbidden: bot was blocked by the user")));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"))).isEqualTo(DONE);
    assertThat(links.blocked).containsExactly(CHAT);
    assertThat(links.phones).containsKey(CHAT);
  }

  @Test
  void whatTelegramDoesNotTakeNowIsTriedAgainAndWhatItNeverTakesIsNot() {
    link();
    api.script(_ -> Optional.of(Answer.tooMany(17)));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1")))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(17)));
    api.script(_ -> Optional.of(new Answer(502, "<html>Bad Gateway</html>")));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"), 3))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(16)));
    api.script(_ -> Optional.of(new Answer(0, "")));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"))).isInstanceOf(Outcome.Later.class);
    api.script(_ -> Optional.of(new Answer(200, "not json")));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"))).isInstanceOf(Outcome.Later.class);
    api.script(_ -> Optional.of(Answer.refused(400, "Bad Request: chat not found")));
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"))).isEqualTo(DONE);
    api.script(_ -> Optional.of(new Answer(502, "")));
    now = now.plus(TelegramChats.SAID_WITHIN);
    assertThat(take(FakeBotApi.typed(WAYAN, 1, "1"), 40)).isEqualTo(DONE);
  }

  @Test
  void anApologyIsShownOnlyAfterTheSamePressWasTriedForAWhile() {
    link();
    screens = _ -> Reply.apology("Maaf, sedang terganggu.");
    assertThat(take(FakeBotApi.pressed(WAYAN, 41, "6:1")))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(2)));
    assertThat(take(FakeBotApi.pressed(WAYAN, 41, "6:1"), 1))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(4)));
    assertThat(api.said()).isEmpty();
    assertThat(api.calls("answerCallbackQuery")).hasSize(1);
    now = now.plus(TelegramChats.TRIED_FOR);
    assertThat(take(FakeBotApi.pressed(WAYAN, 41, "6:1"), 6)).isEqualTo(DONE);
    assertThat(api.said())
        .singleElement()
        .extracting(Call::text)
        .isEqualTo("Maaf, sedang terganggu.");
  }

  @Test
  void aTypedNikIsTakenOutOfTheChat() {
    link();
    take(FakeBotApi.typed(WAYAN, 33, "5171 9917 0890 0001"));
    assertThat(api.await(call -> call.method().equals("deleteMessage")).fields())
        .isEqualTo(new JsonObject().put("chat_id", WAYAN).put("message_id", 33));
    api.calls.clear();
    take(FakeBotApi.typed(WAYAN, 34, "081200010001"));
    assertThat(api.calls("deleteMessage")).isEmpty();
  }

  @Test
  void nothingNamesTheTokenOrAPerson() {
    assertThat(bot.toString()).doesNotContain(FakeBotApi.TOKEN);
    assertThat(new BotAnswer.Refused(400, "Wayan").toString()).doesNotContain("Wayan");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                    () -> new BotApi(new Bot("b", "a b", "http://x", ""), meters))
                .getMessage())
        .doesNotContain("a b");
    JsonNode node = BotApi.JSON.createObjectNode();
    assertThat(TelegramUpdate.of(node)).isEmpty();
    String written = TelegramUpdate.of(read(FakeBotApi.typed(WAYAN, 1, "x"))).orElseThrow().write();
    assertThat(written).doesNotContain("Wayan").doesNotContain("Sudarma");
  }

  private static JsonNode read(JsonObject update) {
    try {
      return BotApi.JSON.readTree(update.encode());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thePaceIsThirtyASecondAndOneAChat() {
    long[] nanos = {0};
    Pace pace = new Pace(() -> nanos[0]);
    Duration patience = Duration.ofSeconds(3);
    assertThat(pace.take(1, patience)).isZero();
    assertThat(pace.take(1, patience)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.take(1, patience)).isEqualTo(Duration.ofSeconds(2));
    Pace bot = new Pace(() -> nanos[0]);
    Duration last =
        IntStream.range(0, 61).mapToObj(chat -> bot.take(chat, patience)).toList().getLast();
    assertThat(last).isCloseTo(Duration.ofSeconds(2), Duration.ofMillis(10));
    bot.pause(500, Duration.ofSeconds(30));
    nanos[0] += Duration.ofSeconds(10).toNanos();
    assertThat(bot.take(500, patience)).isEqualTo(Duration.ofSeconds(20));
    assertThat(bot.take(501, patience)).as("another chat").isZero();
    bot.pause(502, Duration.ofSeconds(30));
    assertThat(bot.take(503, patience)).as("two chats: the whole bot").isGreaterThan(patience);
  }
}
