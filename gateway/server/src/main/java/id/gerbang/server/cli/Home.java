package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Problem;
import id.gerbang.server.book.FlowFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folder of the project: where {@code config/} and {@code flows/} are.
 *
 * @param path given by the launcher as {@code -Dgerbang.home}; the working folder otherwise
 * @param flows the folder of the menus
 */
record Home(Path path, Path flows) {

  /** With the menus of the project itself. */
  Home(Path path) {
    this(path, path.resolve("flows"));
  }

  static Home find() {
    return new Home(Path.of(System.getProperty("gerbang.home", "")).toAbsolutePath().normalize());
  }

  Path settings() {
    return path.resolve("config/gateway.yaml");
  }

  /** The shipped dialects. */
  Path carriers() {
    return path.resolve("config/carriers");
  }

  /** What can go wrong at the simulated carrier, by name. */
  Path rehearsals() {
    return path.resolve("config/rehearsals");
  }

  Path programme() {
    return path.resolve("config/programme.yaml");
  }

  /** What agents are paid. */
  Path commission() {
    return path.resolve("config/commission.yaml");
  }

  /** From when on what is flagged. */
  Path signals() {
    return path.resolve("config/signals.yaml");
  }

  Path demoVillages() {
    return path.resolve("config/areas/demo.csv");
  }

  /** The same project with the menus of another folder; with its own when {@code null}. */
  Home withFlows(Path folder) {
    return folder == null ? this : new Home(path, folder);
  }

  Path transcripts() {
    return flows().resolve("transcripts");
  }

  /** A path of the settings: as it is, or below this folder. */
  Path below(String written) {
    return path.resolve(written);
  }

  /** The menus do not load. Its message lists every problem. */
  static final class BadMenus extends RuntimeException {
    BadMenus(List<Problem> problems) {
      super(String.join("\n", problems.stream().map(problem -> "flows/" + problem).toList()));
    }
  }

  /** Reads and checks the menus. */
  static FlowBook book(Path flows, ActionCatalog catalog) {
    return book(FlowFolder.sources(flows), catalog);
  }

  /** Checks the menus as far as loading does. */
  static FlowBook book(Map<String, String> sources, ActionCatalog catalog) {
    return switch (FlowBook.load(sources, catalog)) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(List<Problem> problems) -> throw new BadMenus(problems);
    };
  }
}
