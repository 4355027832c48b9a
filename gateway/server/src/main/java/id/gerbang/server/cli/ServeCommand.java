package id.gerbang.server.cli;

import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang serve}. */
@Command(
    name = "serve",
    description = "The gateway. Prints \"ready http://…\" when it takes traffic.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--config", description = "The settings; config/gateway.yaml when not given.")
  private Path config;

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.find();
    Settings settings =
        SettingsFile.read(
            config == null ? home.settings() : config, home.carriers(), System::getenv);
    if (Server.isForDemoOnly(settings.apiToken())) {
      throw new IllegalArgumentException(
          "GERBANG_API_TOKEN: demo-token is for demo only; choose a long random one");
    }
    if (!settings.keyset().isSet()) {
      throw new IllegalArgumentException(
          "GERBANG_KEYSET: missing; make one with `gerbang key`, keep it safe, and give it here");
    }
    return Running.until(
        new Server(settings, home, home.below(settings.data()), false, World.real()), settings, "");
  }
}
