package id.gerbang.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class ClusterMapTest {
  private static final HostAndPort ASKED = new HostAndPort("10.0.0.9", 7000);

  private static List<Object> range(long first, long last, Object... nodes) {
    List<Object> range = new java.util.ArrayList<>(List.of(first, last));
    range.addAll(List.of(nodes));
    return range;
  }

  private static List<Object> node(String host, long port) {
    return Arrays.asList(host == null ? null : host.getBytes(StandardCharsets.UTF_8), port, "id");
  }

  @Test
  void aMapNamesTheMasterOfEachSlotAndAllNodes() {
    ClusterMap map =
        ClusterMap.read(
            List.of(
                range(0, 99, node("10.0.0.1", 7001), node("10.0.0.2", 7002)),
                range(100, 16_383, node("10.0.0.3", 7003))),
            ASKED);
    assertThat(map.masters()[99]).isEqualTo(new HostAndPort("10.0.0.1", 7001));
    assertThat(map.masters()[100]).isEqualTo(new HostAndPort("10.0.0.3", 7003));
    assertThat(map.nodes()).hasSize(3).contains(new HostAndPort("10.0.0.2", 7002));
    assertThat(map.serving()).hasSize(2);
    assertThat(map.isComplete()).isTrue();
  }

  @Test
  void aNodeWithoutANameStandsWhereTheAskedOneStands() {
    ClusterMap map =
        ClusterMap.read(
            List.of(
                range(0, 1, node("", 7001)),
                range(2, 3, node(null, 7002)),
                range(4, 5, node("?", 7003))),
            ASKED);
    assertThat(map.masters()[0]).isEqualTo(new HostAndPort("10.0.0.9", 7001));
    assertThat(map.masters()[2]).isEqualTo(new HostAndPort("10.0.0.9", 7002));
    assertThat(map.masters()[4]).as("a name that is not known yet").isNull();
    assertThat(map.isComplete()).isFalse();
  }
}
