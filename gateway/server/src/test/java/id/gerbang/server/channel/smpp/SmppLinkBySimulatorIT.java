package id.gerbang.server.channel.smpp;

import static id.gerbang.server.channel.smpp.Recorded.next;
import static id.gerbang.server.channel.smpp.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.channel.phone.PhoneNetwork.Handset;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.SmsLink.Outgoing;
import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.Dialects;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The link and the demo's carrier together. */
class SmppLinkBySimulatorIT {
  private static final Msisdn PHONE = new Msisdn("6281200000502");

  private final Recorded rooms = new Recorded();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private CarrierSimulator carrier;
  private SmppLink link;

  @BeforeEach
  void start() throws Exception {
    start(Dialects.named("standard"));
  }

  private void start(Dialect dialect) throws Exception {
    carrier = new CarrierSimulator(0, "gerbang", "rahasia", dialect, InstantSource.system());
    link = rooms.link(carrier.port(), "rahasia", dialect);
    carrier.watch(
        PHONE,
        new Handset() {
          @Override
          public void screen(String text, boolean open) {
            seen.add((open ? "? " : "! ") + text);
          }

          @Override
          public void sms(String from, String text) {
            seen.add("sms " + from + " " + text);
          }
        });
  }

  @AfterEach
  void end() throws Exception {
    link.close();
    carrier.close();
  }

  private void bind() {
    link.start();
    until(link::ready);
  }

  @Test
  void aDialogueIsPlayed() throws Exception {
    bind();
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).isEqualTo("? Selamat datang\n1. Daftar");
    carrier.press(PHONE, "1");
    assertThat(next(seen)).isEqualTo("? Anda memilih 1");
    carrier.press(PHONE, "0");
    assertThat(next(seen)).isEqualTo("! Anda memilih 0");
    carrier.press(PHONE, "9");
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).startsWith("? Selamat");
    carrier.hangUp(PHONE, true);
    until(
        () -> rooms.turns.stream().anyMatch(turn -> turn.event() instanceof Inbound.Event.Dropped));
    assertThat(rooms.turns).noneMatch(turn -> turn.event().equals(new Inbound.Event.Typed("9")));
  }

  static Stream<Dialect> dialects() {
    return Stream.concat(
        Dialects.SHIPPED.stream().map(Dialects::named),
        Stream.of(
            Dialects.described(
                "session: {tag: 0x1402, octets: 6, id: 0xFFFFFF000000, sequence: 0xFF00, end: 1}\n"
                    + "operations: {new: [32], continued: [40], closed: [], aborted: [128]}\n"
                    + "answers: {continue: 33, end: 33, end_bit: true}\n"
                    + "service_code: destination_addr_on_new\n"
                    + "text: {gsm7: 0, ucs2: 8, packed: true, typed: {gsm7: [4], latin1:"
                    + " [0]}}\n")));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void everyDialectIsPlayed(Dialect dialect) throws Exception {
    end();
    start(dialect);
    bind();
    for (int round = 0; round < 3; round++) {
      carrier.dial(PHONE, "*500*25#");
      assertThat(next(seen)).isEqualTo("? Selamat datang\n1. Daftar");
      for (String typed : List.of("1", "1234567", "Ni Wayan [é]", "ꦲꦏ꧀ꦱꦫ")) {
        carrier.press(PHONE, typed);
        assertThat(next(seen)).isEqualTo("? Anda memilih " + typed);
      }
      carrier.press(PHONE, "0");
      assertThat(next(seen)).isEqualTo("! Anda memilih 0");
    }
    carrier.dial(PHONE, "*500*25#");
    next(seen);
    carrier.hangUp(PHONE, true);
    until(
        () -> rooms.turns.stream().anyMatch(turn -> turn.event() instanceof Inbound.Event.Dropped));
    assertThat(seen).isEmpty();
  }

  @Test
  void aPushedScreenIsReadAndAnswered() throws Exception {
    bind();
    assertThat(pushed(UssdPush.Use.ASK)).isInstanceOf(UssdPush.Pushed.Taken.class);
    assertThat(next(seen)).isEqualTo("? Lanjut?");
    assertThat(pushed(UssdPush.Use.ASK))
        .as("while it waits")
        .isEqualTo(new UssdPush.Pushed.Refused("vendor status (0x401)"));
    carrier.press(PHONE, "1");
    assertThat(next(seen)).isEqualTo("? Anda memilih 1");
    carrier.press(PHONE, "0");
    assertThat(next(seen)).isEqualTo("! Anda memilih 0");

    assertThat(pushed(UssdPush.Use.NOTIFY)).isInstanceOf(UssdPush.Pushed.Taken.class);
    assertThat(next(seen)).isEqualTo("! Lanjut?");
    until(
        () ->
            rooms.meters.find("gerbang.smpp.received").tag("outcome", "confirmed").counter()
                != null);
    assertThat(rooms.turns).hasSize(2);
  }

  private UssdPush.Pushed pushed(UssdPush.Use use) throws Exception {
    return link.push(PHONE, "Lanjut?", use).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void manyDialAtOnceAndAllSeeTheMenu() throws Exception {
    bind();
    BlockingQueue<String> screens = new LinkedBlockingQueue<>();
    for (int i = 0; i < 400; i++) {
      Msisdn phone = new Msisdn("62812000" + (10_000 + i));
      carrier.watch(
          phone,
          new Handset() {
            @Override
            public void screen(String text, boolean open) {
              screens.add(text);
              if (text.startsWith("Selamat")) {
                carrier.press(phone, "0");
              }
            }

            @Override
            public void sms(String from, String text) {
              screens.add("an SMS that nobody sent");
            }
          });
      carrier.dial(phone, "*500*25#");
    }
    until(() -> screens.size() == 800);
    assertThat(screens).containsOnly("Selamat datang\n1. Daftar", "Anda memilih 0");
  }

  @Test
  void aTurnThatFailsLeavesTheLinkAlive() throws Exception {
    bind();
    carrier.dial(PHONE, "*500*25#");
    next(seen);
    carrier.press(PHONE, "bug");
    until(
        () ->
            rooms.turns.stream()
                .anyMatch(turn -> turn.event().equals(new Inbound.Event.Typed("bug"))));
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).startsWith("? Selamat");
  }

  @Test
  void withoutAGatewayThePhoneSaysSo() throws Exception {
    carrier.dial(PHONE, "*500*25#");
    assertThat(next(seen)).startsWith("! Layanan");
  }

  @Test
  void smsGoBothWaysInParts() throws Exception {
    bind();
    String longText = "Pendaftaran [D7K2Q9] ".repeat(12);
    carrier.sms(PHONE, "2757", longText);
    Inbox.Sms first = next(rooms.sms);
    Inbox.Sms second = next(rooms.sms);
    assertThat(first.part())
        .get()
        .extracting(Inbox.Part::total, Inbox.Part::number)
        .containsExactly(2, 1);
    assertThat(first.text() + second.text()).isEqualTo(longText);

    Sent sent =
        link.send(new Outgoing(PHONE, longText, 300))
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    assertThat(next(seen)).isEqualTo("sms 2757 " + longText);
    Sent.Accepted accepted = (Sent.Accepted) sent;
    assertThat(accepted.messageIds()).hasSize(2);
    Receipts.Receipt receipt = next(rooms.receipts);
    assertThat(accepted.messageIds()).contains(receipt.messageId());
    assertThat(receipt.state()).isEqualTo(Receipts.State.DELIVERED);
  }
}
