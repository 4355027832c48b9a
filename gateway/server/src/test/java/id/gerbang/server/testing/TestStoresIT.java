package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class TestStoresIT {
  private static Jdbi jdbi(String url) {
    return Jdbi.create(TestStores.source(url));
  }

  private static int tables(String url) {
    return number(
        url, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
  }

  private static int number(String url, String sql) {
    return jdbi(url).withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  @Test
  void eachDatabaseHasTodaysTablesAndIsItsCallersAlone() {
    String first = TestStores.here().database();
    String second = TestStores.here().database();
    jdbi(first).useHandle(handle -> handle.execute("CREATE TABLE mine (x int)"));
    assertThat(tables(second)).isGreaterThan(5);
    assertThat(tables(first)).isEqualTo(tables(second) + 1);
    assertThat(tables(TestStores.here().emptyDatabase())).isZero();
  }

  @Test
  void eachRedisIsEmptyAndItsCallersAlone() {
    String mine = TestStores.here().redis();
    try (Jedis jedis = new Jedis(mine)) {
      jedis.set("k", "mine");
      for (int i = 1; i < TestStores.REDIS_DATABASES; i++) {
        try (Jedis other = new Jedis(TestStores.here().redis())) {
          assertThat(other.dbSize()).isZero();
        }
      }
      assertThat(jedis.get("k")).isEqualTo("mine");
      assertThat(TestStores.here().redis()).as("all are given out").isEqualTo(mine);
      assertThat(jedis.dbSize()).isZero();
    }
  }

  @Test
  void theServersAreChosenOnce() {
    AtomicInteger chosen = new AtomicInteger();
    EmbeddedServers servers = new EmbeddedServers();
    TestStores stores =
        new TestStores(
            () -> {
              chosen.incrementAndGet();
              return servers;
            });
    assertThat(chosen).as("before a store is needed").hasValue(0);
    assertThat(stores.redis()).startsWith(servers.redis());
    assertThat(stores.redis()).startsWith(servers.redis());
    assertThat(chosen).hasValue(1);
  }

  @Test
  void theContainersPostgresIsOfTheEmbeddedOnesMajorVersion() {
    int version = number(TestStores.here().emptyDatabase(), "SHOW server_version_num");
    assertThat(ContainerServers.POSTGRES.getVersionPart()).startsWith(version / 10_000 + ".");
  }
}
