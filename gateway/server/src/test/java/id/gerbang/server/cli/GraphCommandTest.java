package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.cli.GraphCommand.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gerbang graph}. */
class GraphCommandTest {
  private static final FlowBook BOOK =
      Home.book(
          RunningServer.home().flows(), ShippedActions.catalog(RunningServer.home().programme()));

  @Test
  void aMenuInAFormatAndALanguage() {
    assertThat(GraphCommand.drawn(BOOK, "main", "id", Format.mermaid))
        .contains("flowchart TD", "|\"1 Daftar\"|");
    assertThat(GraphCommand.drawn(BOOK, "main", "en", Format.svg))
        .startsWith("<svg xmlns=")
        .contains("<style>", ">1 Register</text>");
  }

  @Test
  void allMenusAndHowTheyRunOneAnother(@TempDir Path folder) throws IOException {
    List<Path> files = GraphCommand.written(BOOK, "en", Format.svg, folder.resolve("new"));
    assertThat(files)
        .hasSize(BOOK.flows().size() + 1)
        .allSatisfy(file -> assertThat(file).isNotEmptyFile().hasExtension("svg"));
    assertThat(files.getFirst()).hasFileName("overview.svg");
    assertThat(Files.readString(files.getFirst())).contains(">pick_village</text>");
    String overview = GraphCommand.overview(BOOK, "id", Format.mermaid);
    assertThat(overview).contains("title: \"overview\"", "<small>pick_village</small>");
    // main runs ten, register two, and pick_village none
    assertThat(overview.lines().filter(line -> line.matches("  s1 --> s\\d+"))).hasSize(10);
    assertThatThrownBy(() -> GraphCommand.overview(BOOK, "xx", Format.svg))
        .hasMessageStartingWith("there is no language");
  }

  @Test
  void aMenuOrALanguageThatIsNotThere() {
    assertThatThrownBy(() -> GraphCommand.drawn(BOOK, "maen", "id", Format.svg))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "there is no menu \"maen\"; known are: agent_menu, become_agent, choose_language,");
    assertThatThrownBy(() -> GraphCommand.drawn(BOOK, "main", "xx", Format.svg))
        .hasMessageStartingWith("there is no language \"xx\"; known are: ban, en, id, jv");
  }
}
