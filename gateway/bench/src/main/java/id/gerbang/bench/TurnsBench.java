package id.gerbang.bench;

import id.gerbang.server.ops.embedded.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code gerbang bench turns}: whole registrations over HTTP-USSD, interleaved with their floor.
 */
@Command(
    name = "turns",
    description =
        "Whole registrations over HTTP-USSD from many phones, beside a bare handler with the same"
            + " Redis round trips.",
    mixinStandardHelpOptions = true)
final class TurnsBench implements Callable<Integer> {
  private static final int WARM_UP_SECONDS = 25;

  @Option(names = "--phones", description = "Phones that press at once. Default: ${DEFAULT-VALUE}")
  private int phones = 256;

  @Option(names = "--seconds", description = "Length of a run. Default: ${DEFAULT-VALUE}")
  private int seconds = 8;

  @Option(names = "--rounds", description = "Pairs of runs. Default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--without-registering",
      description = "Stop before the last key, which commits to PostgreSQL.")
  private boolean withoutRegistering;

  private int used = (int) (System.currentTimeMillis() / 1_000 % 50) * 1_000_000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("gerbang-bench");
    int gatewayPort = freePort();
    int floorPort = freePort();
    Map<String, String> environment =
        Map.of(
            "GERBANG_MANAGEMENT_PORT", Integer.toString(freePort()), "GERBANG_LOG_LEVEL", "ERROR");
    try (RedisProcess redis = RedisProcess.start(data.resolve("floor"));
        Child floor =
            Child.start(
                environment,
                "id.gerbang.bench.Main",
                List.of("floor", "--port", "" + floorPort, "--redis-url", redis.url()));
        Child gateway =
            Child.start(
                environment,
                "id.gerbang.server.Main",
                List.of(
                    "demo",
                    "--port",
                    "" + gatewayPort,
                    "--data",
                    data.resolve("gateway").toString()));
        Load toFloor = new Load(floorPort, phones, false);
        Load toGateway = new Load(gatewayPort, phones, true)) {
      return measure(toFloor, toGateway);
    } finally {
      delete(data);
    }
  }

  private int measure(Load toFloor, Load toGateway) throws InterruptedException {
    System.out.printf(
        "%d cores, Java %s, %d phones, %d s a run, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        phones,
        seconds,
        withoutRegistering
            ? "13 keys, nothing registered"
            : "14 keys, each dialogue a registration in PostgreSQL");
    toFloor.closed(dialogues(), phones, WARM_UP_SECONDS);
    toGateway.closed(dialogues(), phones, WARM_UP_SECONDS);
    List<Double> ratios = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    long errors = 0;
    for (int round = 1; round <= rounds; round++) {
      Load.Seen floor = toFloor.closed(dialogues(), phones, seconds);
      Load.Seen gateway = toGateway.closed(dialogues(), phones, seconds);
      ratios.add(gateway.turnsPerSecond() / floor.turnsPerSecond());
      peaks.add(gateway.turnsPerSecond());
      errors += gateway.errors();
      System.out.printf(
          "round %d  floor    %s%n         gateway  %s   ratio %.2f%n",
          round, floor, gateway, ratios.getLast());
    }
    Load.Seen half = toGateway.open(dialogues(), median(peaks) / 2, seconds);
    errors += half.errors();
    System.out.printf("half load         %s%n", half);
    System.out.printf(
        "median ratio %.2f of the floor, %.2f to %.2f; errors %d%n",
        median(ratios), ratios.getFirst(), ratios.getLast(), errors);
    return errors == 0 ? 0 : 1;
  }

  private Dialogues dialogues() {
    Dialogues fresh = new Dialogues(used, !withoutRegistering);
    used += 1_000_000;
    return fresh;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static int freePort() throws IOException {
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
