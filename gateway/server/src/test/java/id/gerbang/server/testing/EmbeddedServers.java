package id.gerbang.server.testing;

import id.gerbang.server.ops.embedded.RedisProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The servers as child processes of this JVM, which end and leave nothing when it does. */
final class EmbeddedServers implements StoreServers {
  private EmbeddedPostgres postgres;
  private RedisProcess redis;

  @Override
  public synchronized String postgres(String database) {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.start(); // not durable, and the library ends it with the JVM
      }
      return postgres.getJdbcUrl("postgres", database);
    } catch (IOException e) {
      throw new UncheckedIOException("the tests' PostgreSQL cannot be started", e);
    }
  }

  @Override
  public synchronized String redis() {
    if (redis == null) {
      try {
        Path folder = Files.createTempDirectory("gerbang-test-redis");
        RedisProcess started = RedisProcess.start(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder)));
        redis = started;
      } catch (IOException e) {
        throw new UncheckedIOException("the tests' Redis cannot be started", e);
      }
    }
    return redis.url();
  }

  private static void end(RedisProcess redis, Path folder) {
    redis.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println(folder + " stays behind: " + e);
    }
  }

  @Override
  public String toString() {
    return "embedded";
  }
}
