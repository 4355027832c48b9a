package id.gerbang.server.cli;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.BookShelf;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.book.Live;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a starting gateway does about the flows folder: a demonstration shows it, a first start
 * publishes it, and any other start only says when it is not what is live.
 */
final class FirstBook {
  private static final Logger log = LoggerFactory.getLogger(FirstBook.class);

  private FirstBook() {}

  /** A demonstration is for trying: what loads is shown, and proofs are left to {@code check}. */
  static void demonstrate(BookShelf shelf, Home home, ActionCatalog catalog, Instant at) {
    Map<String, String> sources = FlowFolder.sources(home.flows());
    FlowBook book = Home.book(sources, catalog);
    shelf.publish(book.hash(), sources, "demo", Live.Why.DEMO, at);
  }

  /** Publishes the folder where nothing ever was; compares it with what is live otherwise. */
  static void serve(BookShelf shelf, Home home, ActionCatalog catalog, Instant at) {
    shelf
        .live()
        .ifPresentOrElse(live -> compare(live, home), () -> publish(shelf, home, catalog, at));
  }

  private static void publish(BookShelf shelf, Home home, ActionCatalog catalog, Instant at) {
    Map<String, String> sources = FlowFolder.sources(home.flows());
    FlowBook book = CheckCommand.proven(sources, catalog);
    switch (shelf.publish(book.hash(), sources, "first start", Live.Why.FIRST_START, at)) {
      case BookShelf.Published.Now(Live live) ->
          log.info(
              "nothing was ever published: the menus in {} are, as {}", home.flows(), live.name());
      case BookShelf.Published.Already(Live live) -> compare(live, home);
    }
  }

  private static void compare(Live live, Home home) {
    try {
      String folder = FlowBook.hash(FlowFolder.sources(home.flows()));
      if (!folder.equals(live.hash())) {
        log.warn(
            "the menus in {} ({}) are not used: live is {}, by {} since {}. `gerbang publish"
                + " --dry-run` says what would change, `gerbang publish` makes them live",
            home.flows(),
            Live.name(folder),
            live.name(),
            live.by(),
            live.since());
      }
    } catch (UncheckedIOException e) {
      log.info("there is no flows folder here; live is {}, by {}", live.name(), live.by());
    }
  }
}
