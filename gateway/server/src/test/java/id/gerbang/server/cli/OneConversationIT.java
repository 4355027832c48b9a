package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Screen;
import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Inbound.Event;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One conversation over USSD, SMS and chat: it moves between them, and two at once do not harm it.
 */
class OneConversationIT {
  private static final AtomicInteger PHONES = new AtomicInteger();

  @TempDir private static Path folder;
  private static Gateway gateway;
  private static volatile Instant now = Instant.parse("2026-05-04T01:00:00Z");

  private Msisdn phone;

  @BeforeAll
  static void open() throws InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    gateway =
        new Gateway(
            TestStores.here().under(RunningServer.settings(0)),
            RunningServer.home(),
            Gateway.Plan.of(folder, true, _ -> Runnable::run),
            new World(() -> now, new Random(5), () -> "id" + ids.incrementAndGet()),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.sleep(20);
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @BeforeEach
  void anotherPhone() {
    phone = new Msisdn("62812000600" + String.format("%02d", PHONES.incrementAndGet()));
  }

  private CompletableFuture<Reply> send(Channel channel, Surface surface, Event event) {
    return gateway
        .turns
        .take(new Inbound(channel, surface, phone, event, channel.label(), ""))
        .toCompletableFuture();
  }

  private Reply ussd(String typed) {
    Event event = typed.startsWith("*") ? new Event.Started() : new Event.Typed(typed);
    return send(Channel.USSD, Surface.USSD, event).join();
  }

  private Reply sms(String text) {
    return send(Channel.SMS, Surface.SMS, new Event.Written(text)).join();
  }

  private Reply chat(Event event) {
    return send(Channel.TELEGRAM, Surface.TELEGRAM, event).join();
  }

  private Event press(Reply under, String key) {
    return new Event.Pressed(under.number(), key);
  }

  private void dialToTheName() {
    for (String typed : List.of("*500*25#", "1", "1")) {
      ussd(typed);
    }
    String nik = "517199170890" + String.format("%04d", 3_000 + PHONES.get());
    assertThat(ussd(nik).text()).startsWith("Nama sesuai KTP?");
  }

  @Test
  void aDroppedCallGoesOnByChatAndBySmsAtTheSameStepAndNothingIsAskedTwice() {
    dialToTheName();
    Reply offer = chat(new Event.Started());
    assertThat(offer.text()).startsWith("Lanjutkan pendaftaran?");
    Reply name = chat(press(offer, "1"));
    assertThat(name.body()).isEqualTo("Nama sesuai KTP?");
    assertThat(name.choices()).extracting(Screen.Choice::label).contains("Diisi agen saja");
    assertThat(chat(new Event.Typed("Wayan Sudarma")).text()).startsWith("Tanggal lahir?");
    assertThat(sms("1").text()).as("shows where it stands").startsWith("Tanggal lahir?");
    assertThat(sms("17-08-1990").text()).startsWith("Desa/kelurahan?");
    assertThat(ussd("*500*25#").text()).startsWith("Lanjutkan pendaftaran?");
    assertThat(ussd("1").text()).startsWith("Desa/kelurahan?");
  }

  @Test
  void whoAnswersAnOlderScreenSeesTheNewerAndChangesNothing() {
    dialToTheName();
    Reply shown = chat(press(chat(new Event.Started()), "1"));
    assertThat(ussd("Ketut").text()).as("typed under the old screen").startsWith("Nama sesuai");
    assertThat(ussd("Wayan Sudarma").text()).startsWith("Tanggal lahir?");
    assertThat(chat(press(shown, "1")).body()).as("an old button").startsWith("Tanggal lahir?");
    Reply current = chat(new Event.Typed("tidak tahu"));
    assertThat(current.text()).contains("Tanggal lahir?");
    assertThat(chat(press(current, "0")).body()).startsWith("Nama sesuai KTP?");
    assertThat(chat(press(current, "0")).body()).as("once only").startsWith("Nama sesuai KTP?");
  }

  @Test
  void twoChannelsAtOnceDoNotHarmIt() {
    dialToTheName();
    int onwards = 0;
    for (int round = 0; round < 5; round++) {
      Reply name = chat(press(chat(new Event.Opened(Wish.REGISTER)), "1"));
      assertThat(name.body()).startsWith("Nama sesuai KTP?");
      List<CompletableFuture<Reply>> atOnce =
          List.of(
              send(Channel.TELEGRAM, Surface.TELEGRAM, press(name, "1")),
              send(Channel.USSD, Surface.USSD, new Event.Typed("Ketut Sari")),
              send(Channel.TELEGRAM, Surface.TELEGRAM, press(name, "1")));
      List<String> shown = atOnce.stream().map(each -> each.join().text()).toList();
      assertThat(shown)
          .as("each sees the screen before or the one after, and nobody two steps on")
          .allMatch(text -> text.startsWith("Nama sesuai") || text.startsWith("Tanggal lahir?"));
      Reply now = chat(press(chat(new Event.Started()), "1"));
      if (now.body().startsWith("Tanggal lahir?")) {
        onwards++;
        now = chat(press(now, "0"));
      }
      assertThat(now.body()).startsWith("Nama sesuai KTP?");
    }
    assertThat(onwards).as("mostly the button comes first, and counts once").isPositive();
  }

  @Test
  void anSmsThatAnswersNothingIsNotForTheMenus() {
    assertThat(sms("terima kasih")).isEqualTo(Reply.NOTHING);
    ussd("*500*25#");
    assertThat(sms("1")).as("the main menu of a call is over with it").isEqualTo(Reply.NOTHING);
    send(Channel.SMS, Surface.SMS, new Event.Opened(Wish.MENU)).join();
    assertThat(sms("Daftar").text()).as("the option's own word").contains("1 Setuju");
  }

  @Test
  void afterADayAnSmsIsOfferedToGoOnInsteadOfBeingTakenForAnAnswer() {
    dialToTheName();
    assertThat(sms("1").text()).startsWith("Nama sesuai KTP?");
    now = now.plus(Duration.ofHours(25));
    assertThat(sms("Selamat pagi Bu").text()).startsWith("Lanjutkan pendaftaran?");
    assertThat(sms("1").text()).startsWith("Nama sesuai KTP?");
  }
}
