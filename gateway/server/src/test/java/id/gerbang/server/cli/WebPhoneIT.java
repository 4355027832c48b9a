package id.gerbang.server.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.HttpPhone;
import id.gerbang.server.testing.RegisterDialogue;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code /phone} in a real browser: one person plays the worker and the agent, through the demo's
 * SMPP server.
 */
class WebPhoneIT {
  private static final Pattern YES = Pattern.compile("YA ([A-Z2-9]{6})");

  @TempDir private static Path data;
  private static BrowsedServer browsed;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void open() throws InterruptedException {
    browsed = BrowsedServer.open(data, "the web phone was not tried in a browser");
    server = browsed.server;
    browser = browsed.browser;
  }

  @AfterAll
  static void close() {
    if (browsed != null) {
      browsed.close();
    }
  }

  private static void answer(Page page, String text, String expected) {
    page.locator("#input").fill(text);
    page.locator("#send").click();
    assertThat(page.locator("#screen")).containsText(expected);
  }

  @Test
  void onePersonPlaysTheWorkerAndTheAgent() {
    Page page = browser.newPage();
    page.navigate(server.url() + "/phone");
    assertThat(page.locator("body[data-ready=true]")).isVisible();
    page.locator("#dial").click();
    assertThat(page.locator("#screen")).containsText("1 Daftar");
    assertThat(page.locator("#counter").textContent()).matches("[1-9][0-9]*/160");
    page.locator("button[data-key='1']").click();
    page.locator("#send").click();
    assertThat(page.locator("#screen")).containsText("1 Setuju");
    answer(page, "1", "Ketik NIK"); // the notice before it begins with "NIK", too
    answer(page, "5171991708907001", "Nama");
    answer(page, "Wayan Sudarma", "lahir");
    page.locator("#hangup").click();
    assertThat(page.locator("#screen")).containsText("diakhiri");
    page.locator("#dial").click();
    assertThat(page.locator("#screen")).containsText("Lanjutkan pendaftaran?");
    answer(page, "1", "lahir");
    answer(page, "17081990", "Desa");
    answer(page, "7373", "1 Sesetan");
    answer(page, "1", "Pekerjaan");
    answer(page, "1", "Tempat kerja");
    answer(page, "1", "Penghasilan");
    answer(page, "1", "Iuran");
    answer(page, "1", "HP ini milik Anda?");
    answer(page, "1", "Kode agen");
    answer(page, "PRS001", "1 Kirim");
    answer(page, "1", "BELUM terlindungi");

    Locator agent = page.locator("#who [data-testid=agent]");
    assertThat(agent.locator(".badge")).hasText("1");
    agent.click();
    assertThat(page.locator("#sms-list li").last()).containsText("PERISAI: calon Wayan S*****");
    Matcher code = YES.matcher(page.locator("#sms-list li").last().textContent());
    assertThat(code.find()).isTrue();
    page.locator("#sms-text").fill("ya " + code.group(1));
    page.locator("#sms-send").click();
    assertThat(page.locator("#sms-list li").last()).containsText("tercatat: YA");
    page.locator("#who [data-testid=worker]").click();
    assertThat(page.locator("#sms-list li").last()).containsText("agen sudah konfirmasi");
    page.close();
  }

  @Test
  void aKeypadWritesLettersByTappingThemAgain() {
    Page page = browser.newPage();
    page.navigate(server.url() + "/phone/");
    page.locator("#mode").click();
    for (int i = 0; i < 4; i++) {
      page.locator("button[data-key='7']").click();
    }
    page.locator("button[data-key='3']").click();
    page.locator("button[data-key='3']").click();
    assertThat(page.locator("#input")).hasValue("se");
    page.locator("#clear").click();
    assertThat(page.locator("#input")).hasValue("s");
    page.close();
  }

  /** The bank beside the phone signs for real; what it paid comes back as an SMS. */
  @Test
  void aBillIsPaidAtTheBankBesideThePhone() {
    String worker = "6281200010901";
    RegisterDialogue.play(
        new HttpPhone(server.url(), worker), "5171991708909001", "Wayan Sudarma", "17081990");
    String reference =
        new JsonObject(server.get("/api/v1/applications?phone=" + worker).body())
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("reference");
    Gateway gateway = server.server.gateway();
    gateway
        .database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL WHERE"
                        + " reference = ?",
                    reference));
    server.post(
        "/api/v1/applications/" + reference + "/decision",
        "{\"decision\":\"approve\",\"cardNumber\":\"BPU-0000901\"}");

    Page page = browser.newPage();
    page.setViewportSize(1200, 900);
    page.navigate(server.url() + "/phone/");
    assertThat(page.locator("body[data-ready=true]")).isVisible();
    assertThat(page.locator("#bank")).isVisible();
    page.locator("#worker-number").fill(worker);
    page.locator("#worker-number").blur();
    page.locator("#bank-code").fill("12");
    page.locator("#bank-pay").click();
    assertThat(page.locator("#bank-said")).containsText("12 angka");
    page.locator("#bank-code").fill("900000000000");
    page.locator("#bank-pay").click();
    assertThat(page.locator("#bank-said")).containsText("tidak dikenal");

    long price =
        new JsonObject(server.get("/api/v1/members/" + reference).body())
            .getJsonObject("due")
            .getLong("amount");
    gateway.domain.billIssue.issue(
        new NewBill(new Msisdn(worker), reference, 1, price, "id", "web-phone-it"), Instant.now());
    assertThat(page.locator("#sms-list li").last()).containsText("kode bayar");
    assertThat(page.locator("#bank-code")).hasValue(Pattern.compile("[1-9][0-9]{11}"));
    page.locator("#bank-pay").click();
    assertThat(page.locator("#bank-said")).containsText("Lunas: Rp");
    assertThat(page.locator("#sms-list li").last()).containsText("AKTIF");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "phone-bank.png"))
            .setFullPage(true));
    page.locator("#bank-pay").click();
    assertThat(page.locator("#bank-said")).containsText("sudah dibayar");
    page.close();
  }
}
