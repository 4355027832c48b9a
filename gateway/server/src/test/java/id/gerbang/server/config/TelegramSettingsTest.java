package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelegramSettingsTest {
  @TempDir private Path folder;

  private Settings read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), text);
    return SettingsFile.read(file, _ -> null);
  }

  @Test
  void theShippedFileHasOneBotThatIsOffWithoutAToken() {
    Path shipped = Path.of("..", "..", "config", "gateway.yaml");
    assertThat(SettingsFile.read(shipped, _ -> null).telegram())
        .singleElement()
        .satisfies(bot -> assertThat(bot.token().isSet()).isFalse());
    Settings settings =
        SettingsFile.read(
            shipped,
            Map.of(
                    "GERBANG_TELEGRAM_TOKEN",
                    "123:geheim-A_b",
                    "GERBANG_TELEGRAM_API_URL",
                    "http://127.0.0.1:8081/",
                    "GERBANG_TELEGRAM_WEBHOOK_SECRET",
                    "auch-geheim")
                ::get);
    Settings.Bot bot = settings.telegram().getFirst();
    assertThat(bot.token().value()).isEqualTo("123:geheim-A_b");
    assertThat(bot.apiUrl()).isEqualTo("http://127.0.0.1:8081");
    assertThat(bot.webhookSecret().value()).isEqualTo("auch-geheim");
    assertThat(settings.toString()).doesNotContain("geheim");
  }

  @Test
  void oneMapOrAListOfBots() throws IOException {
    assertThat(read("telegram: {token: '1:a'}").telegram()).hasSize(1);
    assertThat(read("telegram:\n - {name: a, token: '1:a'}\n - {name: b, token: '1:b'}").telegram())
        .extracting(Settings.Bot::name)
        .containsExactly("a", "b");
    assertThat(read("http: {port: 1}").telegram()).isEmpty();
  }

  @Test
  void mistakesAreToldWithoutTheSecret() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    telegram:
                      - {name: a, token: "geheim geheim"}
                      - {name: a, token: "1:x"}
                      - name: c
                        token: "1:x"
                        api_url: https://user@host
                        webhook_secret: "geheim/"
                    """))
        .hasMessageContaining(":2: expected a bot's token like 123456:ABC-DEF")
        .hasMessageContaining(":3: a bot before has this name")
        .hasMessageContaining(":5: a bot before has this token")
        .hasMessageContaining(":6: expected a URL like https://host")
        .hasMessageContaining(":7: expected up to 256 letters, digits, _ and -")
        .satisfies(mistakes -> assertThat(mistakes.getMessage()).doesNotContain("geheim"));
  }
}
