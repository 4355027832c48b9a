package id.gerbang.server.area;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Writes the areas of a file: adds, corrects names and kinds, deletes nothing. Runs in the caller's
 * transaction, so that a node sees all of a file or nothing of it; a second run changes nothing.
 */
public final class AreaImport {
  /** Rows of a statement: some hundred milliseconds, far below the statement timeout of 5 s. */
  private static final int BATCH = 5_000;

  /** Two imports at once take turns; any number that nobody else locks. */
  private static final long LOCK = 5_171;

  private static final String AREA =
      """
      INSERT INTO area (code, name, kind, parent)
      SELECT * FROM unnest(:code, :name, :kind, :parent)
      ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind
        WHERE (area.name, area.kind) IS DISTINCT FROM (excluded.name, excluded.kind)
      RETURNING xmax = 0
      """;
  private static final String VILLAGE =
      """
      INSERT INTO village (id, name, kind, district, within)
      SELECT code, name, kind, substr(code, 1, 6), CASE WHEN length(code) > 10 THEN parent END
      FROM unnest(:code, :name, :kind, :parent) AS line (code, name, kind, parent)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind
        WHERE (village.name, village.kind) IS DISTINCT FROM (excluded.name, excluded.kind)
      RETURNING xmax = 0
      """;

  /**
   * What an import did.
   *
   * @param corrected of another name or kind than before
   * @param unchanged as they were
   * @param others areas of the tables that the file does not name; they stay
   */
  public record Counts(int added, int corrected, int unchanged, int others) {}

  private final Handle tx;
  private int added;
  private int corrected;

  public AreaImport(Handle tx) {
    this.tx = tx;
  }

  /** The codes to which areas of a file may belong without being in it. */
  public Set<String> known() {
    tx.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    return new HashSet<>(
        tx.createQuery(
                "SELECT code FROM area UNION ALL SELECT id FROM village WHERE within IS NULL")
            .mapTo(String.class)
            .list());
  }

  /**
   * Writes the lines of a good file, parents first.
   *
   * @param lines each code once, its parent among them or {@link #known()}
   */
  public Counts write(List<AreaLine> lines) {
    List<AreaLine> sorted =
        lines.stream()
            .sorted(
                Comparator.comparing((AreaLine line) -> line.code().level())
                    .thenComparing(line -> line.code().text()))
            .toList();
    write(sorted.stream().filter(line -> !line.kind().isVillage()).toList(), AREA);
    write(sorted.stream().filter(line -> line.kind().isVillage()).toList(), VILLAGE);
    int all =
        tx.createQuery("SELECT (SELECT count(*) FROM area) + (SELECT count(*) FROM village)")
            .mapTo(Integer.class)
            .one();
    return new Counts(added, corrected, lines.size() - added - corrected, all - lines.size());
  }

  private void write(List<AreaLine> lines, String statement) {
    for (int from = 0; from < lines.size(); from += BATCH) {
      List<AreaLine> batch = lines.subList(from, Math.min(lines.size(), from + BATCH));
      try (Query query = tx.createQuery(statement)) {
        bind(query, "code", batch, line -> line.code().text());
        bind(query, "name", batch, AreaLine::name);
        bind(query, "kind", batch, line -> line.kind().written());
        bind(query, "parent", batch, line -> line.code().parent().orElse(null));
        for (boolean isNew : query.mapTo(Boolean.class).list()) {
          if (isNew) {
            added++;
          } else {
            corrected++;
          }
        }
      }
    }
  }

  private void bind(
      Query query, String name, List<AreaLine> batch, Function<AreaLine, String> value) {
    try {
      Array array =
          tx.getConnection()
              .createArrayOf("text", batch.stream().map(value).toArray(String[]::new));
      query.bindBySqlType(name, array, Types.ARRAY);
    } catch (SQLException e) {
      throw new IllegalStateException("a column could not be made an array", e);
    }
  }

  /** Reads a file, and writes it when it is good. */
  public Taken take(Path file) {
    return switch (AreaFile.read(file, known())) {
      case AreaFile.Read.Bad(List<String> mistakes) -> new Taken.Refused(mistakes);
      case AreaFile.Read.Good(List<AreaLine> lines) -> new Taken.Written(write(lines));
    };
  }

  /** What became of a file. */
  public sealed interface Taken {
    record Written(Counts counts) implements Taken {}

    /** Nothing was written; each {@code file:line: what, and what to do}. */
    record Refused(List<String> mistakes) implements Taken {}
  }
}
