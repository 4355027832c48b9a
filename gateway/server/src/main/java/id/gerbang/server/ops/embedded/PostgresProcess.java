package id.gerbang.server.ops.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real PostgreSQL as a child process on a data folder, reachable from this machine only. Durable:
 * the library's own settings are made for tests, and are turned back.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final EmbeddedPostgres postgres;

  private PostgresProcess(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts PostgreSQL on {@code folder}; one that a killed run left there is stopped first. */
  public static PostgresProcess start(Path folder) {
    Path home = folder.resolve("postgres");
    try {
      Files.createDirectories(home);
      Leftover.stop(
          home.resolve("postmaster.pid"), "postgres", "INT"); // INT: fast shutdown, clients are cut
      return new PostgresProcess(
          EmbeddedPostgres.builder()
              .setDataDirectory(home)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START)
              .setErrorRedirector(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
              .setOutputRedirector(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
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
              .start());
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

  /** A JDBC URL with its user; connections from this machine need no password. */
  public String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
  }
}
