package id.gerbang.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisAddressTest {
  @Test
  void sentinelsAreReadWithTheirMaster() {
    RedisAddress.Sentinel read =
        (RedisAddress.Sentinel)
            RedisAddress.parse(
                "redis-sentinel://turns:p%40ss+w:ord@s1:1,s2,[::1]:3/my-master/2?sentinel-user=watch&sentinel-password=x%26y");
    assertThat(read.sentinels())
        .containsExactly(
            new HostAndPort("s1", 1), new HostAndPort("s2", 26379), new HostAndPort("::1", 3));
    assertThat(read.master()).isEqualTo("my-master");
    assertThat(read.config().getCredentialsProvider().get().getUser()).isEqualTo("turns");
    assertThat(read.config().getCredentialsProvider().get().getPassword())
        .isEqualTo("p@ss+w:ord".toCharArray());
    assertThat(read.config().getDatabase()).isEqualTo(2);
    assertThat(read.sentinelConfig().getCredentialsProvider().get().getUser()).isEqualTo("watch");
    assertThat(read.sentinelConfig().getCredentialsProvider().get().getPassword())
        .isEqualTo("x&y".toCharArray());
    assertThat(read.sentinelConfig().getDatabase()).isZero();
    assertThat(read.toString()).contains("s1:1", "my-master").doesNotContain("p@ss", "x&y");
  }

  @Test
  void aSentinelIsToldNoPasswordThatIsTheMasters() {
    RedisAddress.Sentinel read =
        (RedisAddress.Sentinel) RedisAddress.parse("redis-sentinel://:geheim@s1/m");
    assertThat(read.sentinelConfig().getCredentialsProvider().get().getPassword()).isNull();
    assertThat(read.config().getCredentialsProvider().get().getPassword())
        .isEqualTo("geheim".toCharArray());
  }

  @Test
  void aClusterIsReadWithSomeOfItsNodes() {
    RedisAddress.Cluster read =
        (RedisAddress.Cluster)
            RedisAddress.parse("redis-cluster://:geheim@h1:7001,10.0.0.2,h3:7003");
    assertThat(read.seeds())
        .containsExactly(
            new HostAndPort("h1", 7001),
            new HostAndPort("10.0.0.2", 6379),
            new HostAndPort("h3", 7003));
    assertThat(read.config().getCredentialsProvider().get().getPassword())
        .isEqualTo("geheim".toCharArray());
    assertThat(read.toString()).contains("h1:7001").doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h:1, false", "rediss://h:1, true",
    "redis-cluster://h:1, false", "rediss-cluster://h:1, true",
    "redis-sentinel://h:1/m, false", "rediss-sentinel://h:1/m, true"
  })
  void twoLettersSayTls(String url, boolean tls) {
    assertThat(RedisAddress.parse(url).config().getSslOptions() != null).isEqualTo(tls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis-sentinel://u:geheim@h1:1,h2:2",
        "redis-sentinel://u:geheim@h1:1/",
        "redis-sentinel://u:geheim@h1:1/m?password=geheim",
        "redis-sentinel://geheim@h1:1/m",
        "redis-sentinel://u:geheim%@h1:1/m",
        "redis-cluster://u:geheim@h1:0",
        "redis-cluster://u:geheim@h1:70000",
        "redis-cluster://u:geheim@h1,,h2",
        "redis-cluster://u:geheim@h1/0",
        "redis-cluster://u:geheim@",
        "redis-both://u:geheim@h1",
        "http://u:geheim@h1",
        "redis://u:geheim@"
      })
  void whatIsNoneIsRefusedWithoutItsPassword(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GERBANG_REDIS_URL: ")
        .hasMessageNotContaining("geheim");
  }
}
