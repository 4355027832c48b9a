package id.gerbang.server.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The audit as a chain of hashes: link n is SHA-256 of link n−1 and of one row. Links are written
 * seconds after the rows, by whichever node comes first, so that transactions do not wait for one
 * another; a row is linked once it and all that were written with it are committed.
 *
 * <p>What it finds: a row that was changed or deleted after it was linked, and a link that was. Who
 * can write to PostgreSQL past this program can rebuild the whole chain: so keep the {@link Head}
 * that {@code gerbang audit} prints somewhere else, and show it the next time.
 *
 * <p>Threads: any; nodes take turns by a lock of PostgreSQL.
 */
public final class AuditChain {
  /** A link is some hundred bytes; a batch is one short transaction. */
  private static final int BATCH = 1_000;

  /** Rows of a check are read in pages of this many. */
  private static final int PAGE = 5_000;

  private static final int HASH_BYTES = 32;
  private static final byte[] BEFORE_ALL = new byte[HASH_BYTES];

  /**
   * No transaction lives this long; a row this old whose writer's number is of another server (a
   * restored dump) is linked all the same.
   */
  private static final String OLD = "1 hour";

  /** Names the lock that the nodes take turns by. */
  private static final long LOCK = 0x6175646974L;

  private final Jdbi jdbi;

  public AuditChain(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Where the chain ends.
   *
   * @param n how many links it has
   * @param hash of the last one, in hexadecimal
   */
  public record Head(long n, String hash) {
    /** {@code 4711:9f86d0…}. */
    @Override
    public String toString() {
      return n + ":" + hash;
    }

    /** Reads what {@link #toString} wrote; empty when it is something else. */
    public static Optional<Head> parse(String text) {
      if (!text.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
        return Optional.empty();
      }
      int colon = text.indexOf(':');
      return Optional.of(
          new Head(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1)));
    }
  }

  /**
   * What a check found.
   *
   * @param broken what is wrong, a line each; empty when all is as it was written
   */
  public record Checked(Head head, List<String> broken) {
    public Checked {
      broken = List.copyOf(broken);
    }
  }

  /** Links the rows that are not linked yet, at most a batch of them, and says how many it were. */
  public int runDue(Instant now) {
    return jdbi.inTransaction(tx -> link(tx, now));
  }

  private static int link(Handle tx, Instant now) {
    boolean mine =
        tx.createQuery("SELECT pg_try_advisory_xact_lock(?)")
            .bind(0, LOCK)
            .mapTo(Boolean.class)
            .one();
    if (!mine) {
      return 0;
    }
    Link last =
        tx.createQuery("SELECT n, hash FROM audit_link ORDER BY n DESC LIMIT 1")
            .map((row, _) -> new Link(row.getLong("n"), row.getBytes("hash")))
            .findFirst()
            .orElse(new Link(0, BEFORE_ALL));
    List<Row> rows =
        tx.createQuery(
                """
                SELECT a.id, a.at, a.who, a.what, a.about FROM audit a
                WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.row = a.id)
                  AND (a.written_by < pg_snapshot_xmin(pg_current_snapshot()) OR a.at < CAST(:now AS timestamptz) - CAST(:old AS interval))
                ORDER BY a.id LIMIT :batch
                """)
            .bind("now", now)
            .bind("old", OLD)
            .bind("batch", BATCH)
            .map((row, _) -> row(row))
            .list();
    if (rows.isEmpty()) {
      return 0;
    }
    PreparedBatch links = tx.prepareBatch("INSERT INTO audit_link (n, row, hash) VALUES (?, ?, ?)");
    for (Row row : rows) {
      last = new Link(last.n() + 1, chained(last.hash(), row));
      links.add(last.n(), row.id(), last.hash());
    }
    links.execute();
    return rows.size();
  }

  private record Link(long n, byte[] hash) {}

  private record Row(long id, Instant at, String who, String what, String about) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("who"),
        row.getString("what"),
        row.getString("about"));
  }

  /**
   * Walks the whole chain. Blocks for as long as the audit is.
   *
   * @param known a head that was kept elsewhere, which the chain must still hold
   */
  public Checked check(Optional<Head> known) {
    List<String> broken = new ArrayList<>();
    Link last = new Link(0, BEFORE_ALL);
    boolean knownSeen = known.isEmpty() || known.get().n() == 0;
    while (true) {
      List<Found> page = page(last.n());
      if (page.isEmpty()) {
        break;
      }
      for (Found found : page) {
        found.wrong(last).ifPresent(broken::add);
        last = new Link(found.n(), found.hash());
        if (known.isPresent() && known.get().n() == last.n()) {
          knownSeen = true;
          if (!known.get().hash().equals(hex(last.hash()))) {
            broken.add(
                "link " + last.n() + " is not the one that was noted: the chain was rebuilt");
          }
        }
      }
    }
    if (!knownSeen) {
      broken.add("link " + known.get().n() + " was noted and is gone: the chain was cut short");
    }
    return new Checked(new Head(last.n(), hex(last.hash())), broken);
  }

  /**
   * @param row empty when the audit has it no more
   */
  private record Found(long n, long id, byte[] hash, Optional<Row> row) {

    Optional<String> wrong(Link before) {
      if (n != before.n() + 1) {
        return Optional.of("links " + (before.n() + 1) + " to " + (n - 1) + " are gone");
      }
      if (row.isEmpty()) {
        return Optional.of("audit row " + id + " was deleted");
      }
      return Arrays.equals(hash, chained(before.hash(), row.get()))
          ? Optional.empty()
          : Optional.of("audit row " + id + " or its link was changed");
    }
  }

  private List<Found> page(long after) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT l.n, l.row, l.hash, a.id, a.at, a.who, a.what, a.about
                    FROM audit_link l LEFT JOIN audit a ON a.id = l.row WHERE l.n > ? ORDER BY l.n LIMIT ?
                    """)
                .bind(0, after)
                .bind(1, PAGE)
                .map(
                    (row, _) ->
                        new Found(
                            row.getLong("n"),
                            row.getLong("row"),
                            row.getBytes("hash"),
                            row.getString("who") == null
                                ? Optional.empty()
                                : Optional.of(row(row))))
                .list());
  }

  private static byte[] chained(byte[] before, Row row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      digest.update(
          ByteBuffer.allocate(Long.BYTES * 2 + Integer.BYTES)
              .putLong(row.id())
              .putLong(row.at().getEpochSecond())
              .putInt(row.at().getNano())
              .array());
      for (String field : List.of(row.who(), row.what(), row.about())) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
