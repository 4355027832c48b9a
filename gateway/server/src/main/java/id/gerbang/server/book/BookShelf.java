package id.gerbang.server.book;

import id.gerbang.server.record.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The published books in PostgreSQL, and which of them is live. Nothing on it is ever changed or
 * taken away. Blocks; safe for any thread and any number of nodes.
 *
 * <p>What was live is a pile: publishing lays a book on it, going back takes the top one off; and
 * both are kept as rows, so that it is known what anybody saw at any time.
 */
public final class BookShelf {
  private static final String ROW = "SELECT number, book, since, by, why FROM book_live ";
  private static final String TOP = ROW + "ORDER BY number DESC LIMIT 1";

  private final Jdbi jdbi;

  public BookShelf(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What became of a wish to make a book live. */
  public sealed interface Published {
    Live live();

    record Now(Live live) implements Published {}

    /** It is the live one: nothing was written. */
    record Already(Live live) implements Published {}
  }

  /** What is live; empty when nothing ever was. */
  public Optional<Live> live() {
    return jdbi.withHandle(BookShelf::top);
  }

  private static Optional<Live> top(Handle handle) {
    return handle.createQuery(TOP).map((row, _) -> live(row)).findOne();
  }

  private static Live live(ResultSet row) throws SQLException {
    return new Live(
        row.getLong("number"),
        row.getString("book"),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getString("by"),
        Live.Why.of(row.getString("why")));
  }

  /**
   * Makes a book live that was checked. All nodes are told when this commits.
   *
   * @param hash of {@code sources}, by {@link id.gerbang.engine.book.FlowBook#hash}
   * @param by who wants it
   */
  public Published publish(
      String hash, Map<String, String> sources, String by, Live.Why why, Instant at) {
    byte[] packed = PackedSources.pack(sources);
    return jdbi.inTransaction(
        tx -> {
          hold(tx);
          Optional<Live> top = top(tx);
          boolean asked = why != Live.Why.FIRST_START || top.isEmpty();
          if (top.isPresent() && (!asked || top.get().hash().equals(hash))) {
            return new Published.Already(top.get());
          }
          tx.execute(
              "INSERT INTO book (hash, sources, made_at, made_by) VALUES (?, ?, ?, ?) ON CONFLICT"
                  + " DO NOTHING",
              hash,
              packed,
              time(at),
              by);
          return new Published.Now(lay(tx, hash, by, why, at, top.map(Live::number).orElse(null)));
        });
  }

  /** What {@link #back} would make live; empty when there is nothing before. */
  public Optional<Live> before() {
    return jdbi.withHandle(BookShelf::before);
  }

  private static Optional<Live> before(Handle handle) {
    return handle
        .createQuery(
            ROW + "WHERE number = (SELECT before FROM book_live ORDER BY number DESC LIMIT 1)")
        .map((row, _) -> live(row))
        .findOne();
  }

  /**
   * Makes the book live that was so before this one; empty, and nothing happens, when there is none
   * or another than {@code wanted}: somebody else published meanwhile.
   */
  public Optional<Live> back(Live wanted, String by, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          hold(tx);
          return before(tx)
              .filter(wanted::equals)
              .map(
                  before ->
                      lay(tx, before.hash(), by, Live.Why.BACK, at, under(tx, before.number())));
        });
  }

  private static Long under(Handle tx, long number) {
    return tx.createQuery("SELECT before FROM book_live WHERE number = ?")
        .bind(0, number)
        .map((row, _) -> row.getObject("before", Long.class))
        .findOne()
        .orElse(null);
  }

  /** One at a time: numbers grow in the order in which others see them. */
  private static void hold(Handle tx) {
    tx.execute("LOCK TABLE book_live IN SHARE ROW EXCLUSIVE MODE");
  }

  private static Live lay(
      Handle tx, String hash, String by, Live.Why why, Instant at, Long before) {
    long number =
        tx.createQuery(
                "INSERT INTO book_live (book, since, by, why, before) VALUES (?, ?, ?, ?, ?)"
                    + " RETURNING number")
            .bind(0, hash)
            .bind(1, time(at))
            .bind(2, by)
            .bind(3, why.label())
            .bind(4, before)
            .mapTo(Long.class)
            .one();
    Audit.write(tx, at, by, "book." + why.label(), "book:" + Live.name(hash));
    return new Live(number, hash, at, by, why);
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** The files of a book; empty when nobody ever published it. */
  public Optional<Map<String, String>> sources(String hash) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT sources FROM book WHERE hash = ?")
                .bind(0, hash)
                .mapTo(byte[].class)
                .findOne()
                .map(PackedSources::unpack));
  }

  /** The whole hash of the book whose hash begins like this; empty when there is none. */
  public Optional<String> hash(String beginning) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT hash FROM book WHERE starts_with(hash, ?)")
                .bind(0, beginning)
                .mapTo(String.class)
                .findFirst());
  }

  /** What was live, the latest first. */
  public List<Live> history(int most) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(ROW + "ORDER BY number DESC LIMIT ?")
                .bind(0, most)
                .map((row, _) -> live(row))
                .list());
  }
}
