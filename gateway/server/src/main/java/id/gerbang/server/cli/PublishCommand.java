package id.gerbang.server.cli;

import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.record.Database;
import id.gerbang.server.session.RedisAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang publish}. */
@Command(
    name = "publish",
    description =
        "Makes menus live, on all nodes within 5 s and without a restart. People who are in the"
            + " middle of something finish in the menus they began in, or move as the new ones"
            + " declare.",
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", description = "The folder of the flows; flows/ when not given.")
  private Path flows;

  @Option(
      names = "--dry-run",
      description =
          "Change nothing; say which steps would change or go, how many people stand there now,"
              + " and what would happen to them.")
  private boolean dryRun;

  @Option(names = "--back", description = "Return to the menus that were live before these.")
  private boolean back;

  @Option(names = "--config", description = "The settings; config/gateway.yaml when not given.")
  private Path config;

  @Option(
      names = "--data",
      description =
          "The folder of the embedded stores; GERBANG_DATA or .gerbang/data when not given. For the"
              + " demo: .gerbang/demo")
  private Path data;

  @Option(
      names = "--by",
      description = "Who publishes, for the history; your user name when not given.")
  private String by = System.getProperty("user.name", "unknown");

  @Override
  public Integer call() {
    if (back && flows != null) {
      throw new IllegalArgumentException(
          "--back returns to what was live before; it takes no folder");
    }
    Home home = Home.find();
    Settings settings =
        SettingsFile.read(
            config == null ? home.settings() : config, home.carriers(), System::getenv);
    Path folder = data != null ? data.toAbsolutePath() : home.below(settings.data());
    Publication.Wish wish =
        back
            ? new Publication.Wish.Back()
            : new Publication.Wish.Folder(flows == null ? home.flows() : flows);
    try (Stores stores = Stores.beside(settings, folder);
        Database database = stores.urls().records(new SimpleMeterRegistry())) {
      Publication publication =
          new Publication(
              database.jdbi(),
              RedisAddress.parse(stores.urls().redis()),
              ShippedActions.catalog(home.programme()),
              Clock.systemUTC(),
              System.out);
      return dryRun ? publication.foretell(wish) : publication.publish(wish, "operator:" + by);
    }
  }
}
