package id.gerbang.server.book;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a node look for the live book when PostgreSQL tells that there is another, and every {@link
 * #EVERY} anyhow: a pooler in between may swallow what is told.
 *
 * <pre>
 *   listening ── told, or {@link #EVERY} passed ──► looks ──► listening
 *       └── the connection is lost ──► waits {@link #EVERY}, looks, connects anew ──► listening
 * </pre>
 *
 * <p>Threads: one of its own, with a connection of its own; it alone looks.
 */
public final class BookNews implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BookNews.class);

  /** All nodes switch within 5 s: a look and the loading of a book fit into the rest. */
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration END = Duration.ofSeconds(3);

  /** Opens a connection that belongs to whoever opened it. */
  @FunctionalInterface
  public interface Line {
    Connection open() throws SQLException;
  }

  private final LiveBooks books;
  private final Line line;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Connection connection;
  private boolean away;

  public BookNews(LiveBooks books, Line line) {
    this.books = books;
    this.line = line;
    this.thread = Thread.ofPlatform().name("books").daemon().start(this::run);
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        listen();
        books.look();
        if (away) {
          log.info("books are followed again");
          away = false;
        }
        connection.unwrap(PGConnection.class).getNotifications((int) EVERY.toMillis());
      } catch (SQLException | JdbiException e) {
        lost(e);
      } catch (RuntimeException e) {
        log.error("a bug kept this node from looking for the live book", e);
        lost(e);
      }
    }
    hangUp();
  }

  /** Before the look: what goes live after it is told. */
  private void listen() throws SQLException {
    if (connection == null) {
      Connection fresh = line.open();
      connection = fresh;
      try (Statement statement = fresh.createStatement()) {
        statement.execute("LISTEN book_live");
      }
    }
  }

  private void lost(Exception why) {
    hangUp();
    if (closing.getCount() == 0) {
      return;
    }
    if (!away) {
      log.warn(
          "PostgreSQL is away; the live book is looked for again every {} s: {}",
          EVERY.toSeconds(),
          why.getClass().getSimpleName());
      away = true;
    }
    try {
      closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private void hangUp() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("the connection for news was lost already", e);
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run); // it may be waiting for news
      } catch (SQLException e) {
        log.debug("the connection for news was lost already", e);
      }
    }
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
