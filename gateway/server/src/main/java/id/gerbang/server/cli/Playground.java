package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.ops.embedded.DataFolder;
import id.gerbang.server.ops.embedded.PostgresProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;

/**
 * Where transcripts are played: one PostgreSQL, on which every transcript finds the demo's world as
 * if it were the first — a copy of a database that was filled once — and a Redis of its own.
 */
final class Playground implements AutoCloseable {
  private static final String FILLED = "filled";

  private final Settings settings;
  private final Home home;
  private final Path data;
  private final Secret keyset = new Secret(Keyset.generate().secret());
  private final DataFolder folder;
  private final PostgresProcess postgres;
  private int stages;

  Playground(Settings settings, Home home, Path data) {
    this.settings = settings;
    this.home = home;
    this.data = data;
    this.folder = DataFolder.take(data.resolve("records"));
    this.postgres = PostgresProcess.start(folder.path());
    try {
      fill();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void fill() {
    Settings filling = at(postgres.copy("template0", FILLED));
    new Gateway(
            filling,
            home,
            Gateway.Plan.of(data.resolve(FILLED), true, _ -> Runnable::run),
            World.real(),
            new SimpleMeterRegistry())
        .close();
  }

  private Settings at(String databaseUrl) {
    return settings.but(
        draft -> {
          draft.database = new Settings.Database(databaseUrl, "", new Secret(""));
          draft.keyset = keyset;
        });
  }

  /** Where its stores are. */
  Path data() {
    return data;
  }

  /**
   * A stage for one transcript.
   *
   * @param walk is told where its conversations go
   */
  TranscriptStage stage(Walk walk) {
    String name = "stage" + stages++;
    return new TranscriptStage(at(postgres.copy(FILLED, name)), home, data.resolve(name), walk);
  }

  @Override
  public void close() {
    postgres.close();
    folder.close();
  }
}
