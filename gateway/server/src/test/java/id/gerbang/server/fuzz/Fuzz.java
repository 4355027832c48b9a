package id.gerbang.server.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs Jazzer over {@link FuzzTargets} in a process of its own, from the kept corpus. What it wrote
 * is in {@code target/fuzz}: its log, the inputs that it made, and what broke a property, which
 * belongs into the kept corpus once it is mended. Its argument is for how many seconds.
 */
public final class Fuzz {
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();
  private static final Path KEPT = Path.of("src", "test", "resources", "corpus").toAbsolutePath();

  /** Starting, and reading the corpus under instrumentation, on a machine that does much else. */
  private static final long BESIDES_SECONDS = 180;

  /** An SMS has at most ten parts; a menu of this size is a menu. */
  private static final int LONGEST_INPUT = 2_048;

  /** No input may keep a reader busy for so long. */
  private static final int LONGEST_RUN_SECONDS = 20;

  private static final int LAST_LINES = 60;

  private Fuzz() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    Path log = FOLDER.resolve("fuzz.log");
    Path made = Files.createDirectories(FOLDER.resolve("corpus"));
    Process jazzer =
        new ProcessBuilder(command(seconds, made))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(jazzer::destroyForcibly));
    boolean ended = jazzer.waitFor(seconds + BESIDES_SECONDS, TimeUnit.SECONDS);
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    if (ended && jazzer.exitValue() == 0) {
      System.out.println("fuzzing: " + (lines.isEmpty() ? "" : lines.getLast()) + ", all well");
      return;
    }
    lines.stream()
        .skip(Math.max(0, lines.size() - LAST_LINES))
        .forEach(line -> System.err.println("fuzzing: " + line));
    System.err.println(
        "fuzzing: a property does not hold, or it did not end in time; the input is in "
            + FOLDER
            + ": mend it, then move the input to src/test/resources/corpus");
    System.exit(1);
  }

  private static List<String> command(int seconds, Path made) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzTargets.class.getName(),
        "--instrumentation_includes=id.gerbang.**:org.jsmpp.**",
        "--custom_hook_includes=id.gerbang.**",
        "--reproducer_path=" + FOLDER,
        "-artifact_prefix=" + FOLDER + "/",
        "-max_total_time=" + seconds,
        "-max_len=" + LONGEST_INPUT,
        "-timeout=" + LONGEST_RUN_SECONDS,
        made.toString(),
        KEPT.toString());
  }
}
