package id.gerbang.server.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /console/flows} in a real browser: every menu drawn, and a phone that works beside it. */
class FlowsPageIT {
  /** Where a person can look at what the browser showed. */
  private static final Path PICTURES = Path.of("target", "pictures");

  @TempDir private static Path data;
  private static BrowsedServer browsed;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void open() throws InterruptedException {
    browsed = BrowsedServer.open(data, "the drawings were not looked at in a browser");
    server = browsed.server;
    browser = browsed.browser;
  }

  @AfterAll
  static void close() {
    if (browsed != null) {
      browsed.close();
    }
  }

  @Test
  void everyMenuIsDrawnAndAPhoneRingsBeside() {
    Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 1000));
    List<String> complaints = new CopyOnWriteArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) { // a breach of the policy is one
            complaints.add(message.text());
          }
        });
    page.navigate(server.url() + "/console/flows");

    int menus = server.server.gateway().books.current().flows().size();
    assertThat(page.locator("#flows a")).hasCount(menus);
    assertThat(page.locator("[data-flow] svg.drawing")).hasCount(menus);
    assertThat(page.locator("[data-flow]:visible")).hasCount(1);
    assertThat(page.locator("#main svg")).containsText("BPJS Ketenagakerjaan");

    page.locator("#flows a[href='#register']").click();
    assertThat(page.locator("[data-flow]:visible")).hasCount(1);
    assertThat(page.locator("#register svg")).isVisible();
    assertThat(page.locator("#register svg")).containsText("Kode agen Perisai?");
    assertThat(page.locator("#flows a[aria-current]")).containsText("register");
    String fill =
        (String)
            page.locator("#register .end .shape")
                .first()
                .evaluate("shape => getComputedStyle(shape).fill");
    assertThat(fill).isEqualTo("rgb(220, 252, 231)"); // the style of the drawing is in force

    FrameLocator phone = page.frameLocator("#phone");
    assertThat(phone.locator("body[data-ready=true]")).isVisible();
    phone.locator("#dial").click();
    assertThat(phone.locator("#screen")).containsText("1 Daftar");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve("flows.png")).setFullPage(false));
    assertThat(complaints).isEmpty();
    page.close();
  }

  @Test
  void byNightTheDrawingIsDark() {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setViewportSize(1440, 1000)
                .setColorScheme(ColorScheme.DARK));
    page.navigate(server.url() + "/console/flows/#status");
    assertThat(page.locator("#status svg")).isVisible();
    assertThat(page.locator("#status .act .shape").first()).hasCSS("fill", "rgb(76, 29, 149)");
    assertThat(page.locator("#status .act .words").first()).hasCSS("fill", "rgb(243, 244, 246)");
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("flows-by-night.png")));
    page.close();
  }

  @Test
  void thePageBringsNothingFromElsewhere() {
    HttpResponse<String> page =
        RunningServer.send(HttpRequest.newBuilder(URI.create(server.url() + "/console/flows/")));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
        .contains("frame-ancestors 'self'");
    assertThat(page.body()).doesNotContain("http://localhost").doesNotContain("style=");
    assertThat(server.get("/console/flows/nothing").statusCode()).isEqualTo(404);
    assertThat(server.get("/console/flows/flows.css").body()).contains(".drawing .words");
  }
}
