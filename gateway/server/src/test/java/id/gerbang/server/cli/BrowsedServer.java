package id.gerbang.server.cli;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import id.gerbang.server.config.Settings;
import id.gerbang.server.testing.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A whole gateway, and a real browser to look at it with. */
final class BrowsedServer implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  final RunningServer server;
  final Browser browser;
  private final Playwright playwright;

  private BrowsedServer(RunningServer server, Playwright playwright, Browser browser) {
    this.server = server;
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Skips the tests, loudly, on a machine without a browser.
   *
   * @param data where the server's keyset is
   * @param unseen what is not looked at then
   */
  static BrowsedServer open(Path data, String unseen) throws InterruptedException {
    if (!Files.isExecutable(CHROMIUM)) {
      System.err.println("!!! SKIPPED: no chromium on this machine, " + unseen);
      Assumptions.abort("no chromium");
    }
    Settings plain = TestStores.here().under(RunningServer.settings(0));
    RunningServer server =
        RunningServer.start(data, DemoCommand.withBank(plain, data), World.real());
    try {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(CHROMIUM)
                      .setArgs(List.of("--no-sandbox")));
      return new BrowsedServer(server, playwright, browser);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    server.close();
  }
}
