package id.gerbang.server.record;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Rows as one array for each column, for {@code unnest}: many rows in one statement, planned once,
 * whatever their number.
 *
 * @param <T> what a row is made of
 */
public final class Columns<T> {
  private final List<T> rows;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private record Column(String type, Object[] values) {}

  public Columns(List<T> rows) {
    this.rows = List.copyOf(rows);
  }

  /** A column of {@code text}; null stays null. */
  public Columns<T> text(String name, Function<T, String> value) {
    return add(name, "text", rows.stream().map(value).toArray(String[]::new));
  }

  /** A column of {@code bytea}; null stays null. */
  public Columns<T> bytes(String name, Function<T, byte[]> value) {
    return add(name, "bytea", rows.stream().map(value).toArray(byte[][]::new));
  }

  /** A column of {@code uuid}. */
  public Columns<T> uuid(String name, Function<T, UUID> value) {
    return add(name, "uuid", rows.stream().map(value).toArray(UUID[]::new));
  }

  /** A column of {@code bigint}. */
  public Columns<T> number(String name, ToLongFunction<T> value) {
    return add(
        name, "bigint", rows.stream().map(row -> value.applyAsLong(row)).toArray(Long[]::new));
  }

  /** A column of {@code timestamptz}; null stays null. */
  public Columns<T> instant(String name, Function<T, Instant> value) {
    return add(
        name,
        "timestamptz",
        rows.stream()
            .map(value)
            .map(at -> at == null ? null : at.toString())
            .toArray(String[]::new));
  }

  private Columns<T> add(String name, String type, Object[] values) {
    columns.put(name, new Column(type, values));
    return this;
  }

  /** Binds each column by its name. */
  public <S extends SqlStatement<S>> S bindTo(S statement) {
    try {
      for (Map.Entry<String, Column> column : columns.entrySet()) {
        Array array =
            statement
                .getHandle()
                .getConnection()
                .createArrayOf(column.getValue().type(), column.getValue().values());
        statement.bindBySqlType(column.getKey(), array, Types.ARRAY);
      }
      return statement;
    } catch (SQLException e) {
      throw new IllegalStateException("a column could not be made an array", e);
    }
  }
}
