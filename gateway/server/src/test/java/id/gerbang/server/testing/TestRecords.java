package id.gerbang.server.testing;

import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Records of its own for each test: a database on one real PostgreSQL, cloned from a migrated one,
 * a vault, and a clock in hand.
 */
public final class TestRecords implements InstantSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static EmbeddedPostgres postgres;

  public final Jdbi jdbi = Jdbi.create(database()).installPlugin(new PostgresPlugin());
  public final Vault vault = new TinkVault(Keyset.generate());
  private volatile Instant now = Instant.parse("2026-10-18T09:00:00Z");

  private static synchronized DataSource database() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
        execute("CREATE DATABASE migrated");
        Flyway.configure()
            .dataSource(postgres.getDatabase("postgres", "migrated"))
            .load()
            .migrate();
      }
      String name = "records" + DATABASES.incrementAndGet();
      execute("CREATE DATABASE " + name + " TEMPLATE migrated");
      return postgres.getDatabase("postgres", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** The clock goes on. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  public long count(String what) {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  /** One row's columns. */
  public Map<String, Object> row(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapToMap().one());
  }

  public void execute(String sql, Object... values) {
    jdbi.useHandle(handle -> handle.execute(sql, values));
  }

  /** Waits for what other threads bring about. */
  public static void await(String what, BooleanSupplier happened) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
