package id.gerbang.server.ops.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL as a child process on a data folder, reachable from this machine only. Durable:
 * the library's own settings are made for tests, and are turned back. One that ends by itself is
 * started again on its port.
 *
 * <pre>
 *   starting ──► running ── it ended, and nobody asked it to ──► starting, until it runs
 *                   └────── close ──► closed
 * </pre>
 *
 * <p>Threads: {@link #close} from any; the server's end is seen on a thread of the JDK, and a
 * thread of its own starts it again.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);
  private static final Duration START = Duration.ofSeconds(30);

  /** The children of a killed one need a moment to see that it is gone, and block the next. */
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(500);

  private static final Duration LONGEST_BETWEEN_STARTS = Duration.ofSeconds(30);

  /** Of {@code postmaster.pid}, from 0, as PostgreSQL documents it. */
  private static final int PORT_LINE = 3;

  private final Path folder;
  private final int port;
  private final CountDownLatch closing = new CountDownLatch(1);
  private EmbeddedPostgres postgres;
  private ProcessHandle server;

  private PostgresProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts PostgreSQL on {@code folder}; one that a killed run left there is stopped first. */
  public static PostgresProcess start(Path folder) {
    Path home = home(folder);
    try {
      Files.createDirectories(home);
      PostgresProcess process = new PostgresProcess(folder, RedisProcess.freePort());
      process.launch();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL on " + home, e);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "cannot start PostgreSQL on "
              + home
              + "; see "
              + folder.resolve("postgres.log")
              + ". As root it needs user namespaces: run as an ordinary user, or give"
              + " GERBANG_DATABASE_URL",
          e);
    }
  }

  private static Path home(Path folder) {
    return folder.resolve("postgres");
  }

  private synchronized void launch() throws IOException {
    // INT: fast shutdown, clients are cut
    Leftover.stop(home(folder).resolve("postmaster.pid"), "postgres", "INT");
    // A start that fails keeps the library's lock in this process; the folder's lock is ours, so
    // nobody else needs this one.
    Files.deleteIfExists(home(folder).resolve("epg-lock"));
    ProcessBuilder.Redirect written =
        ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(home(folder))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START)
            .setPort(port)
            .setErrorRedirector(written)
            .setOutputRedirector(written)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "100")
            // A statement's parameters are people: the log shows which statement failed, never
            // with what.
            .setServerConfig("log_error_verbosity", "terse")
            .setServerConfig("log_min_error_statement", "panic")
            .setServerConfig("timezone", "UTC")
            .start();
    // The library's own process has only started it, and has ended.
    server = Leftover.process(home(folder).resolve("postmaster.pid"), "postgres").orElseThrow();
    server.onExit().thenRun(() -> Thread.ofVirtual().name("postgres-again").start(this::again));
  }

  /** PostgreSQL ended and nobody asked it to: it recovers and goes on. */
  private void again() {
    Duration wait = BETWEEN_STARTS;
    if (isClosed(wait)) {
      return;
    }
    log.warn("PostgreSQL ended; it is started again");
    while (!startedAgain()) {
      if (isClosed(wait)) {
        return;
      }
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_BETWEEN_STARTS) < 0 ? wait : LONGEST_BETWEEN_STARTS;
    }
  }

  private synchronized boolean startedAgain() {
    if (isClosed(Duration.ZERO)) {
      return true;
    }
    try {
      postgres.close(); // what the library keeps of the one that ended
      launch();
      log.info("PostgreSQL runs again");
      return true;
    } catch (IOException | RuntimeException e) {
      log.error(
          "PostgreSQL cannot be started again yet; see {}", folder.resolve("postgres.log"), e);
      return false;
    }
  }

  private boolean isClosed(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** A JDBC URL with its user; connections from this machine need no password. */
  public String url() {
    return url(port);
  }

  private static String url(int port) {
    return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
  }

  /** The URL of the PostgreSQL that another process of this machine runs on {@code folder} now. */
  public static Optional<String> running(Path folder) {
    return Leftover.port(home(folder).resolve("postmaster.pid"), "postgres", PORT_LINE)
        .map(PostgresProcess::url);
  }

  /** The JDBC URL of another database of the same server. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
  }

  /**
   * Makes a database as a copy of another one that nobody is connected to.
   *
   * @param name letters, digits and underscores
   * @return its JDBC URL
   */
  public String copy(String template, String name) {
    if (!(template + name).matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException("a database is named by a-z, 0-9 and _, not " + name);
    }
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
      return url(name);
    } catch (SQLException e) {
      throw new IllegalStateException("the database " + name + " could not be made", e);
    }
  }

  /** The server's process id, for those who want to see what happens when it dies. */
  public synchronized long pid() {
    return server.pid();
  }

  /** Leaves the server to itself, as a gateway that is killed does. */
  void abandon() {
    closing.countDown();
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not stop", e);
      }
    }
  }
}
