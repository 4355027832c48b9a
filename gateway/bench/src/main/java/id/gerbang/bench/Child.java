package id.gerbang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of the bench as a process of its own, on this JVM's java and class path. */
final class Child implements AutoCloseable {
  /** What a line begins with that answers {@link #ask}. */
  static final String ANSWER = "answer ";

  private static final long STOP_SECONDS = 25;

  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Asks the child something on its standard input; the answer is its next line that begins with
   * {@code answer}.
   */
  String ask(Duration patience, String question) throws IOException, InterruptedException {
    process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw new IOException(
          "no answer to \"" + question + "\" within " + patience.toSeconds() + " s");
    }
    return answer;
  }

  private void heard(String line) {
    if (line.startsWith(ANSWER)) {
      answers.add(line.substring(ANSWER.length()));
    }
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
        Child child = new Child(process);
        Thread.ofVirtual().start(() -> out.lines().forEach(child::heard));
        return child;
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
