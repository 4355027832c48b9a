package id.gerbang.server.book;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Problem;
import id.gerbang.server.turn.Books;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of one node: the live one and those that conversations still stand in.
 *
 * <pre>
 *   opened ──► shows the live book ◄── another is live, and this version can read it ──┐
 *                    └── another is live, and it cannot ──► behind: shows the one before, says so ──┘
 * </pre>
 *
 * <p>Threads: {@link #current} and {@link #byHash} from any, without waiting; {@link #look} by one
 * at a time ({@link BookNews}).
 */
public final class LiveBooks implements Books {
  private static final Logger log = LoggerFactory.getLogger(LiveBooks.class);

  private final BookShelf shelf;
  private final ActionCatalog catalog;
  private final BookCache cache;
  private volatile FlowBook current;
  private volatile Live looked;

  private LiveBooks(BookShelf shelf, ActionCatalog catalog, Executor loading, Live live) {
    this.shelf = shelf;
    this.catalog = catalog;
    this.cache = new BookCache(this::load, loading);
    this.looked = live;
  }

  /** The live book cannot be read by this version. Its message lists every problem. */
  public static final class Unreadable extends RuntimeException {
    Unreadable(Live live, List<Problem> problems) {
      super(
          "the live book "
              + live.name()
              + " (by "
              + live.by()
              + ") cannot be read by this version; publish menus that it can read with `gerbang"
              + " publish`:\n"
              + String.join("\n", problems.stream().map(Problem::toString).toList()));
    }
  }

  /**
   * Opens the books on the live one. Blocks.
   *
   * @param loading where books are loaded that a turn asks for; a virtual thread for each
   * @throws Unreadable when this version cannot read the live book
   * @throws IllegalStateException when nothing was ever published
   */
  public static LiveBooks open(
      BookShelf shelf, ActionCatalog catalog, Executor loading, MeterRegistry registry) {
    Live live =
        shelf.live().orElseThrow(() -> new IllegalStateException("nothing was ever published"));
    LiveBooks books = new LiveBooks(shelf, catalog, loading, live);
    switch (FlowBook.load(books.sources(live), catalog)) {
      case FlowBook.Loaded.Good(FlowBook book) -> books.show(book);
      case FlowBook.Loaded.Bad(List<Problem> problems) -> throw new Unreadable(live, problems);
    }
    Gauge.builder("gerbang_book_behind", books, b -> b.isBehind() ? 1 : 0)
        .description("Whether this node cannot read the live book and shows the one before")
        .register(registry);
    return books;
  }

  private Map<String, String> sources(Live live) {
    return shelf
        .sources(live.hash())
        .orElseThrow(() -> new IllegalStateException("a live book is not on the shelf"));
  }

  private void show(FlowBook book) {
    cache.put(book);
    current = book;
  }

  @Override
  public FlowBook current() {
    return current;
  }

  /** Whether another book is live than the one that new conversations begin in here. */
  public boolean isBehind() {
    return !looked.hash().equals(current.hash());
  }

  @Override
  public CompletionStage<Optional<FlowBook>> byHash(String hash) {
    FlowBook live = current;
    return live.hash().equals(hash)
        ? CompletableFuture.completedFuture(Optional.of(live))
        : cache.get(hash);
  }

  private Optional<FlowBook> load(String hash) {
    Optional<Map<String, String>> sources;
    try {
      sources = shelf.sources(hash);
    } catch (JdbiException e) {
      throw new Away("the book " + Live.name(hash) + " cannot be fetched now", e);
    }
    return sources.flatMap(
        texts ->
            switch (FlowBook.load(texts, catalog)) {
              case FlowBook.Loaded.Good(FlowBook book) -> Optional.of(book);
              case FlowBook.Loaded.Bad(List<Problem> problems) -> {
                log.warn(
                    "the older book {} cannot be read by this version, and who stands in it begins"
                        + " anew; {} problems, the first: {}",
                    Live.name(hash),
                    problems.size(),
                    problems.getFirst());
                yield Optional.empty();
              }
            });
  }

  /**
   * Looks whether another book is live, and shows it. Blocks.
   *
   * @throws JdbiException when PostgreSQL is away; the next look finds it
   */
  void look() {
    Live live = shelf.live().orElseThrow();
    if (live.number() == looked.number()) {
      return;
    }
    if (!live.hash().equals(current.hash())) {
      switch (FlowBook.load(sources(live), catalog)) {
        case FlowBook.Loaded.Good(FlowBook book) -> {
          show(book);
          log.info("the book {} is live ({} by {})", live.name(), live.why().label(), live.by());
        }
        case FlowBook.Loaded.Bad(List<Problem> problems) ->
            log.error(
                "the live book {} cannot be read by this version; this node goes on with {}. {}"
                    + " problems, the first: {}",
                live.name(),
                Live.name(current.hash()),
                problems.size(),
                problems.getFirst());
      }
    }
    looked = live;
  }
}
