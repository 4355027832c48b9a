package id.gerbang.server.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Inbound.Event;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.channel.whatsapp.Notification.LeftOut;
import id.gerbang.server.channel.whatsapp.WhatsAppMessage.Content;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks as Meta documents them, with phones and ids of ours. */
class NotificationTest {
  static final String NUMBER = "106540352242922";
  private static final Msisdn PHONE = new Msisdn("6281200000901");
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

  static byte[] recorded(String name) {
    try (InputStream in = NotificationTest.class.getResourceAsStream(name + ".json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Notification read(String name) {
    return Notification.read(recorded(name), NUMBER, () -> NOW).orElseThrow();
  }

  private static Event event(String name) {
    Notification notification = read(name);
    assertThat(notification.messages()).hasSize(1);
    assertThat(notification.leftOut()).isEmpty();
    WhatsAppMessage message = notification.messages().getFirst();
    assertThat(message.sender()).isEqualTo(new Sender.Known(PHONE));
    assertThat(message.at()).isEqualTo(Instant.ofEpochSecond(1_749_416_383L));
    Inbound inbound = message.inbound(PHONE).orElseThrow();
    assertThat(inbound.messageId()).isEqualTo("wa:" + message.id());
    assertThat(WhatsAppMessage.ofJson(message.toJson())).as("kept and read").contains(message);
    return inbound.event();
  }

  @Test
  void whatPeopleDoIsAnEventOfTheMenus() {
    assertThat(event("text")).isEqualTo(new Event.Typed("Does it come in another color?"));
    assertThat(event("word")).isEqualTo(new Event.Opened(Wish.REGISTER));
    assertThat(event("list_reply")).isEqualTo(new Event.Pressed(7, "1"));
    assertThat(event("button_reply")).isEqualTo(new Event.Pressed(12, "98"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foreign_button",
        "template_button",
        "welcome",
        "image",
        "voice",
        "unsupported",
        "flow_answer",
        "no_text"
      })
  void anythingElseShowsWhereTheyAreAndAnswersNothing(String name) {
    assertThat(event(name)).isEqualTo(new Event.Pressed(-1, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "reaction, NO_ANSWER",
    "changed_number, NO_ANSWER",
    "group, GROUP",
    "other_number, OTHER_NUMBER",
    "other_field, OTHER_SUBJECT",
    "other_product, OTHER_SUBJECT",
    "no_id, MALFORMED",
    "nobody, MALFORMED"
  })
  void whatIsNotForUsIsLeftOutByName(String name, LeftOut why) {
    Notification notification = read(name);
    assertThat(notification.messages()).isEmpty();
    assertThat(notification.leftOut()).containsExactly(why);
  }

  @Test
  void whoHidesThePhoneIsKnownByNoPhone() {
    assertThat(read("hidden_phone").messages())
        .extracting(WhatsAppMessage::sender)
        .containsExactly(new Sender.Hidden("ID.13491208655302741918"));
  }

  @Test
  void aNumberThatBeginsWithAnEightIsNotTakenForAnIndonesianOne() {
    assertThat(Sender.of("821012345678", ""))
        .contains(new Sender.Known(new Msisdn("821012345678")));
    assertThat(Sender.of("08123456789", "")).isEmpty();
    assertThat(Sender.of("+6281200000901", "")).isEmpty();
  }

  @Test
  void statusesAreReadAndALateAnswerIsKnown() {
    assertThat(read("sent").statuses()).containsExactly(new Notification.Status("sent", List.of()));
    assertThat(read("delivered_and_read").statuses())
        .extracting(Notification.Status::state)
        .containsExactly("delivered", "read");
    Notification failed = read("failed_undeliverable");
    assertThat(failed.statuses())
        .containsExactly(new Notification.Status("failed", List.of(131_026)));
    assertThat(failed.messages()).isEmpty();

    WhatsAppMessage closed = read("failed_window").messages().getFirst();
    assertThat(closed.content()).isEqualTo(new Content.WindowClosed());
    assertThat(closed.sender()).isEqualTo(new Sender.Known(PHONE));
    assertThat(closed.inbound(PHONE)).isEmpty();
    assertThat(WhatsAppMessage.ofJson(closed.toJson())).contains(closed);
  }

  @Test
  void aBatchIsReadInItsOrder() {
    Notification batch = read("batch");
    assertThat(batch.messages())
        .extracting(WhatsAppMessage::id)
        .containsExactly("wamid.A", "wamid.B", "wamid.C");
    assertThat(batch.statuses()).hasSize(1);
    assertThat(batch.leftOut()).containsExactly(LeftOut.OTHER_NUMBER);
  }

  @Test
  void aTimeOfTheFutureDoesNotKeepTheWindowOpen() {
    String body = new String(recorded("text"), StandardCharsets.UTF_8);
    assertThat(at(body.replace("1749416383", "99999999999"))).isEqualTo(NOW);
    assertThat(at(body.replace("1749416383", "yesterday"))).isEqualTo(NOW);
  }

  private static Instant at(String body) {
    return Notification.read(body.getBytes(StandardCharsets.UTF_8), NUMBER, () -> NOW)
        .orElseThrow()
        .messages()
        .getFirst()
        .at();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"whatsapp\"",
        "{}",
        "{\"object\":7}",
        "{\"object\":\"x\"} x",
        "\u0000\u0001",
        "<html>"
      })
  void rubbishIsNoNotification(String body) {
    assertThat(Notification.read(body.getBytes(StandardCharsets.UTF_8), NUMBER, () -> NOW))
        .isEqualTo(Optional.empty());
  }

  @Test
  void nestingWithoutEndIsNoNotification() {
    byte[] body = ("{\"object\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(Notification.read(body, NUMBER, () -> NOW)).isEmpty();
  }

  /** Every cut and every changed byte of a real body is survived. */
  @Test
  void aDamagedBodyNeverThrows() {
    byte[] body =
        new String(recorded("batch"), StandardCharsets.UTF_8)
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < body.length; i++) {
      byte[] damaged = body.clone();
      damaged[i] ^= 0x15;
      assertThat(Notification.read(damaged, NUMBER, () -> NOW)).isNotNull();
      assertThat(Notification.read(Arrays.copyOf(body, i), NUMBER, () -> NOW)).isEmpty();
    }
  }
}
