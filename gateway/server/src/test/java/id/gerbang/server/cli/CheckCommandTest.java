package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.gerbang.server.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped menus are proven in every build; a broken one is refused in words that help. */
class CheckCommandTest {
  private static final Path HOME = Path.of("..", "..");
  private static final Path FLOWS = HOME.resolve("flows");
  private static final Path PROGRAMME = HOME.resolve("config/programme.yaml");

  @TempDir private Path copy;

  private Path broken(String file, String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(FLOWS)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Path target = copy.resolve(FLOWS.relativize(source).toString());
        Files.createDirectories(target.getParent());
        Files.copy(source, target);
      }
    }
    String text = Files.readString(copy.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(copy.resolve(file), text.replace(from, to));
    return copy;
  }

  @Test
  void theShippedMenusAreProven() {
    CheckReport report = CheckCommand.prove(FLOWS, PROGRAMME, true);
    assertThat(report.mistakes()).as(report.text(false)).isEmpty();
    assertThat(report.costs()).anyMatch(cost -> cost.flow().equals("register"));
  }

  @Test
  void aMistakeIsToldWithAConversationThatMeetsIt() throws IOException {
    Path flows =
        broken(
            "messages/id.yaml",
            "  refused: Baik, data Anda tidak disimpan.",
            "  refused: " + "Baik, data Anda tidak disimpan. ".repeat(5));
    CheckReport report = CheckCommand.prove(flows, PROGRAMME, true);
    assertThat(report.holds()).isFalse();
    String text = report.text(false);
    assertThat(text)
        .contains("wrong  flows/messages/id.yaml:")
        .contains("step \"refused\" takes 2 pages of USSD at its longest in id");
    String example = report.mistakes().getFirst().example().orElseThrow();
    assertThat(example).startsWith("at 2026-05-04 09:00").contains("> *500*25#");
    assertThat(Transcript.parse("example", example).lines()).hasSizeGreaterThan(4);
  }

  @Test
  void whatCannotBeReadIsToldToo() throws IOException {
    Path flows = broken("register.yaml", "then: known", "then: knwon");
    CheckReport report = CheckCommand.prove(flows, PROGRAMME, true);
    assertThat(report.holds()).isFalse();
    assertThat(report.text(false))
        .contains("leads to \"knwon\", which is no step of register")
        .contains("The menus cannot be read");
  }

  @Test
  void pipelinesReadJsonAndSarif() throws IOException {
    Path flows = broken("register.yaml", "screens: 16", "screens: 3");
    CheckReport report = CheckCommand.prove(flows, PROGRAMME, false);
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.at("/holds").booleanValue()).isFalse();
    assertThat(json.at("/mistakes/0/file").textValue()).isEqualTo("flows/register.yaml");
    assertThat(json.at("/mistakes/0/what").textValue()).contains("its budget is 3 screens");
    JsonNode sarif = new ObjectMapper().readTree(report.sarif());
    assertThat(sarif.at("/version").textValue()).isEqualTo("2.1.0");
    JsonNode result = sarif.at("/runs/0/results/0");
    assertThat(result.at("/level").textValue()).isEqualTo("error");
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").textValue())
        .isEqualTo("flows/register.yaml");
    assertThat(result.at("/locations/0/physicalLocation/region/startLine").intValue()).isPositive();
  }
}
