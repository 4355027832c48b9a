package id.gerbang.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code gerbang bench smpp}: whole registrations over USSD on SMPP, interleaved with their floor;
 * with {@code --sms}, SMS through the outbox.
 */
@Command(
    name = "smpp",
    description =
        "Whole registrations over USSD on SMPP through a carrier that is not ours, beside a bare"
            + " client that answers each key at once; or (--sms) SMS through the outbox.",
    mixinStandardHelpOptions = true)
final class SmppBench implements Callable<Integer> {
  private static final int FLOOR_WARM_UP_SECONDS = 20;
  private static final Map<String, String> QUIET = Map.of("GERBANG_LOG_LEVEL", "ERROR");
  private static final Duration BEYOND_A_RUN = Duration.ofSeconds(60);

  @Option(names = "--phones", description = "Phones that press at once. Default: ${DEFAULT-VALUE}")
  private int phones = 256;

  @Option(
      names = "--seconds",
      description = "Length of a run; of --sms, of the whole. Default: 8; with --sms 60")
  private int seconds;

  @Option(names = "--rounds", description = "Pairs of runs. Default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--warm-up",
      description =
          "Seconds that the gateway is warmed (the floor, which is small, at most 20). Shorter, and"
              + " its compiler is what is measured. Default: ${DEFAULT-VALUE}")
  private int warmUp = 120;

  @Option(
      names = "--without-registering",
      description = "Stop before the last key, which commits to PostgreSQL.")
  private boolean withoutRegistering;

  @Option(names = "--sms", description = "SMS through the outbox to one link, with their receipts.")
  private boolean sms;

  @Option(names = "--rate", description = "SMS a second. Default: ${DEFAULT-VALUE}")
  private int rate = 1_000;

  private int used = (int) (System.currentTimeMillis() / 1_000 % 50) * 1_000_000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("gerbang-bench");
    int port = freePort();
    try (Child smsc =
        Child.start(QUIET, "id.gerbang.bench.Main", List.of("smsc", "--port", "" + port))) {
      if (sms) {
        return new SmsBench(smsc, port, data, rate, seconds == 0 ? 60 : seconds).run();
      }
      try (Child floor =
              Child.start(
                  QUIET, "id.gerbang.bench.Main", List.of("floor-esme", "--port", "" + port));
          Child gateway = gateway(port, data.resolve("gateway"), Map.of())) {
        smsc.ask(BEYOND_A_RUN, "await " + BenchSmsc.FLOOR);
        smsc.ask(BEYOND_A_RUN, "await " + BenchSmsc.GATEWAY);
        return measure(smsc);
      }
    } finally {
      delete(data);
    }
  }

  /** A demo's gateway that binds to the carrier at {@code port}. */
  static Child gateway(int port, Path data, Map<String, String> more) throws IOException {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "GERBANG_MANAGEMENT_PORT",
                Integer.toString(freePort()),
                "GERBANG_SMPP_HOST",
                "127.0.0.1",
                "GERBANG_SMPP_PORT",
                Integer.toString(port)));
    environment.putAll(QUIET);
    environment.putAll(more);
    return Child.start(
        environment,
        "id.gerbang.server.Main",
        List.of("demo", "--port", "" + freePort(), "--data", data.toString()));
  }

  private int measure(Child smsc) throws IOException, InterruptedException {
    int run = seconds == 0 ? 8 : seconds;
    System.out.printf(
        "%d cores, load %.1f, Java %s, %d phones, %d s a run, %s%n",
        Runtime.getRuntime().availableProcessors(),
        load(),
        Runtime.version(),
        phones,
        run,
        withoutRegistering
            ? "13 keys, nothing registered"
            : "14 keys, each dialogue a registration in PostgreSQL");
    play(smsc, BenchSmsc.FLOOR, Math.min(warmUp, FLOOR_WARM_UP_SECONDS));
    play(smsc, BenchSmsc.GATEWAY, warmUp);
    List<Double> ratios = new ArrayList<>();
    long faults = 0;
    for (int round = 1; round <= rounds; round++) {
      SmppCalls.Seen floor = play(smsc, BenchSmsc.FLOOR, run);
      SmppCalls.Seen gateway = play(smsc, BenchSmsc.GATEWAY, run);
      ratios.add(gateway.turnsPerSecond() / floor.turnsPerSecond());
      faults += floor.faults() + gateway.faults();
      System.out.printf(
          "round %d  floor    %s%n         gateway  %s   ratio %.2f (load %.1f)%n",
          round, floor.shown(), gateway.shown(), ratios.getLast(), load());
    }
    List<Double> sorted = ratios.stream().sorted().toList();
    System.out.printf(
        "median ratio %.2f of the floor, %.2f to %.2f; lost, doubled or wrong: %d%n",
        sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(), faults);
    return faults == 0 ? 0 : 1;
  }

  private SmppCalls.Seen play(Child smsc, String client, int run)
      throws IOException, InterruptedException {
    String question =
        "dialogues "
            + client
            + " "
            + used
            + " "
            + !withoutRegistering
            + " "
            + client.equals(BenchSmsc.GATEWAY)
            + " "
            + phones
            + " "
            + run;
    used += 1_000_000;
    return SmppCalls.Seen.parse(smsc.ask(BEYOND_A_RUN.plusSeconds(run), question));
  }

  /** What else the machine does, over the last minute; the bench itself is in it. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
