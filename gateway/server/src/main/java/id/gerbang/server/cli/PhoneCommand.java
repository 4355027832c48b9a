package id.gerbang.server.cli;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.config.Settings;
import id.gerbang.server.subscriber.Msisdn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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

  /** What is in the hand. */
  private enum Kind {
    USSD,
    SMS,
    TELEGRAM;

    /** As it is written on the command line and in a transcript. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--surface",
      description =
          "${COMPLETION-CANDIDATES}: a phone that dials, one that writes SMS, or a chat whose"
              + " number is proven. Default: ${DEFAULT-VALUE}")
  private Kind surface = Kind.USSD;

  @Option(
      names = "--language",
      description = "The language that this number chose before: id, en, jv or ban.")
  private String language;

  @Option(
      names = "--data",
      description = "The folder of its stores; .gerbang/phone when not given.")
  private Path data;

  @Option(
      names = "--save",
      description = "Where the transcript goes; .gerbang/played-….txt when not given.")
  private Path save;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws Exception {
    Home home = Home.find();
    Settings demo = DemoCommand.settings(home, 0);
    Settings.Listen anywhere = new Settings.Listen("127.0.0.1", 0);
    Settings settings =
        demo.but(
            draft -> {
              draft.http = anywhere;
              draft.management = anywhere;
            });
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
      speak(server);
      InHand phone = inHand(server, carrier, settings);
      play(phone);
      save(home, settings, phone);
    }
    return 0;
  }

  /** What lines are said to, and what was played with it. */
  private interface InHand {
    void act(String line) throws InterruptedException;

    String played();
  }

  private InHand inHand(Server server, CarrierSimulator carrier, Settings settings) {
    Msisdn phone =
        Msisdn.parse(from)
            .orElseThrow(
                () -> new IllegalArgumentException("--from: a phone is expected in digits, 6281…"));
    out.println("Phone " + phone.digits() + ". " + hint(settings));
    if (surface == Kind.TELEGRAM) {
      TerminalChat chat = new TerminalChat(server.gateway().turns, phone, settings.zone(), out);
      return inHand(chat::act, chat::played);
    }
    TerminalPhones phones =
        new TerminalPhones(
            carrier, from, settings.serviceCode(), settings.smsNumber(), settings.zone(), out);
    return inHand(surface == Kind.SMS ? phones::write : phones::act, phones::played);
  }

  private interface Act {
    void on(String line) throws InterruptedException;
  }

  private static InHand inHand(Act act, Supplier<String> played) {
    return new InHand() {
      @Override
      public void act(String line) throws InterruptedException {
        act.on(line);
      }

      @Override
      public String played() {
        return played.get();
      }
    };
  }

  private String hint(Settings settings) {
    return switch (surface) {
      case USSD ->
          "Type "
              + settings.serviceCode()
              + " to dial, then your answers. Also: "
              + TerminalPhones.WORDS;
      case SMS ->
          "Each line is an SMS to "
              + settings.smsNumber()
              + ": MENU, DAFTAR, STATUS … Also: as NUMBER · quit";
      case TELEGRAM -> "Type /start, then your answers or a button's number. Also: quit";
    };
  }

  private void speak(Server server) {
    if (language == null) {
      return;
    }
    Set<String> known = server.gateway().books.current().languages();
    if (!known.contains(language)) {
      throw new IllegalArgumentException(
          "--language: the menus have no \"" + language + "\"; known are " + new TreeSet<>(known));
    }
    Msisdn.parse(from)
        .ifPresent(phone -> server.gateway().domain.speaks(phone, language, Instant.now()));
  }

  private void save(Home home, Settings settings, InHand phones) throws IOException {
    Path file =
        save != null
            ? save
            : home.below(
                ".gerbang/played-"
                    + LocalDateTime.now(settings.zone())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
                    + ".txt");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, phones.played());
    out.println("saved as " + file);
  }

  private static void play(InHand phones) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      phones.act(line);
    }
  }
}
