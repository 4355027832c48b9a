package id.gerbang.server.cli;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.drawing.FlowOutline;
import id.gerbang.server.drawing.FlowPicture;
import id.gerbang.server.drawing.Mermaid;
import id.gerbang.server.drawing.Svg;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gerbang graph}. */
@Command(
    name = "graph",
    description =
        "Draws a menu: its steps by their words, and what leads from one to another."
            + " ./gerbang graph register --format svg > register.svg",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = FlowBook.ENTRY,
      description = "The menu; main when not given.")
  private String flow;

  @Option(
      names = "--format",
      defaultValue = "mermaid",
      description = "${COMPLETION-CANDIDATES}; mermaid when not given.")
  private Format format;

  @Option(
      names = "--language",
      defaultValue = FlowBook.DEFAULT_LANGUAGE,
      description = "The language of the words; id when not given.")
  private String language;

  /** What a drawing can be written as. */
  enum Format {
    mermaid,
    svg
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    FlowBook book = Home.book(home.flows(), ShippedActions.catalog(home.programme()));
    System.out.writeBytes(drawn(book, flow, language, format).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return 0;
  }

  /**
   * The drawing's text.
   *
   * @throws IllegalArgumentException when the book has no such menu or language
   */
  static String drawn(FlowBook book, String name, String language, Format format) {
    known("menu", name, new TreeSet<>(book.flows().keySet()));
    known("language", language, new TreeSet<>(book.languages()));
    Flow flow = book.flow(name);
    FlowPicture picture = FlowOutline.of(book, flow, language);
    return switch (format) {
      case mermaid -> Mermaid.of(picture);
      case svg -> Svg.file(picture);
    };
  }

  private static void known(String what, String name, TreeSet<String> names) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no " + what + " \"" + name + "\"; known are: " + String.join(", ", names));
    }
  }
}
