package id.gerbang.server.cli;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.subscriber.Msisdn;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Phones in a terminal, one of them in hand. What is played is noted as a transcript. Lines are
 * acted on by one thread; the network shows on its own.
 */
final class TerminalPhones {
  /** What may be typed, for a line of help. */
  static final String WORDS = "sms TEXT · as NUMBER · drop · quit";

  private final PhoneNetwork network;
  private final String serviceCode;
  private final String smsNumber;
  private final ZoneId zone;
  private final PrintStream out;
  private final List<String> played = new ArrayList<>();
  private final Map<Msisdn, Hand> hands = new HashMap<>();
  private Hand hand;

  /**
   * @param from the phone in hand
   * @param serviceCode what to dial, for a line of help
   * @param smsNumber whom SMS go to
   */
  TerminalPhones(
      PhoneNetwork network,
      String from,
      String serviceCode,
      String smsNumber,
      ZoneId zone,
      PrintStream out) {
    this.network = network;
    this.serviceCode = serviceCode;
    this.smsNumber = smsNumber;
    this.zone = zone;
    this.out = out;
    this.hand =
        take(
            Msisdn.parse(from)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "--from: a phone is expected in digits, 6281…")));
  }

  /** The phone in hand, in digits. */
  String inHand() {
    return hand.phone.digits();
  }

  /** The transcript. */
  synchronized String played() {
    return String.join("\n", played) + "\n";
  }

  /** Does what a line says. Blocks until a screen has come, where one has to. */
  void act(String line) throws InterruptedException {
    Msisdn phone = hand.phone;
    if (line.startsWith("as ")) {
      Optional<Msisdn> other = Msisdn.parse(line.substring(3));
      if (other.isPresent()) {
        hand = take(other.get());
      }
      out.println("now in hand: " + inHand());
    } else if (line.startsWith("*")) {
      note("> " + line);
      hand.awaitScreen(() -> network.dial(phone, line));
    } else if (line.startsWith("sms ")) {
      note("sms from " + phone.digits() + "\n> " + line.substring(4));
      network.sms(phone, smsNumber, line.substring(4));
    } else if (line.equals("drop")) {
      note("-- drops");
      network.hangUp(phone, true);
      hand.open = false;
    } else if (hand.open) {
      note("> " + line);
      hand.awaitScreen(() -> network.press(phone, line));
    } else {
      out.println("nothing is open on this phone: dial " + serviceCode + " first");
    }
  }

  /** Sends a line as an SMS; {@code as NUMBER} takes another phone up. Blocks until one comes. */
  void write(String line) throws InterruptedException {
    if (line.startsWith("as ")) {
      act(line);
      return;
    }
    Hand writes = hand;
    note("sms from " + inHand() + "\n> " + line);
    writes.awaitSms(() -> network.sms(writes.phone, smsNumber, line));
  }

  private Hand take(Msisdn phone) {
    note(
        "at "
            + LocalDateTime.now(zone).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
            + "  surface ussd  from "
            + phone.digits());
    return hands.computeIfAbsent(
        phone,
        taken -> {
          Hand fresh = new Hand(taken);
          network.watch(taken, fresh);
          return fresh;
        });
  }

  private synchronized void note(String line) {
    played.add(line);
  }

  /** A phone that was taken up. Shown to on the network's threads, asked on the command's own. */
  private final class Hand implements PhoneNetwork.Handset {
    /** The carrier's own patience with a silent gateway is 20 s; then it says so on the screen. */
    private static final long PATIENCE_SECONDS = 25;

    private final Msisdn phone;
    private final Semaphore screens = new Semaphore(0);
    private final Semaphore messages = new Semaphore(0);
    private volatile boolean open;

    Hand(Msisdn phone) {
      this.phone = phone;
    }

    /** So that keys which come from a file or a pipe meet the screen that they are meant for. */
    void awaitScreen(Runnable act) throws InterruptedException {
      screens.drainPermits();
      act.run();
      if (!screens.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        out.println("(no screen came)");
      }
    }

    void awaitSms(Runnable act) throws InterruptedException {
      messages.drainPermits();
      act.run();
      if (!messages.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        out.println("(no SMS came)");
      }
    }

    @Override
    public void screen(String text, boolean waits) {
      open = waits;
      note("< " + text.replace("\n", "\n  "));
      out.println("+" + "-".repeat(34) + " " + Gsm7.septets(text) + "/160");
      text.lines().forEach(line -> out.println("| " + line));
      out.println("+" + "-".repeat(34) + (waits ? "" : " (closed)"));
      screens.release();
    }

    @Override
    public void sms(String sender, String text) {
      note("sms to " + phone.digits() + "\n< " + text.replace("\n", "\n  "));
      out.println("[SMS to " + phone.digits() + " from " + sender + "] " + text);
      messages.release();
    }
  }
}
