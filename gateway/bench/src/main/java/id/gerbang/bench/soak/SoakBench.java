package id.gerbang.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang bench soak}. Exit 1 on any difference. */
@Command(
    name = "soak",
    description =
        "Members get bills and pay them, rightly and wrongly, while nodes, PostgreSQL and Redis are"
            + " killed; then every rupiah is accounted for. Exit 1 on any difference.",
    mixinStandardHelpOptions = true)
public final class SoakBench implements Callable<Integer> {
  @Option(names = "--seed", description = "Decides who does what, and what is killed when.")
  private long seed = System.currentTimeMillis();

  @Option(names = "--members", description = "Default: ${DEFAULT-VALUE}")
  private int members = 2_000;

  @Option(
      names = "--by-phone",
      description =
          "So many of them register by phone, are confirmed by their agent's SMS and approved over"
              + " the API; the others are written as rows. Default: ${DEFAULT-VALUE}")
  private int byPhone = 100;

  @Option(
      names = "--seconds",
      description = "Over which the members begin. Default: ${DEFAULT-VALUE}")
  private int seconds = 240;

  @Option(names = "--kills", description = "Of nodes, by SIGKILL. Default: ${DEFAULT-VALUE}")
  private int kills = 8;

  @Option(names = "--restarts", description = "Of PostgreSQL. Default: ${DEFAULT-VALUE}")
  private int restarts = 3;

  @Option(names = "--redis-kills", description = "Default: ${DEFAULT-VALUE}")
  private int redisKills = 1;

  @Option(
      names = "--patience",
      description =
          "Seconds for the outbox at the end; what is not certain then is counted as unknown."
              + " Default: ${DEFAULT-VALUE}")
  private int patience = 200;

  @Option(names = "--keep", description = "Keep the data folder, and print where it is.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = new Plan(seed, members, byPhone, seconds, kills, restarts, redisKills, patience);
    // What is killed makes noise in this process too; the nodes' logs are in the data folder.
    System.setProperty("GERBANG_LOG_LEVEL", "OFF");
    Path folder = Files.createTempDirectory("gerbang-soak");
    try {
      return Soak.run(plan, folder, List.of("-Xmx512m")) == 0 ? 0 : 1;
    } finally {
      if (keep) {
        System.out.println("kept: " + folder);
      } else {
        delete(folder);
      }
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
