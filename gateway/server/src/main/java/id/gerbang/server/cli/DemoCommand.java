package id.gerbang.server.cli;

import id.gerbang.server.bank.BankSimulator;
import id.gerbang.server.bank.Teller;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gerbang demo}. */
@Command(
    name = "demo",
    description =
        "Everything on this machine: Redis, PostgreSQL, a carrier, an invented branch, and a phone"
            + " in the browser.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      description = "The public port; GERBANG_HTTP_PORT or 8080 when not given.")
  private Integer port;

  @Option(
      names = "--data",
      description = "The folder of its stores; GERBANG_DATA or .gerbang/demo when not given.")
  private Path data;

  @Option(
      names = "--bank-keeps-accounts",
      description =
          "The demo's bank keeps accounts that are ordered there, and tells of money; else it asks"
              + " for each bill.")
  private boolean ordered;

  @Option(
      names = "--bank",
      paramLabel = "URL",
      description = "A bank of `gerbang bank serve` to call; one of its own when not given.")
  private String bankUrl;

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.find();
    Settings settings = settings(home, port);
    Path folder = data != null ? data.toAbsolutePath() : home.below(settings.data());
    if (settings.billing().banks().isEmpty()) {
      Settings.Billing billing = settings.billing();
      DemoBank bank = DemoBank.made(folder, billing.serviceId());
      String url = bankUrl != null ? bankUrl : simulator(bank, settings).url();
      settings =
          settings.but(draft -> draft.billing = billing.with(List.of(bank.settings(url, ordered))));
    }
    return Running.until(
        new Server(settings, home, folder, true, World.real()), settings, hint(settings));
  }

  /** It ends with this process. */
  private static BankSimulator simulator(DemoBank bank, Settings settings) {
    return new BankSimulator(
        Vertx.vertx(),
        0,
        bank.who(),
        teller(bank, settings),
        Executors.newVirtualThreadPerTaskExecutor(),
        new SecureRandom());
  }

  /** The bank of the demonstration at its own gateway. */
  static Teller teller(DemoBank bank, Settings settings) {
    return new Teller(
        bank.who(), "http://127.0.0.1:" + settings.http().port(), new SecureRandom(), (_, _) -> {});
  }

  /** With the bank of the demonstration, where the settings name no other. */
  static Settings withBank(Settings settings, Path folder) {
    Settings.Billing billing = settings.billing();
    return billing.banks().isEmpty()
        ? settings.but(
            draft ->
                draft.billing =
                    billing.with(List.of(DemoBank.made(folder, billing.serviceId()).settings())))
        : settings;
  }

  /**
   * The shipped settings as a demonstration has them (contract.md): the environment still rules.
   */
  static Settings settings(Home home, Integer port) {
    Map<String, String> defaults =
        new HashMap<>(
            Map.of(
                "GERBANG_API_TOKEN",
                "demo-token",
                "GERBANG_HTTP_HOST",
                "127.0.0.1",
                "GERBANG_DATA",
                ".gerbang/demo",
                "GERBANG_USSD_HTTP_SECRET",
                ""));
    Settings read =
        SettingsFile.read(
            home.settings(),
            name -> {
              String given = System.getenv(name);
              return given != null && !given.isEmpty() ? given : defaults.get(name);
            });
    Settings.Listen http =
        port == null ? read.http() : new Settings.Listen(read.http().host(), port);
    return read.but(
        draft -> {
          draft.http = http;
          draft.ussdHttp = read.ussdHttp().open();
        });
  }

  private static String hint(Settings settings) {
    String base = "http://localhost:" + settings.http().port();
    return """

    A phone for the worker and the agents   %1$s/phone/
    The menus drawn, with a phone beside    %1$s/console/flows/
    An invented NIK                         5171991708900001, born 17081990, village Sesetan
    The branch reads and decides            curl -H 'Authorization: Bearer %2$s' '%1$s/api/v1/applications'
    The bank pays a bill                    ./gerbang bank pay PAYMENT_CODE --url %1$s
    Health and metrics                      http://localhost:%3$d/health/ready  /metrics
    End with Ctrl-C; nothing is lost.
    """
        .formatted(
            base,
            Server.isForDemoOnly(settings.apiToken()) ? "demo-token" : "$GERBANG_API_TOKEN",
            settings.management().port());
  }
}
