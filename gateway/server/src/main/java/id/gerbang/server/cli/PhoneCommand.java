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
import java.util.List;
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
  private final List<String> played = new ArrayList<>();

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

  private void play(PhoneNetwork network, Settings settings) throws IOException {
    Msisdn phone =
        Msisdn.parse(from)
            .orElseThrow(
                () -> new IllegalArgumentException("--from: a phone is expected in digits, 6281…"));
    played.add(
        "at "
            + LocalDateTime.now(settings.zone())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
            + "  surface ussd  from "
            + phone.digits());
    out.println(
        "Phone "
            + phone.digits()
            + ". Type "
            + settings.serviceCode()
            + " to dial, then your answers. Also: sms TEXT · as NUMBER · drop · quit");
    watch(network, phone);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      if (line.startsWith("*")) {
        note("> " + line);
        network.dial(phone, line);
      } else if (line.startsWith("sms ")) {
        note("sms from " + phone.digits() + "\n> " + line.substring(4));
        network.sms(phone, settings.smsNumber(), line.substring(4));
      } else if (line.startsWith("as ")) {
        phone = Msisdn.parse(line.substring(3)).orElse(phone);
        watch(network, phone);
        out.println("now in hand: " + phone.digits());
      } else if (line.equals("drop")) {
        note("-- drops");
        network.hangUp(phone, true);
      } else {
        note("> " + line);
        network.press(phone, line);
      }
    }
  }

  private synchronized void note(String line) {
    played.add(line);
  }

  private void watch(PhoneNetwork network, Msisdn phone) {
    network.watch(
        phone,
        new PhoneNetwork.Handset() {
          @Override
          public void screen(String text, boolean open) {
            note("< " + text.replace("\n", "\n  "));
            out.println("+" + "-".repeat(34) + " " + Gsm7.septets(text) + "/160");
            text.lines().forEach(line -> out.println("| " + line));
            out.println("+" + "-".repeat(34) + (open ? "" : " (closed)"));
          }

          @Override
          public void sms(String sender, String text) {
            note("sms to " + phone.digits() + "\n< " + text.replace("\n", "\n  "));
            out.println("[SMS to " + phone.digits() + " from " + sender + "] " + text);
          }
        });
  }
}
