package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.cli.GraphCommand.Format;
import org.junit.jupiter.api.Test;

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
  void aMenuOrALanguageThatIsNotThere() {
    assertThatThrownBy(() -> GraphCommand.drawn(BOOK, "maen", "id", Format.svg))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "there is no menu \"maen\"; known are: agent_menu, become_agent, choose_language,");
    assertThatThrownBy(() -> GraphCommand.drawn(BOOK, "main", "xx", Format.svg))
        .hasMessageStartingWith("there is no language \"xx\"; known are: ban, en, id, jv");
  }
}
