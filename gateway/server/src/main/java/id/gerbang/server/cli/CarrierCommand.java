package id.gerbang.server.cli;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.carrier.Fate;
import id.gerbang.server.carrier.Misbehaviour;
import id.gerbang.server.carrier.Traffic;
import id.gerbang.server.carrier.Witness;
import id.gerbang.server.channel.smpp.CommandStatus;
import id.gerbang.server.config.MisbehaviourFile;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang carrier}: a carrier by itself, as bad as one likes, for a gateway to bind to. */
@Command(
    name = "carrier",
    description =
        "A carrier on 127.0.0.1 that a gateway binds to (GERBANG_SMPP_HOST=127.0.0.1), with phones"
            + " in the terminal; on request everything goes wrong with it.",
    mixinStandardHelpOptions = true)
final class CarrierCommand implements Callable<Integer> {
  private static final String NEVER = "none";
  private static final long SUMMARY_SECONDS = 10;

  @Option(names = "--port", description = "Its SMPP port, 0 for any. Default: ${DEFAULT-VALUE}")
  private int port = 2775;

  @Option(
      names = "--dialect",
      description = "A file of config/carriers; that of the settings when not given.")
  private String dialect;

  @Option(
      names = "--misbehave",
      description =
          "What goes wrong: a file, or one of config/rehearsals (hostile, slow, …). Default:"
              + " ${DEFAULT-VALUE}")
  private String misbehave = NEVER;

  @Option(
      names = "--seed",
      description = "The same seed throws the same dice for a phone. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--traffic",
      description = "So many phones walk the menus by themselves. Default: ${DEFAULT-VALUE}")
  private int traffic;

  @Option(names = "--from", description = "The phone in hand. Default: ${DEFAULT-VALUE}")
  private String from = "6281234567890";

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws Exception {
    Home home = Home.find();
    Settings settings =
        SettingsFile.read(
            home.settings(),
            name ->
                name.equals("GERBANG_SMPP_DIALECT") && dialect != null
                    ? dialect
                    : System.getenv(name));
    Settings.Link link = settings.smpp().getFirst();
    Fate fate = new Fate(misbehaviour(home, misbehave), seed);
    try (CarrierSimulator carrier = open(link, fate);
        Traffic people = new Traffic(carrier, traffic, settings.serviceCode(), seed);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      out.println(
          "A carrier of dialect %s on 127.0.0.1:%d, misbehaving: %s, seed %d. Bind with:"
              .formatted(link.dialect().name(), carrier.port(), misbehave, seed));
      out.println(
          "  GERBANG_SMPP_HOST=127.0.0.1 GERBANG_SMPP_PORT=%d GERBANG_SMPP_DIALECT=%s ./gerbang demo"
              .formatted(carrier.port(), link.dialect().name()));
      if (traffic > 0) {
        clock.scheduleAtFixedRate(
            () -> out.println("-- traffic so far: " + people.sofar()),
            SUMMARY_SECONDS,
            SUMMARY_SECONDS,
            TimeUnit.SECONDS);
      }
      play(home, carrier, fate, settings);
      clock.shutdownNow();
      if (traffic > 0) {
        out.println("-- traffic: " + people.sofar());
      }
    }
    return 0;
  }

  private CarrierSimulator open(Settings.Link link, Fate fate) {
    try {
      return new CarrierSimulator(
          port,
          link.systemId(),
          link.password().value(),
          link.dialect(),
          Clock.systemUTC(),
          fate,
          this::print);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--port: " + port + " is taken; give another, or 0 for any free one", e);
    }
  }

  private void play(Home home, CarrierSimulator carrier, Fate fate, Settings settings)
      throws IOException, InterruptedException {
    TerminalPhones phones =
        new TerminalPhones(
            carrier, from, settings.serviceCode(), settings.smsNumber(), settings.zone(), out);
    out.println(
        "Phone "
            + phones.inHand()
            + ". Type "
            + settings.serviceCode()
            + " to dial, then your answers. Also: "
            + TerminalPhones.WORDS
            + " · cut · misbehave NAME");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    for (; line != null && !line.equals("quit"); line = in.readLine()) {
      if (line.equals("cut")) {
        carrier.cut();
      } else if (line.startsWith("misbehave ")) {
        becomes(home, fate, line.substring("misbehave ".length()).strip());
      } else {
        phones.act(line);
      }
    }
    if (line == null) {
      new CountDownLatch(1).await(); // no terminal: it is a server, and ends with a signal
    }
  }

  private void becomes(Home home, Fate fate, String named) {
    try {
      fate.becomes(misbehaviour(home, named));
      out.println("-- misbehaving: " + named);
    } catch (IllegalArgumentException | SettingsFile.Mistakes e) {
      out.println(e.getMessage());
    }
  }

  private static Misbehaviour misbehaviour(Home home, String named) {
    if (named.equals(NEVER)) {
      return Misbehaviour.NONE;
    }
    Path shipped = home.rehearsals().resolve(named + ".yaml");
    Path own = Path.of(named);
    if (Files.isRegularFile(shipped)) {
      return MisbehaviourFile.read(shipped);
    }
    if (Files.isRegularFile(own)) {
      return MisbehaviourFile.read(own);
    }
    throw new IllegalArgumentException(
        "misbehave: there is no file \""
            + named
            + "\"; give a path, or one of none, "
            + shipped(home.rehearsals()));
  }

  private static String shipped(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new UncheckedIOException("config/rehearsals cannot be read", e);
    }
  }

  private void print(Witness.Event event) {
    switch (event) {
      case Witness.Event.Mischief(String what, String whose) ->
          out.println("-- " + (whose.isEmpty() ? "the link" : whose) + ": " + what);
      case Witness.Event.Bind(int status) ->
          out.println(
              status == CommandStatus.OK
                  ? "-- a gateway is bound"
                  : "-- a bind is refused: " + CommandStatus.name(status));
      case Witness.Event.Gone() -> out.println("-- a gateway is gone");
      case Witness.Event.Screen(var to, _, _, _, int status) ->
          refused(to.digits(), "screen", status);
      case Witness.Event.Sms(var to, _, int status, _) -> refused(to.digits(), "SMS", status);
      case Witness.Event.FromPhone(var phone, _, int status) -> {
        if (status != CommandStatus.OK) {
          out.println(
              "-- "
                  + phone.digits()
                  + ": the gateway did not take an SMS"
                  + (status < 0 ? " in time" : ", " + CommandStatus.name(status)));
        }
      }
    }
  }

  private void refused(String phone, String what, int status) {
    if (status != CommandStatus.OK) {
      out.println("-- " + phone + ": a " + what + " is refused, " + CommandStatus.name(status));
    }
  }
}
