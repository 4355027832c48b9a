package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gerbang check}. */
@Command(
    name = "check",
    description =
        "Loads the menus and says what is wrong with them, with file:line and how to mend it.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", description = "The folder of the flows; flows/ when not given.")
  private Path flows;

  @Override
  public Integer call() {
    Home home = Home.find();
    FlowBook book =
        proven(
            Home.sources(flows == null ? home.flows() : flows),
            ShippedActions.catalog(home.programme()));
    int steps = book.flows().values().stream().mapToInt(flow -> flow.steps().size()).sum();
    System.out.printf(
        "%d flows, %d steps, languages %s: every step, action, variable and text is there and"
            + " fits.%n",
        book.flows().size(), steps, String.join(", ", book.languages().stream().sorted().toList()));
    System.out.println(
        "Not proven by this version: that every screen fits in its longest case, and that budgets"
            + " are kept.");
    return 0;
  }

  /**
   * What every book passes before it may be published: the one place where that is decided.
   *
   * @throws Home.BadMenus with every problem
   */
  static FlowBook proven(Map<String, String> sources, ActionCatalog catalog) {
    return Home.book(sources, catalog);
  }
}
