package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The records for an operation of one moment, beside a gateway that runs or without one: PostgreSQL
 * by its URL, or the embedded one of a data folder, running or not.
 */
final class OpenRecords implements AutoCloseable {

  /** Whose records: the same words on every operation. */
  static final class Place {
    @Option(names = "--config", description = "The settings; config/gateway.yaml when not given.")
    private Path config;

    @Option(
        names = "--data",
        description =
            "The folder of the embedded stores; GERBANG_DATA when not given. Of a demo:"
                + " .gerbang/demo")
    private Path data;

    OpenRecords open(Home home) {
      return open(home, true);
    }

    /** For an operation that opens no seal, and so needs no keyset. */
    OpenRecords openSealed(Home home) {
      return open(home, false);
    }

    private OpenRecords open(Home home, boolean keys) {
      Settings settings =
          SettingsFile.read(
              config == null ? home.settings() : config, home.carriers(), System::getenv);
      return new OpenRecords(
          settings, data == null ? home.below(settings.data()) : data.toAbsolutePath(), keys);
    }
  }

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Settings settings;
  private final Optional<Vault> vault;
  private final Database database;

  OpenRecords(Settings settings, Path data) {
    this(settings, data, true);
  }

  private OpenRecords(Settings settings, Path data, boolean keys) {
    this.settings = settings;
    try {
      this.vault = keys ? Optional.of(new TinkVault(keyset(settings, data))) : Optional.empty();
      mustBeThere(settings, data);
      Stores stores = Stores.recordsBeside(settings, data);
      open.push(stores);
      this.database = stores.urls().records(new SimpleMeterRegistry());
      open.push(database);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Keyset keyset(Settings settings, Path data) {
    if (settings.keyset().isSet()) {
      return Keyset.parse(settings.keyset().value());
    }
    return Keyset.foundOn(data)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "GERBANG_KEYSET: missing, and there is none on "
                        + data
                        + "; give the one that the gateway runs with, or --data of a demo"));
  }

  private static void mustBeThere(Settings settings, Path data) {
    if (settings.database().url().equals(Settings.EMBEDDED)
        && !Files.isDirectory(data.resolve("postgres"))) {
      throw new IllegalArgumentException(
          "there are no records on " + data + "; give --data, or GERBANG_DATABASE_URL");
    }
  }

  Settings settings() {
    return settings;
  }

  Vault vault() {
    return vault.orElseThrow(() -> new IllegalStateException("opened without keys"));
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("the records did not close in order", e);
      }
    }
  }
}
