package id.gerbang.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  private static final Path SHIPPED = Path.of("..", "..", "config", "gateway.yaml");

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("gateway.yaml"), text);
  }

  @Test
  void theShippedFileIsFilledFromTheEnvironment() {
    Settings settings =
        SettingsFile.read(
            SHIPPED,
            Map.of(
                    "GERBANG_HTTP_PORT",
                    "1234",
                    "GERBANG_SMPP_HOST",
                    "smsc",
                    "GERBANG_API_TOKEN",
                    "geheim")
                ::get);
    assertThat(settings.http().port()).isEqualTo(1234);
    assertThat(settings.smpp().getFirst().host()).isEqualTo("smsc");
    assertThat(settings.serviceCode()).isEqualTo("*500*25#");
    assertThat(settings.toString()).doesNotContain("geheim");
    assertThat(settings.apiToken().value()).isEqualTo("geheim");
  }

  @Test
  void aSecretMayBeAFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "geheim\n");
    assertThat(
            SettingsFile.read(SHIPPED, Map.of("GERBANG_API_TOKEN", "file:" + secret)::get)
                .apiToken()
                .value())
        .isEqualTo("geheim");
  }

  @Test
  void everyMistakeIsToldWithItsLine() throws IOException {
    Path file =
        file(
            "http:\n"
                + "  port: 70000\n"
                + "  prot: 1\n"
                + "enrolment:\n"
                + "  reminder: soon\n"
                + "zone: Mars\n"
                + "ussd_http:\n"
                + "  africastalking: maybe\n");
    assertThatThrownBy(() -> SettingsFile.read(file, _ -> null))
        .hasMessage(
            String.join(
                "\n",
                file + ":3: \"prot\" is not known; expected one of host, port",
                file + ":2: expected a port from 0 to 65535, not \"70000\"",
                file + ":6: expected a time zone like Asia/Makassar, not \"Mars\"",
                file + ":8: expected true or false, not \"maybe\"",
                file + ":5: expected a time like 15s, 30m or 72h, not \"soon\""));
  }

  @Test
  void whatIsNotSetAndHasNoDefaultIsTold() throws IOException {
    Path file = file("data: ${GERBANG_NOWHERE}\n");
    assertThatThrownBy(() -> SettingsFile.read(file, _ -> null))
        .hasMessage(file + ":1: GERBANG_NOWHERE is not set, and there is no default");
  }
}
