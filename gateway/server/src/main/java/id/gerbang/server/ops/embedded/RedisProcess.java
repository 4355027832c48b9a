package id.gerbang.server.ops.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis as a child process on a data folder, reachable from this machine only: {@code
 * redis-server} of the PATH, else the one that the embedded-redis library brings. What it holds
 * survives a restart (append-only file, synced each second).
 */
public final class RedisProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisProcess.class);
  private static final String PID_FILE = "redis.pid";
  private static final Duration START = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Path home;
  private final int port;
  private Process process;
  private boolean closed;

  private RedisProcess(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Starts Redis on {@code folder}; one that a killed run left there is stopped first. */
  public static RedisProcess start(Path folder) {
    Path home = folder.resolve("redis");
    try {
      Files.createDirectories(home);
      // "redis", not "redis-server": Debian's is a link to another name of the same program
      Leftover.stop(home.resolve(PID_FILE), "redis", "TERM");
      RedisProcess redis = new RedisProcess(home, freePort());
      redis.launch();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Redis on " + home, e);
    }
  }

  /** The URL of the Redis that another process of this machine runs on {@code folder} now. */
  public static Optional<String> running(Path folder) {
    return Leftover.port(folder.resolve("redis").resolve(PID_FILE), "redis", 1)
        .map(port -> "redis://127.0.0.1:" + port);
  }

  private synchronized void launch() throws IOException {
    process =
        new ProcessBuilder(
                executable(home).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                home.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--daemonize",
                "no",
                "--loglevel",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("redis.log").toFile()))
            .start();
    // The port behind it, for a command that finds this Redis at work (running).
    Files.writeString(home.resolve(PID_FILE), process.pid() + "\n" + port + "\n");
    awaitPort(process, port, home);
    process.onExit().thenRun(this::again);
  }

  /** Redis ended and nobody asked it to: it is started again on its port and its file. */
  private synchronized void again() {
    if (closed) {
      return;
    }
    log.warn("redis-server ended with {}; it is started again", process.exitValue());
    try {
      launch();
    } catch (IOException e) {
      log.error("redis-server cannot be started again; see {}", home.resolve("redis.log"), e);
    }
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** The child's process id, for those who want to see what happens when it dies. */
  public synchronized long pid() {
    return process.pid();
  }

  /**
   * The program: {@code redis-server} of the PATH, else the library's, unpacked into {@code home}.
   */
  public static Path executable(Path home) throws IOException {
    Optional<Path> onPath =
        java.util.Arrays.stream(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "redis-server"))
            .filter(Files::isExecutable)
            .findFirst();
    if (onPath.isPresent()) {
      return onPath.get();
    }
    Path kept = home.resolve("redis-server"); // its own folder: /tmp may be mounted noexec
    if (!Files.isExecutable(kept)) {
      Path extracted = ExecutableProvider.newJarResourceProvider().get().toPath();
      Files.copy(extracted, kept, StandardCopyOption.REPLACE_EXISTING);
      if (!kept.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + kept + " executable");
      }
    }
    return kept;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(Process process, int port, Path home) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException(
            "redis-server ended with "
                + process.exitValue()
                + "; see "
                + home.resolve("redis.log"));
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    process.destroyForcibly();
    throw new IOException(
        "redis-server did not answer within "
            + START.toSeconds()
            + " s; see "
            + home.resolve("redis.log"));
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    process.destroy(); // SIGTERM: Redis syncs its file and ends
    if (!Leftover.ended(process.toHandle(), STOP)) {
      process.destroyForcibly();
    }
  }
}
