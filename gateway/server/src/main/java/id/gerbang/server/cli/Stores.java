package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import id.gerbang.server.ops.embedded.DataFolder;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.ops.embedded.RedisProcess;
import id.gerbang.server.record.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Redis and PostgreSQL: by the URLs of the settings, or as child processes on the data folder,
 * started side by side.
 */
final class Stores implements AutoCloseable {
  private final Urls urls;
  private final Optional<DataFolder> folder;
  private final Optional<RedisProcess> redis;
  private final Optional<PostgresProcess> postgres;

  private Stores(
      Urls urls,
      Optional<DataFolder> folder,
      Optional<RedisProcess> redis,
      Optional<PostgresProcess> postgres) {
    this.urls = urls;
    this.folder = folder;
    this.redis = redis;
    this.postgres = postgres;
  }

  /** Where the stores are. */
  record Urls(String redis, String database, String databaseUser, String databasePassword) {
    private static Urls of(Settings settings, Optional<String> redis, Optional<String> postgres) {
      Settings.Database database = settings.database();
      return new Urls(
          redis.orElse(settings.redisUrl()),
          postgres.orElse(database.url()),
          postgres.isPresent() ? "" : database.user(),
          postgres.isPresent() ? "" : database.password().value());
    }

    /** The records, with their schema as it is now. */
    Database records(MeterRegistry registry) {
      return Database.open(database, databaseUser, databasePassword, registry);
    }
  }

  /**
   * The stores of a gateway.
   *
   * @throws DataFolder.InUse when another gateway has its own on the folder
   */
  static Stores open(Settings settings, Path data) {
    return open(settings, data, ownsRedis(settings));
  }

  /** For a command: those of a gateway that runs on the data folder now, or started for itself. */
  static Stores beside(Settings settings, Path data) {
    return beside(settings, data, ownsRedis(settings));
  }

  /** As {@link #beside}, for a command that needs the records only: no Redis is started. */
  static Stores recordsBeside(Settings settings, Path data) {
    return beside(settings, data, false);
  }

  private static boolean ownsRedis(Settings settings) {
    return settings.redisUrl().equals(Settings.EMBEDDED);
  }

  private static boolean ownsPostgres(Settings settings) {
    return settings.database().url().equals(Settings.EMBEDDED);
  }

  private static Stores open(Settings settings, Path data, boolean ownRedis) {
    boolean ownPostgres = ownsPostgres(settings);
    if (!ownRedis && !ownPostgres) {
      return elsewhere(Urls.of(settings, Optional.empty(), Optional.empty()));
    }
    DataFolder folder = DataFolder.take(data);
    CompletableFuture<Optional<RedisProcess>> redis =
        CompletableFuture.supplyAsync(
            () -> ownRedis ? Optional.of(RedisProcess.start(folder.path())) : Optional.empty());
    CompletableFuture<Optional<PostgresProcess>> postgres =
        CompletableFuture.supplyAsync(
            () ->
                ownPostgres ? Optional.of(PostgresProcess.start(folder.path())) : Optional.empty());
    try {
      Urls urls =
          Urls.of(
              settings,
              redis.join().map(RedisProcess::url),
              postgres.join().map(PostgresProcess::url));
      return new Stores(urls, Optional.of(folder), redis.join(), postgres.join());
    } catch (CompletionException e) {
      redis.thenAccept(started -> started.ifPresent(RedisProcess::close));
      postgres.thenAccept(started -> started.ifPresent(PostgresProcess::close));
      folder.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Stores elsewhere(Urls urls) {
    return new Stores(urls, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Stores beside(Settings settings, Path data, boolean ownRedis) {
    try {
      return open(settings, data, ownRedis);
    } catch (DataFolder.InUse e) {
      return elsewhere(running(settings, data, ownRedis).orElseThrow(() -> e));
    }
  }

  /** Empty where the gateway that holds the folder has not started them yet. */
  private static Optional<Urls> running(Settings settings, Path data, boolean ownRedis) {
    Optional<String> redis = ownRedis ? RedisProcess.running(data) : Optional.empty();
    boolean ownPostgres = ownsPostgres(settings);
    Optional<String> postgres = ownPostgres ? PostgresProcess.running(data) : Optional.empty();
    return redis.isPresent() == ownRedis && postgres.isPresent() == ownPostgres
        ? Optional.of(Urls.of(settings, redis, postgres))
        : Optional.empty();
  }

  Urls urls() {
    return urls;
  }

  @Override
  public void close() {
    redis.ifPresent(RedisProcess::close);
    postgres.ifPresent(PostgresProcess::close);
    folder.ifPresent(DataFolder::close);
  }
}
