package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.proof.Example;
import id.gerbang.engine.proof.Pace;
import id.gerbang.engine.proof.Proof;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.book.FlowFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang check}. */
@Command(
    name = "check",
    description =
        "Proves the menus: every path ends, every variable is set, every screen and SMS fits in"
            + " every language on every surface, budgets are kept. Says what is wrong with"
            + " file:line and how to mend it, and how a person would meet it.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  /** What the report can be written as. */
  enum Format {
    text,
    json,
    sarif
  }

  @Parameters(arity = "0..1", description = "The folder of the flows; flows/ when not given.")
  private Path flows;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}; text when not given.")
  private Format format;

  @Option(
      names = "--no-examples",
      description = "Do not search for a conversation that meets what is wrong.")
  private boolean withoutExamples;

  @Override
  public Integer call() {
    Home home = Home.find();
    CheckReport report =
        prove(flows == null ? home.flows() : flows, home.programme(), !withoutExamples);
    System.out.print(
        switch (format) {
          case text -> report.text(hasColours());
          case json -> report.json();
          case sarif -> report.sarif();
        });
    return report.holds() ? 0 : 1;
  }

  /** Reads and proves the menus of a folder; what must hold before a book goes live. */
  static CheckReport prove(Path flows, Path programme, boolean withExamples) {
    return prove(FlowFolder.sources(flows), ShippedActions.catalog(programme), withExamples);
  }

  private static CheckReport prove(
      Map<String, String> sources, ActionCatalog catalog, boolean withExamples) {
    long began = System.nanoTime();
    return switch (FlowBook.load(sources, catalog)) {
      case FlowBook.Loaded.Bad(var problems) -> CheckReport.unreadable(problems);
      case FlowBook.Loaded.Good(FlowBook book) -> {
        Proof.Findings findings = Proof.of(book, Pace.USUAL);
        CheckReport report = CheckReport.of(book, findings, System.nanoTime() - began);
        yield withExamples
            ? report.withExamples(mistake -> mistake.at().flatMap(at -> Example.to(book, at)))
            : report;
      }
    };
  }

  /** https://no-color.org, and nothing but a terminal. */
  private static boolean hasColours() {
    return System.console() != null
        && System.console().isTerminal()
        && System.getenv("NO_COLOR") == null;
  }

  /**
   * What every book passes before it may be published: the one place where that is decided.
   *
   * @throws Home.BadMenus with every problem
   */
  static FlowBook proven(Map<String, String> sources, ActionCatalog catalog) {
    CheckReport report = prove(sources, catalog, false);
    if (!report.holds()) {
      throw new Home.BadMenus(
          report.mistakes().stream().map(CheckReport.Mistake::problem).toList());
    }
    return Home.book(sources, catalog);
  }
}
