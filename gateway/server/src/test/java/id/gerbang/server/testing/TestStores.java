package id.gerbang.server.testing;

import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.Jedis;

/**
 * The real PostgreSQL and Redis that every test gets its stores from: one server of each, started
 * when first asked for, and on it a database for each caller alone. With Docker the servers run in
 * containers, without as child processes ({@link StoreServers#chosen}); a test sees only URLs.
 *
 * <p>Threads: any.
 */
public final class TestStores {
  /** What Redis has if nobody configures it. More stores than that at once, and two would share. */
  static final int REDIS_DATABASES = 16;

  private static final String MIGRATED = "migrated";
  private static final TestStores HERE = new TestStores(StoreServers::here);

  private final Supplier<StoreServers> choice;
  private StoreServers servers;
  private boolean migrated;
  private int databases;
  private int redisDatabases;

  /**
   * @param choice asked once, when the first store is needed
   */
  TestStores(Supplier<StoreServers> choice) {
    this.choice = choice;
  }

  /** The stores of this machine, shared by all tests of this JVM. */
  public static TestStores here() {
    return HERE;
  }

  private StoreServers servers() {
    if (servers == null) {
      servers = choice.get();
    }
    return servers;
  }

  /** The JDBC URL, with user and password, of a new database with today's tables. */
  public synchronized String database() {
    if (!migrated) {
      execute("CREATE DATABASE " + MIGRATED);
      Flyway.configure().dataSource(source(servers().postgres(MIGRATED))).load().migrate();
      migrated = true;
    }
    return create(" TEMPLATE " + MIGRATED);
  }

  /** The JDBC URL, with user and password, of a new database without tables. */
  public synchronized String emptyDatabase() {
    return create("");
  }

  private String create(String from) {
    String name = "test" + ++databases;
    execute("CREATE DATABASE " + name + from);
    return servers().postgres(name);
  }

  private void execute(String sql) {
    try (var connection = source(servers().postgres("postgres")).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the tests' PostgreSQL refused: " + sql, e);
    }
  }

  /** What reads and writes the database behind a URL; it keeps no connections. */
  public static DataSource source(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /**
   * The URL of an empty Redis. It is empty again for somebody else after {@link #REDIS_DATABASES}
   * more of these.
   */
  public synchronized String redis() {
    String url = servers().redis() + "/" + redisDatabases++ % REDIS_DATABASES;
    try (Jedis jedis = new Jedis(url)) {
      jedis.flushDB();
    }
    return url;
  }

  /** The same settings, but on a new database and an empty Redis. */
  public Settings under(Settings settings) {
    return at(settings, redis(), database());
  }

  /** The same settings, but on these stores; the database's URL has its user and password. */
  public static Settings at(Settings settings, String redis, String database) {
    return settings.but(
        draft -> {
          draft.redisUrl = redis;
          draft.database = new Settings.Database(database, "", new Secret(""));
        });
  }
}
