package id.gerbang.bench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node of the gateway, {@code serve} as a process of its own, that can be killed and started
 * again on its port.
 *
 * <pre>
 *   down ── start ──► up ── kill (SIGKILL) ──► down
 *     └──────────────── close (SIGTERM) ──► closed
 * </pre>
 *
 * <p>Threads: one at a time starts, kills and closes; {@link #url} from any.
 */
final class Node implements AutoCloseable {
  private static final long STOP_SECONDS = 25;

  private final String name;
  private final int port;
  private final Map<String, String> environment;
  private final List<String> jvm;
  private final Path log;
  private Process process;
  private boolean closed;

  /**
   * @param environment its settings, without its own ports
   * @param jvm options of its JVM
   * @param log what it says on standard error
   */
  Node(String name, int port, Map<String, String> environment, List<String> jvm, Path log) {
    this.name = name;
    this.port = port;
    this.environment = Map.copyOf(environment);
    this.jvm = List.copyOf(jvm);
    this.log = log;
  }

  String name() {
    return name;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** A command line that runs a main class on this JVM's java and class path. */
  static List<String> java(List<String> options, String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dgerbang.home=" + System.getProperty("gerbang.home", ""),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(main);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts it and waits for its ready line. */
  synchronized void start() throws IOException {
    if (closed) {
      throw new IOException("the soak is ended");
    }
    ProcessBuilder builder =
        new ProcessBuilder(java(jvm, "id.gerbang.server.Main", "serve"))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("GERBANG_HTTP_PORT", Integer.toString(port));
    builder.environment().put("GERBANG_MANAGEMENT_PORT", Integer.toString(Site.freePort()));
    process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        Thread.ofVirtual().start(() -> drain(out));
        return;
      }
    }
    throw new IOException(name + " ended before it was ready; see " + log);
  }

  /** So that it never waits for us to read; until it ends, however it ends. */
  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // nothing more of what it says is needed
      }
    } catch (IOException e) {
      // it was killed, and its pipe with it
    }
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  synchronized void kill() {
    process.destroyForcibly();
    waitFor(STOP_SECONDS);
  }

  /** Whether it runs; a node that ended by itself is a difference. */
  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  private boolean waitFor(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (process == null) {
      return;
    }
    process.destroy();
    if (!waitFor(STOP_SECONDS)) {
      process.destroyForcibly();
    }
  }
}
