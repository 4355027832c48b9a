package id.gerbang.server.testing;

import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The servers in containers, which Testcontainers takes away when the JVM ends. */
final class ContainerServers implements StoreServers {
  /** Of the embedded one's major version; TestStoresIT sees to it. */
  static final DockerImageName POSTGRES = DockerImageName.parse("postgres:18.1-alpine");

  static final DockerImageName REDIS = DockerImageName.parse("redis:7.2.5-alpine");
  private static final int REDIS_PORT = 6379;

  /** Whoever is in the same network can reach the container's port. */
  private final String password = UUID.randomUUID().toString();

  private PostgreSQLContainer postgres;
  private GenericContainer<?> redis;

  @Override
  public synchronized String postgres(String database) {
    if (postgres == null) {
      PostgreSQLContainer starting =
          new PostgreSQLContainer(POSTGRES)
              .withDatabaseName("postgres")
              .withUsername("postgres")
              .withPassword(password);
      // As the embedded one of the tests: what a killed server loses is not asked here.
      starting.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
      starting.start();
      postgres = starting;
    }
    return postgresUrl(
        postgres.getHost(),
        postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        database,
        password);
  }

  static String postgresUrl(String host, int port, String database, String password) {
    return "jdbc:postgresql://%s:%d/%s?user=postgres&password=%s"
        .formatted(host, port, database, password);
  }

  @Override
  public synchronized String redis() {
    if (redis == null) {
      GenericContainer<?> starting = new GenericContainer<>(REDIS).withExposedPorts(REDIS_PORT);
      starting.start();
      redis = starting;
    }
    return redisUrl(redis.getHost(), redis.getMappedPort(REDIS_PORT));
  }

  static String redisUrl(String host, int port) {
    return "redis://" + host + ":" + port;
  }

  @Override
  public String toString() {
    return "containers, " + POSTGRES + " and " + REDIS;
  }
}
