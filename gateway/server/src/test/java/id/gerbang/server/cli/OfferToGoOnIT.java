package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is cut off is offered to go on: on the screen, where the carrier takes screens that we begin;
 * by SMS where the phone is not free for one. Over the simulator's real SMPP.
 */
class OfferToGoOnIT {
  private static final Pattern DROPPED = Pattern.compile("end=\"dropped\"[^}]*} [1-9]");

  @TempDir private static Path folder;
  private static RunningServer running;
  private static PhoneNetwork network;

  private final BlockingQueue<String> screens = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws InterruptedException {
    running = RunningServer.start(folder, 0, World.real());
    network = running.server.carrier().orElseThrow();
  }

  @AfterAll
  static void end() {
    running.close();
  }

  private final class Hand implements PhoneNetwork.Handset {
    @Override
    public void screen(String text, boolean open) {
      screens.add(text);
    }

    @Override
    public void sms(String from, String text) {
      messages.add(text);
    }
  }

  private String screen() throws InterruptedException {
    String text = screens.poll(20, TimeUnit.SECONDS);
    assertThat(text).as("a screen").isNotNull();
    return text;
  }

  private void dialToTheName(Msisdn phone, String nik) throws InterruptedException {
    network.watch(phone, new Hand());
    network.dial(phone, "*500*25#");
    screen();
    for (String key : new String[] {"1", "1", nik}) {
      network.press(phone, key);
      screen();
    }
  }

  /** Until the gateway has heard of the end of a call: the phone is free then. */
  private static void awaitDropped() throws Exception {
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create(running.managementUrl() + "/metrics")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int look = 0; look < 200; look++) {
        String now = client.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
        if (DROPPED.matcher(now).find()) {
          return;
        }
        Thread.sleep(50);
      }
    }
  }

  private static void later() {
    running
        .server
        .gateway()
        .dialogues
        .look(Instant.now().plusSeconds(300))
        .toCompletableFuture()
        .join();
  }

  @Test
  void theOfferComesUpOnThePhoneAndIsAnsweredThere() throws Exception {
    Msisdn phone = new Msisdn("6281200005501");
    dialToTheName(phone, "5171991708905501");
    network.hangUp(phone, true);
    awaitDropped();
    later();
    assertThat(screen()).startsWith("Lanjutkan pendaftaran?");
    network.press(phone, "1");
    assertThat(screen()).startsWith("Nama sesuai KTP?");
    network.press(phone, "Wayan Sudarma");
    assertThat(screen()).startsWith("Tanggal lahir?");
    later();
    assertThat(messages.poll(1, TimeUnit.SECONDS)).as("once a day").isNull();
  }

  @Test
  void aPhoneThatIsNotFreeGetsAnSmsAndGoesOnByIt() throws Exception {
    Msisdn phone = new Msisdn("6281200005502");
    dialToTheName(phone, "5171991708905502");
    later(); // nobody hung up: the carrier refuses a second dialogue on this phone
    String offer = messages.poll(20, TimeUnit.SECONDS);
    assertThat(offer).startsWith("BPJS TK: pendaftaran belum selesai. Balas 1");
    network.sms(phone, running.settings.smsNumber(), "1");
    String first = messages.poll(20, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    if (first.startsWith("Lanjutkan")) { // the screen that was refused was the offer
      network.sms(phone, running.settings.smsNumber(), "1");
      first = messages.poll(20, TimeUnit.SECONDS);
    }
    assertThat(first).startsWith("Nama sesuai KTP?");
  }
}
