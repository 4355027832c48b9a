package id.gerbang.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.session.RedisAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Which servers the tests get. Making one of them starts nothing yet. */
class StoreServersTest {
  private final AtomicInteger asked = new AtomicInteger();

  private StoreServers chosen(String wanted, boolean dockerIsThere) {
    return StoreServers.chosen(
        wanted,
        () -> {
          asked.incrementAndGet();
          return dockerIsThere;
        },
        ContainerServers::new,
        EmbeddedServers::new);
  }

  @Test
  void dockerBringsContainersAndItsAbsenceTheEmbedded() {
    assertThat(chosen("", true)).isInstanceOf(ContainerServers.class);
    assertThat(chosen("", false)).isInstanceOf(EmbeddedServers.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoeverSaysWhichIsNotOverruledByDocker() {
    assertThat(chosen("embedded", true)).isInstanceOf(EmbeddedServers.class);
    assertThat(chosen("containers", false)).isInstanceOf(ContainerServers.class);
    assertThat(asked).hasValue(0);
    assertThatThrownBy(() -> chosen("docker", true)).hasMessageContaining("gerbang.test.stores");
  }

  @Test
  void aDockerThatHangsOrBreaksIsNotThere() {
    CountDownLatch never = new CountDownLatch(1);
    assertThat(DockerThere.within(Duration.ofMillis(50), () -> hangs(never))).isFalse();
    assertThat(
            DockerThere.within(
                Duration.ofSeconds(10),
                () -> {
                  throw new NoClassDefFoundError("a client");
                }))
        .isFalse();
    assertThat(DockerThere.within(Duration.ofSeconds(10), () -> true)).isTrue();
  }

  private static boolean hangs(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Test
  void aContainersUrlsAreReadByTheDriversAsTheyAreMeant() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(ContainerServers.postgresUrl("docker.test", 32768, "test1", "a-b"));
    assertThat(source.getServerNames()).containsExactly("docker.test");
    assertThat(source.getPortNumbers()).containsExactly(32768);
    assertThat(source.getDatabaseName()).isEqualTo("test1");
    assertThat(source.getUser()).isEqualTo("postgres");
    assertThat(source.getPassword()).isEqualTo("a-b");

    RedisAddress redis =
        RedisAddress.parse(ContainerServers.redisUrl("docker.test", 32769) + "/15");
    assertThat(redis).hasToString("docker.test:32769");
    assertThat(redis.config().getDatabase()).isEqualTo(15);
  }
}
