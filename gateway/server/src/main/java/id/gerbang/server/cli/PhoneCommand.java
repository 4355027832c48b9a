package id.gerbang.server.cli;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.channel.phone.PhoneNetwork;
import id.gerbang.server.config.Settings;
import id.gerbang.server.subscriber.Msisdn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang phone}: the phone of the demo, in a terminal. */
@Command(
    name = "phone",
    description =
        "A phone in the terminal, through the demo's SMPP server. Saves what was played as a"
            + " transcript.",
    mixinStandardHelpOptions = true)
final class PhoneCommand implements Callable<Integer> {
  @Option(names = "--from", description = "The phone's number. Default: ${DEFAULT-VALUE}")
  private String from = "6281234567890";

  @Option(
      names = "--data",
      description = "The folder of its stores; .gerbang/phone when not given.")
  private Path data;

  @Option(
      names = "--save",
      description = "Where the transcript goes; .gerbang/played-….txt when not given.")
  private Path save;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final List<String> played = new ArrayList<>();
  private final Map<Msisdn, Hand> hands = new HashMap<>();

  @Override
  public Integer call() throws Exception {
    Home home = Home.find();
    Settings demo = DemoCommand.settings(home, 0);
    Settings.Listen anywhere = new Settings.Listen("127.0.0.1", 0);
    Settings settings =
        new Settings(
            anywhere,
            anywhere,
            demo.data(),
            demo.redisUrl(),
            demo.database(),
            demo.keyset(),
            demo.serviceCode(),
            demo.smsNumber(),
            demo.zone(),
            demo.smpp(),
            demo.ussdHttp(),
            demo.apiToken(),
            demo.enrolment(),
            demo.telegram(),
            demo.whatsApp(),
            demo.billing());
    Path folder = data != null ? data.toAbsolutePath() : home.below(".gerbang/phone");
    try (Server server = new Server(settings, home, folder, true, World.real())) {
      CarrierSimulator carrier =
          server
              .carrier()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "GERBANG_SMPP_HOST is set: use a real phone on that carrier"));
      if (!server.awaitReady()) {
        return 1;
      }
      play(carrier, settings);
    }
    Path file =
        save != null
            ? save
            : home.below(
                ".gerbang/played-"
                    + LocalDateTime.now(settings.zone())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
                    + ".txt");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, String.join("\n", played) + "\n");
    out.println("saved as " + file);
    return 0;
  }

  private void play(PhoneNetwork network, Settings settings)
      throws IOException, InterruptedException {
    Msisdn phone =
        Msisdn.parse(from)
            .orElseThrow(
                () -> new IllegalArgumentException("--from: a phone is expected in digits, 6281…"));
    out.println(
        "Phone "
            + phone.digits()
            + ". Type "
            + settings.serviceCode()
            + " to dial, then your answers. Also: sms TEXT · as NUMBER · drop · quit");
    Hand hand = take(network, settings, phone);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      if (line.startsWith("as ")) {
        Optional<Msisdn> other = Msisdn.parse(line.substring(3));
        if (other.isPresent()) {
          hand = take(network, settings, other.get());
        }
        out.println("now in hand: " + hand.phone.digits());
      } else {
        act(network, settings, hand, line);
      }
    }
  }

  private void act(PhoneNetwork network, Settings settings, Hand hand, String line)
      throws InterruptedException {
    Msisdn phone = hand.phone;
    if (line.startsWith("*")) {
      note("> " + line);
      hand.awaitScreen(() -> network.dial(phone, line));
    } else if (line.startsWith("sms ")) {
      note("sms from " + phone.digits() + "\n> " + line.substring(4));
      network.sms(phone, settings.smsNumber(), line.substring(4));
    } else if (line.equals("drop")) {
      note("-- drops");
      network.hangUp(phone, true);
      hand.open = false;
    } else if (hand.open) {
      note("> " + line);
      hand.awaitScreen(() -> network.press(phone, line));
    } else {
      out.println("nothing is open on this phone: dial " + settings.serviceCode() + " first");
    }
  }

  private Hand take(PhoneNetwork network, Settings settings, Msisdn phone) {
    note(
        "at "
            + LocalDateTime.now(settings.zone())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
            + "  surface ussd  from "
            + phone.digits());
    return hands.computeIfAbsent(
        phone,
        taken -> {
          Hand hand = new Hand(taken);
          network.watch(taken, hand);
          return hand;
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
    }
  }
}
