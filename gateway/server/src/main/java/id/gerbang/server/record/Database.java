package id.gerbang.server.record;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The records' PostgreSQL: a bounded pool, the schema at its version, and Jdbi. */
public final class Database implements AutoCloseable {
  /**
   * Ten connections commit faster than a hundred on the machines this runs on, and are shared
   * fairly among virtual threads.
   */
  private static final int POOL = 10;

  /** A turn waits this long for a connection before its screen says that the system is busy. */
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);

  private static final int STATEMENT_SECONDS = 5;

  /** A node whose machine vanished must not keep the locks of its transaction from the others. */
  private static final int IDLE_SECONDS = 10;

  private static final int READY_SECONDS = 1;

  private final HikariDataSource source;
  private final Jdbi jdbi;

  private Database(HikariDataSource source) {
    this.source = source;
    this.jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
    // Arguments of a statement are people: an exception names the statement, never its values.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
  }

  /**
   * Connects and brings the schema to this version.
   *
   * @param url {@code jdbc:postgresql://…}
   * @param user empty when the URL names it
   * @param password empty when none is needed
   * @throws RuntimeException when PostgreSQL is not there, or its schema is newer than this version
   */
  public static Database open(String url, String user, String password, MeterRegistry registry) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (!user.isEmpty()) {
      config.setUsername(user);
      config.setPassword(password);
    }
    config.setPoolName("gerbang");
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    config.setMetricRegistry(registry);
    // The server's detail lines repeat values, and values are people.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("ApplicationName", "gerbang");
    config.addDataSourceProperty("socketTimeout", "10");
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout="
            + STATEMENT_SECONDS
            + "s -c idle_in_transaction_session_timeout="
            + IDLE_SECONDS
            + "s");
    HikariDataSource source = new HikariDataSource(config);
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return new Database(source);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** A connection outside the pool, for who holds it for long; theirs to close. */
  public Connection ownConnection() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(source.getDataSourceProperties());
    if (source.getUsername() != null) {
      properties.setProperty("user", source.getUsername());
      properties.setProperty("password", source.getPassword());
    }
    return DriverManager.getConnection(source.getJdbcUrl(), properties);
  }

  /** Whether a connection answers now. */
  public boolean isReady() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(READY_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
