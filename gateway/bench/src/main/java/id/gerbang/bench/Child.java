package id.gerbang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server of the bench as a process of its own, on this JVM's java and class path. */
final class Child implements AutoCloseable {
  private static final long STOP_SECONDS = 25;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** Starts {@code main} and waits for its ready line. */
  static Child start(Map<String, String> environment, String main, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-Dgerbang.home=" + System.getProperty("gerbang.home", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return new Child(process);
      }
    }
    throw new IOException(main + " ended before it was ready");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
