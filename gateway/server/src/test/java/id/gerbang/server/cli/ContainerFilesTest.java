package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code compose.yaml} and {@code Dockerfile}, as far as they can be read without Docker. */
class ContainerFilesTest {
  private static final Path HOME = Path.of("..", "..");

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  @Test
  void everySecretIsAFileThatIsMounted() throws IOException {
    Map<?, ?> compose =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(HOME.resolve("compose.yaml")));
    Map<?, ?> gateway = map(map(compose.get("services")).get("gateway"));
    Map<?, ?> environment = map(gateway.get("environment"));
    List<String> secrets =
        environment.keySet().stream()
            .map(Object::toString)
            .filter(name -> name.matches(".*(PASSWORD|TOKEN|KEYSET|SECRET|KEY)$"))
            .toList();
    assertThat(secrets)
        .contains("GERBANG_SMPP_PASSWORD", "GERBANG_DATABASE_PASSWORD", "GERBANG_KEYSET");
    for (String name : secrets) {
      String value = environment.get(name).toString();
      assertThat(value).as(name).startsWith("file:/run/secrets/");
      String secret = value.substring("file:/run/secrets/".length());
      assertThat(((List<?>) gateway.get("secrets")).contains(secret)).as(secret).isTrue();
      assertThat(map(map(compose.get("secrets")).get(secret)).get("file"))
          .isEqualTo("secrets/" + secret);
      assertThat(Files.readString(HOME.resolve("compose.yaml")))
          .as("its head says how to make %s", secret)
          .containsPattern("(?m)^#   .*(>|touch) secrets/" + secret + "\\b")
          .contains("chmod 0444 secrets/*");
    }
  }

  @Test
  void theUserIsTheOneThatTheDocumentsName() throws IOException {
    assertThat(Files.readString(HOME.resolve("Dockerfile")))
        .contains("useradd --uid 10001", "USER 10001:10001");
    assertThat(Files.readString(HOME.resolve("docs/operating.md"))).contains("uid 10001");
  }

  @Test
  void secretsLeaveThisMachineNeitherByGitNorByAnImage() throws IOException {
    assertThat(Files.readAllLines(HOME.resolve(".gitignore"))).contains("secrets/");
    assertThat(Files.readAllLines(HOME.resolve(".dockerignore"))).contains("secrets");
  }
}
