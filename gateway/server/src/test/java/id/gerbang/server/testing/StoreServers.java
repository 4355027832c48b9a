package id.gerbang.server.testing;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One PostgreSQL and one Redis, each started when its URL is first asked for. */
sealed interface StoreServers permits ContainerServers, EmbeddedServers {
  /** Overrules whether Docker is there: {@code containers} or {@code embedded}. */
  String PROPERTY = "gerbang.test.stores";

  /** The JDBC URL, with user and password, of a database of this PostgreSQL. */
  String postgres(String database);

  /** {@code redis://host:port}. */
  String redis();

  /** What this machine has. */
  static StoreServers here() {
    StoreServers chosen =
        chosen(
            System.getProperty(PROPERTY, ""),
            () -> DockerThere.within(DockerThere.LIMIT),
            ContainerServers::new,
            EmbeddedServers::new);
    System.err.println("The tests' PostgreSQL and Redis: " + chosen);
    return chosen;
  }

  /**
   * Containers where Docker is there, else the embedded servers.
   *
   * @param wanted {@link #PROPERTY}, empty where nobody has set it
   * @param dockerIsThere not asked where {@code wanted} says it
   */
  static StoreServers chosen(
      String wanted,
      BooleanSupplier dockerIsThere,
      Supplier<? extends StoreServers> containers,
      Supplier<? extends StoreServers> embedded) {
    return switch (wanted) {
      case "containers" -> containers.get();
      case "embedded" -> embedded.get();
      case "" -> dockerIsThere.getAsBoolean() ? containers.get() : embedded.get();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + ": expected containers or embedded, not " + wanted);
    };
  }
}
