package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Inbound.Event;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.whatsapp.WhatsAppMessage.Content;
import id.gerbang.server.inbox.ChatHandler.Outcome;
import id.gerbang.server.inbox.ChatHandler.Update;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of one message, with menus and a Meta that do as they are told. */
class WhatsAppAnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
  private static final Sender PERSON = new Sender.Known(new Msisdn("6281200000901"));
  private static final Sender HIDDEN = new Sender.Hidden("ID.13491208655302741918");
  private static final Outcome DONE = new Outcome.Done();
  private static final Sent TAKEN = new Sent.Taken("wamid.OUT");

  private final List<Inbound> turns = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<JsonObject> sent = new ArrayList<>();
  private final Deque<Sent> meta = new ArrayDeque<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = NOW;
  private WhatsAppAnswers answers =
      answers(Optional.of(new WhatsAppAnswers.Template("gerbang_answer", "id")));

  private WhatsAppAnswers answers(Optional<WhatsAppAnswers.Template> template) {
    return new WhatsAppAnswers(
        inbound -> {
          turns.add(inbound);
          Reply next = replies.isEmpty() ? new Reply("Menu", false) : replies.removeFirst();
          return CompletableFuture.completedFuture(next);
        },
        (_, message) -> {
          sent.add(message);
          return CompletableFuture.completedFuture(meta.isEmpty() ? TAKEN : meta.removeFirst());
        },
        template,
        "*500*25#",
        "2757",
        () -> now,
        registry);
  }

  private Outcome handle(Sender sender, Content content, Instant at, int tries) {
    WhatsAppMessage message = new WhatsAppMessage("wamid.IN", sender, at, content);
    return answers.handle(new Update("whatsapp", "1", "x", message.toJson(), NOW, tries));
  }

  private Outcome type(String text) {
    return handle(PERSON, new Content.Text(text), now, 0);
  }

  private double templates(String end) {
    return registry.counter("gerbang_whatsapp_templates", "end", end).count();
  }

  @Test
  void aScreenIsSentAndTheMessageIsDone() {
    assertThat(type("halo")).isEqualTo(DONE);
    assertThat(turns.getFirst().event()).isEqualTo(new Event.Typed("halo"));
    assertThat(sent).containsExactly(ScreenMessage.text("Menu"));
  }

  @Test
  void nothingToShowIsNothingToSend() {
    replies.add(Reply.NOTHING);
    assertThat(type("halo")).isEqualTo(DONE);
    assertThat(sent).isEmpty();
  }

  @Test
  void anApologyWaitsForTheRealAnswerButNotForEver() {
    replies.add(Reply.apology("Maaf"));
    assertThat(handle(PERSON, new Content.Text("1"), NOW, 5))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(64)));
    assertThat(sent).isEmpty();
    replies.add(Reply.apology("Maaf"));
    assertThat(handle(PERSON, new Content.Text("1"), NOW, 6)).isEqualTo(DONE);
    assertThat(sent).containsExactly(ScreenMessage.text("Maaf"));
  }

  @Test
  void whatMetaDoesNotTakeNowIsSentAgainAsTheSameTurn() {
    meta.add(Sent.Later.away());
    meta.add(new Sent.Later(Sent.Cause.PAIR, Sent.PAIR_WAIT));
    assertThat(type("1")).isEqualTo(new Outcome.Later(Duration.ofSeconds(2)));
    assertThat(type("1")).isEqualTo(new Outcome.Later(Sent.PAIR_WAIT));
    assertThat(type("1")).isEqualTo(DONE);
    assertThat(turns).extracting(Inbound::messageId).containsOnly("wa:wamid.IN").hasSize(3);
    assertThat(WhatsAppAnswers.wait(99)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatMetaNeverTakesIsDone() {
    meta.add(new Sent.Refused(131_026));
    assertThat(type("1")).isEqualTo(DONE);
    assertThat(sent).hasSize(1);
  }

  @Test
  void afterADayATemplateIsSentOnceAndWhatIsTypedThenOnlyLooks() {
    now = NOW.plus(Duration.ofHours(24));
    JsonObject template = ScreenMessage.template("gerbang_answer", "id");
    assertThat(handle(PERSON, new Content.Text("1"), NOW, 0)).isEqualTo(DONE);
    assertThat(turns).as("what they asked for is done").hasSize(1);
    assertThat(sent).containsExactly(template);
    assertThat(handle(PERSON, new Content.Text("2"), NOW, 0)).isEqualTo(DONE);
    assertThat(sent).as("once in a day").containsExactly(template);
    assertThat(templates("sent")).isEqualTo(1);
    assertThat(templates("recent")).isEqualTo(1);

    turns.clear();
    meta.add(Sent.Later.away());
    assertThat(type("ya")).isInstanceOf(Outcome.Later.class);
    assertThat(type("ya")).isEqualTo(DONE);
    assertThat(type("1")).isEqualTo(DONE);
    assertThat(turns)
        .extracting(Inbound::event)
        .containsExactly(
            new Event.Pressed(-1, ""), new Event.Pressed(-1, ""), new Event.Typed("1"));
  }

  @Test
  void justInsideTheWindowTheScreenIsSent() {
    now = NOW.plus(Duration.ofHours(24)).minusSeconds(1);
    assertThat(handle(PERSON, new Content.Text("1"), NOW, 0)).isEqualTo(DONE);
    assertThat(sent).containsExactly(ScreenMessage.text("Menu"));
  }

  @Test
  void metaSaysItselfThatTheWindowIsClosed() {
    meta.add(new Sent.WindowClosed());
    assertThat(type("1")).isEqualTo(DONE);
    assertThat(sent).last().isEqualTo(ScreenMessage.template("gerbang_answer", "id"));
    now = now.plus(Duration.ofHours(24));
    assertThat(handle(PERSON, new Content.WindowClosed(), now, 0)).isEqualTo(DONE);
    assertThat(sent).hasSize(3).last().isEqualTo(ScreenMessage.template("gerbang_answer", "id"));
    assertThat(turns).hasSize(1);
  }

  @Test
  void withoutATemplateNothingIsSentAndItIsCounted() {
    answers = answers(Optional.empty());
    now = NOW.plus(Duration.ofHours(25));
    assertThat(handle(PERSON, new Content.Text("1"), NOW, 0)).isEqualTo(DONE);
    assertThat(sent).isEmpty();
    assertThat(templates("absent")).isEqualTo(1);
  }

  @Test
  void picturesAreAnsweredOnceWithWhereTheyAre() {
    for (int i = 0; i < 4; i++) {
      assertThat(handle(PERSON, new Content.Unreadable(), NOW, 0)).isEqualTo(DONE);
    }
    assertThat(sent).containsExactly(ScreenMessage.text(WhatsAppAnswers.WORDS_ONLY + "\n\nMenu"));
    assertThat(turns).extracting(Inbound::event).containsExactly(new Event.Pressed(-1, ""));
    now = NOW.plus(Duration.ofMinutes(11));
    handle(PERSON, new Content.Unreadable(), now, 0);
    assertThat(sent).hasSize(2);
  }

  @Test
  void whoHidesThePhoneIsSentToOneThatShowsIt() {
    meta.add(Sent.Later.away());
    assertThat(handle(HIDDEN, new Content.Text("1"), NOW, 0)).isInstanceOf(Outcome.Later.class);
    assertThat(handle(HIDDEN, new Content.Text("1"), NOW, 1)).isEqualTo(DONE);
    assertThat(handle(HIDDEN, new Content.Text("1"), NOW, 0)).isEqualTo(DONE);
    assertThat(turns).isEmpty();
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().encode()).contains("*500*25#").contains("2757");
  }
}
