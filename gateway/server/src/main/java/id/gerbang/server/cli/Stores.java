package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import id.gerbang.server.ops.embedded.DataFolder;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.ops.embedded.RedisProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Redis and PostgreSQL: by the URLs of the settings, or as child processes on the data folder,
 * started side by side.
 */
final class Stores implements AutoCloseable {
  private final Optional<DataFolder> folder;
  private final Optional<RedisProcess> redis;
  private final Optional<PostgresProcess> postgres;
  private final Settings settings;

  private Stores(
      Settings settings,
      Optional<DataFolder> folder,
      Optional<RedisProcess> redis,
      Optional<PostgresProcess> postgres) {
    this.settings = settings;
    this.folder = folder;
    this.redis = redis;
    this.postgres = postgres;
  }

  static Stores open(Settings settings, Path data) {
    boolean ownRedis = settings.redisUrl().equals(Settings.EMBEDDED);
    boolean ownPostgres = settings.database().url().equals(Settings.EMBEDDED);
    if (!ownRedis && !ownPostgres) {
      return new Stores(settings, Optional.empty(), Optional.empty(), Optional.empty());
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
      return new Stores(settings, Optional.of(folder), redis.join(), postgres.join());
    } catch (CompletionException e) {
      redis.thenAccept(started -> started.ifPresent(RedisProcess::close));
      postgres.thenAccept(started -> started.ifPresent(PostgresProcess::close));
      folder.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** URLs for a command beside a gateway. */
  record Urls(String redis, String database, String databaseUser, String databasePassword) {}

  Urls urls() {
    return new Urls(redisUrl(), databaseUrl(), databaseUser(), databasePassword());
  }

  /**
   * The stores of a gateway that runs on the data folder now; empty where none does, or it has not
   * started them yet.
   */
  static Optional<Urls> running(Settings settings, Path data) {
    boolean ownRedis = settings.redisUrl().equals(Settings.EMBEDDED);
    boolean ownPostgres = settings.database().url().equals(Settings.EMBEDDED);
    Optional<String> redis =
        ownRedis ? RedisProcess.running(data) : Optional.of(settings.redisUrl());
    Optional<String> database =
        ownPostgres ? PostgresProcess.running(data) : Optional.of(settings.database().url());
    return redis.flatMap(
        at ->
            database.map(
                url ->
                    new Urls(
                        at,
                        url,
                        ownPostgres ? "" : settings.database().user(),
                        ownPostgres ? "" : settings.database().password().value())));
  }

  String redisUrl() {
    return redis.map(RedisProcess::url).orElse(settings.redisUrl());
  }

  String databaseUrl() {
    return postgres.map(PostgresProcess::url).orElse(settings.database().url());
  }

  String databaseUser() {
    return postgres.isPresent() ? "" : settings.database().user();
  }

  String databasePassword() {
    return postgres.isPresent() ? "" : settings.database().password().value();
  }

  @Override
  public void close() {
    redis.ifPresent(RedisProcess::close);
    postgres.ifPresent(PostgresProcess::close);
    folder.ifPresent(DataFolder::close);
  }
}
