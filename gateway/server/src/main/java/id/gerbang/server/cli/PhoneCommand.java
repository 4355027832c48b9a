package id.gerbang.server.cli;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
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
            demo.enrolment());
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
      TerminalPhones phones =
          new TerminalPhones(
              carrier, from, settings.serviceCode(), settings.smsNumber(), settings.zone(), out);
      out.println(
          "Phone "
              + phones.inHand()
              + ". Type "
              + settings.serviceCode()
              + " to dial, then your answers. Also: "
              + TerminalPhones.WORDS);
      play(phones);
      save(home, settings, phones);
    }
    return 0;
  }

  private void save(Home home, Settings settings, TerminalPhones phones) throws IOException {
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

  private static void play(TerminalPhones phones) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      phones.act(line);
    }
  }
}
