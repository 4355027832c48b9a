package id.gerbang.server.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * A query whose rows are read page by page, oldest first. Used once, by one thread. The SQL that it
 * is made of is the code's own, never what somebody wrote.
 */
public final class PagedQuery {
  private final StringBuilder sql;
  private final String table;
  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param select what is selected, and from where
   * @param table the alias of the table whose {@code created_at} and {@code reference} order it
   */
  public PagedQuery(String select, String table) {
    this.sql = new StringBuilder(select).append(" WHERE true");
    this.table = table;
  }

  /**
   * A value that the selection itself needs.
   *
   * @param name as it stands there, {@code :name}
   */
  public PagedQuery with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /**
   * Only rows of which {@code condition} is true; all, where {@code value} is empty.
   *
   * @param condition SQL that has the value as {@code :name}
   */
  public PagedQuery where(String condition, String name, Optional<?> value) {
    value.ifPresent(
        wanted -> {
          sql.append(" AND ").append(condition);
          values.put(name, wanted);
        });
    return this;
  }

  /**
   * Reads a page. Blocks.
   *
   * @param after where the page before ended, or empty
   * @param end where a page ends whose last row was made to this item
   */
  public <T> Page<T> page(
      Jdbi jdbi, int limit, Optional<Cursor> after, RowMapper<T> row, Function<T, Cursor> end) {
    String key = table + ".created_at, " + table + ".reference";
    after.ifPresent(
        cursor -> {
          sql.append(" AND (").append(key).append(") > (:afterAt, :afterReference)");
          values.put("afterAt", cursor.at());
          values.put("afterReference", cursor.reference());
        });
    sql.append(" ORDER BY ").append(key).append(" LIMIT :limit");
    values.put("limit", limit + 1);
    List<T> found =
        jdbi.withHandle(
            handle -> {
              Query query = handle.createQuery(sql.toString());
              values.forEach(query::bind);
              return query.map(row).list();
            });
    return Page.of(found, limit, item -> end.apply(item).written());
  }
}
