package id.gerbang.server.cli;

import id.gerbang.server.area.AreaImport;
import id.gerbang.server.area.AreaImport.Counts;
import id.gerbang.server.area.AreaImport.Taken;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.ops.embedded.DataFolder;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.record.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang areas}. */
@Command(
    name = "areas",
    description = "Provinces, regencies, districts, villages.",
    mixinStandardHelpOptions = true)
final class AreasCommand {

  @Command(
      name = "import",
      description = {
        "Takes the ministry's areas from a CSV of code,name,kind: adds them, corrects names,"
            + " deletes nothing. A file with a mistake is not taken at all.",
        "Nodes that run see the areas within some seconds. With the embedded PostgreSQL, stop the"
            + " gateway first."
      },
      mixinStandardHelpOptions = true)
  int take(
      @Parameters(paramLabel = "FILE.csv", description = "The file; docs/operating.md says more.")
          Path file,
      @Option(names = "--config", description = "The settings; config/gateway.yaml when not given.")
          Path config,
      @Option(
              names = "--data",
              description = "The folder of the embedded stores; as in the settings when not given.")
          Path data) {
    Home home = Home.find();
    Settings settings =
        SettingsFile.read(
            config == null ? home.settings() : config, home.carriers(), System::getenv);
    Path folder = data != null ? data.toAbsolutePath() : home.below(settings.data());
    if (!settings.database().url().equals(Settings.EMBEDDED)) {
      return take(
          file,
          settings.database().url(),
          settings.database().user(),
          settings.database().password().value());
    }
    try (DataFolder taken = DataFolder.take(folder);
        PostgresProcess postgres = PostgresProcess.start(taken.path())) {
      return take(file, postgres.url(), "", "");
    }
  }

  /** Imports into one database and says what became of it; the exit code. */
  private static int take(Path file, String url, String user, String password) {
    try (Database database = Database.open(url, user, password, new SimpleMeterRegistry())) {
      Taken taken = database.jdbi().inTransaction(tx -> new AreaImport(tx).take(file));
      return switch (taken) {
        case Taken.Written(Counts counts) -> {
          System.out.println(said(counts));
          yield 0;
        }
        case Taken.Refused(List<String> mistakes) -> {
          mistakes.forEach(System.err::println);
          System.err.println(mistakes.size() + " mistakes; nothing was written");
          yield 1;
        }
      };
    }
  }

  private static String said(Counts counts) {
    return counts.added()
        + " areas added, "
        + counts.corrected()
        + " corrected, "
        + counts.unchanged()
        + " as they were; "
        + counts.others()
        + " others are not in the file and stay";
  }
}
