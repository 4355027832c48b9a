package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.BookShelf;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.book.Forecast;
import id.gerbang.server.book.Live;
import id.gerbang.server.session.RedisAddress;
import id.gerbang.server.session.StandCount;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Publishing, or saying what it would do. Blocks; one use for a command. */
final class Publication {
  /** A million conversations take some seconds; longer, and the count says that it is partial. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(20);

  private final BookShelf shelf;
  private final RedisAddress redis;
  private final ActionCatalog catalog;
  private final InstantSource clock;
  private final PrintStream out;

  /**
   * @param redis where conversations are counted
   * @param out what people read
   */
  Publication(
      Jdbi jdbi, RedisAddress redis, ActionCatalog catalog, InstantSource clock, PrintStream out) {
    this.shelf = new BookShelf(jdbi);
    this.redis = redis;
    this.catalog = catalog;
    this.clock = clock;
    this.out = out;
  }

  /** What is to be live. */
  sealed interface Wish {
    record Folder(Path flows) implements Wish {}

    record Back() implements Wish {}
  }

  /** A book that passed the check, with its files. */
  private record Wished(FlowBook book, Map<String, String> sources, Optional<Live> back) {}

  /**
   * @throws Home.BadMenus when the check does not pass: nothing was published
   */
  private Wished wished(Wish wish) {
    return switch (wish) {
      case Wish.Folder(Path flows) -> {
        Map<String, String> sources = FlowFolder.sources(flows);
        yield new Wished(CheckCommand.proven(sources, catalog), sources, Optional.empty());
      }
      case Wish.Back() -> {
        Live before =
            shelf
                .before()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "there is nothing to go back to: no other menus were live before"
                                + " these"));
        Map<String, String> sources = shelf.sources(before.hash()).orElseThrow();
        // Proven when it was published; a version that proves more may not bar the way back.
        yield new Wished(Home.book(sources, catalog), sources, Optional.of(before));
      }
    };
  }

  /** Makes it live; the exit code. */
  int publish(Wish wish, String by) {
    Wished wished = wished(wish);
    Optional<Live> live =
        wished.back().isPresent()
            ? shelf.back(wished.back().get(), by, clock.instant())
            : laid(wished, by);
    live.ifPresentOrElse(
        now ->
            out.printf(
                "%s is live (%s). Every node shows it within 5 s; `gerbang publish --back` returns"
                    + " to the one before.%n",
                now.name(), now.by()),
        () ->
            out.println(
                wished.back().isPresent()
                    ? "Somebody published meanwhile; nothing was changed. Look, and try again."
                    : Live.name(wished.book().hash()) + " is live already; nothing was changed."));
    return live.isPresent() || wished.back().isEmpty() ? 0 : 1;
  }

  private Optional<Live> laid(Wished wished, String by) {
    return switch (shelf.publish(
        wished.book().hash(), wished.sources(), by, Live.Why.PUBLISHED, clock.instant())) {
      case BookShelf.Published.Now(Live live) -> Optional.of(live);
      case BookShelf.Published.Already _ -> Optional.empty();
    };
  }

  /** Prints what {@link #publish} would do; the exit code. */
  int foretell(Wish wish) {
    Wished wished = wished(wish);
    Map<String, Optional<FlowBook>> read = new HashMap<>();
    Optional<Live> live = shelf.live();
    live.ifPresentOrElse(
        now ->
            out.printf(
                "Live is %s, by %s since %s. The check passes for %s.%n",
                now.name(), now.by(), now.since(), Live.name(wished.book().hash())),
        () -> out.println("Nothing was ever published. The check passes."));
    StandCount.Counted counted = StandCount.at(redis, COUNTED_WITHIN);
    Forecast forecast =
        Forecast.of(
            counted.conversations(),
            live.flatMap(now -> read(now.hash())),
            wished.book(),
            beginning -> read.computeIfAbsent(beginning, this::read));
    print(forecast, counted);
    out.println("Nothing was changed.");
    return 0;
  }

  private Optional<FlowBook> read(String beginning) {
    return shelf
        .hash(beginning)
        .flatMap(shelf::sources)
        .flatMap(
            sources ->
                switch (FlowBook.load(sources, catalog)) {
                  case FlowBook.Loaded.Good(FlowBook book) -> Optional.of(book);
                  case FlowBook.Loaded.Bad _ -> Optional.empty();
                });
  }

  private void print(Forecast forecast, StandCount.Counted counted) {
    List<Forecast.Row> rows = forecast.rows();
    if (rows.isEmpty()) {
      out.println("No step where somebody stands changes, and no step of the live menus goes.");
    } else {
      String line = "  %-28s %-8s %-13s %8s  %s%n";
      out.printf(line, "step", "becomes", "in book", "people", "and they");
      rows.forEach(
          row ->
              out.printf(
                  line,
                  row.step(),
                  row.change().name().toLowerCase(Locale.ROOT),
                  row.book(),
                  row.conversations(),
                  row.fate()));
    }
    out.printf(
        "  %d more stand on steps that stay as they are, and end in their own menus; %d stand in"
            + " these menus already.%n",
        forecast.unchanged(), forecast.ahead());
    if (counted.unplaced() > 0) {
      out.printf(
          "  %d that an older version left do not say where they stand; they end in their own"
              + " menus.%n",
          counted.unplaced());
    }
    if (!counted.complete()) {
      out.printf(
          "  Counting was ended after %d s: there are more than these.%n",
          COUNTED_WITHIN.toSeconds());
    }
  }
}
