package id.gerbang.server.testing;

import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Records of its own for each test: a database of {@link TestStores}, a vault, and a clock in hand.
 */
public final class TestRecords implements InstantSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public final Jdbi jdbi =
      Jdbi.create(TestStores.source(TestStores.here().database()))
          .installPlugin(new PostgresPlugin());
  public final Vault vault = new TinkVault(Keyset.generate());
  private volatile Instant now = Instant.parse("2026-10-18T09:00:00Z");

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
