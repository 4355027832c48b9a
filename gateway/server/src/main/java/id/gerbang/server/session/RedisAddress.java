package id.gerbang.server.session;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Where Redis is. Each prints itself without its passwords.
 *
 * <pre>
 *   redis://[user:password@]host[:port][/database]                                           one server
 *   redis-sentinel://[user:password@]s1[:p1],s2[:p2]/master[/database][?sentinel-password=…]  the master that sentinels name
 *   redis-cluster://[user:password@]h1[:p1],h2[:p2]                                          a cluster; a few of its nodes
 * </pre>
 *
 * <p>{@code rediss}, {@code rediss-sentinel}, {@code rediss-cluster}: the same by TLS. {@link
 * RedisUrl} reads them.
 */
public sealed interface RedisAddress {

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when it is none of these; the message does not repeat it
   */
  static RedisAddress parse(String url) {
    return RedisUrl.read(url);
  }

  /** How a connection to Redis itself is opened. */
  JedisClientConfig config();

  /** One server, or what looks like one. */
  record One(HostAndPort node, JedisClientConfig config) implements RedisAddress {
    @Override
    public String toString() {
      return node.toString();
    }
  }

  /**
   * A master and its replicas, watched by sentinels.
   *
   * @param sentinels where some of them are; all should be named
   * @param master what they call it
   * @param sentinelConfig how a connection to a sentinel is opened
   */
  record Sentinel(
      List<HostAndPort> sentinels,
      String master,
      JedisClientConfig sentinelConfig,
      JedisClientConfig config)
      implements RedisAddress {
    public Sentinel {
      sentinels = List.copyOf(sentinels);
    }

    @Override
    public String toString() {
      return master + " of the sentinels " + joined(sentinels);
    }
  }

  /**
   * A cluster.
   *
   * @param seeds some of its nodes, the first to be asked for the others
   */
  record Cluster(List<HostAndPort> seeds, JedisClientConfig config) implements RedisAddress {
    public Cluster {
      seeds = List.copyOf(seeds);
    }

    @Override
    public String toString() {
      return "the cluster of " + joined(seeds);
    }
  }

  private static String joined(List<HostAndPort> nodes) {
    List<String> names = new ArrayList<>();
    nodes.forEach(node -> names.add(node.toString()));
    return String.join(", ", names);
  }
}
