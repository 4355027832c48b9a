package id.gerbang.server.cli;

import id.gerbang.engine.book.Flow;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.drawing.BookOutline;
import id.gerbang.server.drawing.FlowOutline;
import id.gerbang.server.drawing.FlowPicture;
import id.gerbang.server.drawing.Mermaid;
import id.gerbang.server.drawing.Svg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            + " ./gerbang graph register --format svg > register.svg. All menus of a folder, and"
            + " how they run one another: ./gerbang graph flows --format svg --out drawings",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      defaultValue = FlowBook.ENTRY,
      paramLabel = "MENU-or-FOLDER",
      description = "The menu, main when not given; or a folder of flows.")
  private String what;

  @Option(
      names = "--out",
      description =
          "A folder to write into: a file for each menu, and overview, how they run one another.")
  private Path out;

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
    svg;

    String ending() {
      return switch (this) {
        case mermaid -> "mmd";
        case svg -> "svg";
      };
    }

    String of(FlowPicture picture) {
      return switch (this) {
        case mermaid -> Mermaid.of(picture);
        case svg -> Svg.file(picture);
      };
    }
  }

  @Override
  public Integer call() {
    boolean isFolder = Files.isDirectory(Path.of(what).resolve("messages"));
    Home home = Home.find().withFlows(isFolder ? Path.of(what) : null);
    FlowBook book = Home.book(home.flows(), ShippedActions.catalog(home.programme()));
    if (out != null) {
      written(book, language, format, out).forEach(System.out::println);
      return 0;
    }
    String drawing =
        isFolder ? overview(book, language, format) : drawn(book, what, language, format);
    System.out.writeBytes(drawing.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return 0;
  }

  /**
   * Draws every menu of a book and the overview into a folder, which is made where it is missing.
   *
   * @return the files
   */
  static List<Path> written(FlowBook book, String language, Format format, Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      files.add(write(folder, BookOutline.NAME, format, overview(book, language, format)));
      for (String flow : new TreeSet<>(book.flows().keySet())) {
        files.add(write(folder, flow, format, drawn(book, flow, language, format)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the drawings into " + folder, e);
    }
    return files;
  }

  private static Path write(Path folder, String name, Format format, String drawing)
      throws IOException {
    return Files.writeString(folder.resolve(name + "." + format.ending()), drawing);
  }

  /**
   * How the menus of a book run one another.
   *
   * @throws IllegalArgumentException when the book has no such language
   */
  static String overview(FlowBook book, String language, Format format) {
    known("language", language, new TreeSet<>(book.languages()));
    return format.of(BookOutline.of(book, language));
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
    return format.of(FlowOutline.of(book, flow, language));
  }

  private static void known(String what, String name, TreeSet<String> names) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no " + what + " \"" + name + "\"; known are: " + String.join(", ", names));
    }
  }
}
