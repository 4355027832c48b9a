package id.gerbang.server.session;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which node of a cluster serves which slot, as one of its nodes sees it (CLUSTER SLOTS, which
 * Redis 6.2 has and later ones keep).
 *
 * @param masters by slot; null where nobody serves it
 * @param nodes all that are in it, replicas too
 */
record ClusterMap(HostAndPort[] masters, Set<HostAndPort> nodes) {
  static final int SLOTS = 16_384;

  /** Asks until somebody knows of all slots; else the best that anybody knew. */
  static Optional<ClusterMap> ask(Collection<HostAndPort> nodes, JedisClientConfig config) {
    ClusterMap best = null;
    for (HostAndPort node : nodes) {
      ClusterMap seen = ask(node, config);
      if (seen != null && (best == null || seen.served() > best.served())) {
        best = seen;
      }
      if (best != null && best.isComplete()) {
        break;
      }
    }
    return Optional.ofNullable(best).filter(map -> map.served() > 0);
  }

  private static ClusterMap ask(HostAndPort node, JedisClientConfig config) {
    try (Jedis jedis = new Jedis(node, config)) {
      return read((List<?>) jedis.sendCommand(Protocol.Command.CLUSTER, "SLOTS"), node);
    } catch (JedisException e) {
      return null; // another one is asked
    }
  }

  /**
   * Reads an answer.
   *
   * @param asked who gave it: a node that does not know its own name calls itself by none
   */
  static ClusterMap read(List<?> answer, HostAndPort asked) {
    HostAndPort[] masters = new HostAndPort[SLOTS];
    Set<HostAndPort> nodes = new LinkedHashSet<>();
    for (Object range : answer) {
      List<?> fields = (List<?>) range; // first slot, last slot, master, replicas …
      for (Object node : fields.subList(2, fields.size())) {
        named((List<?>) node, asked).ifPresent(nodes::add);
      }
      Optional<HostAndPort> master = named((List<?>) fields.get(2), asked);
      int last = number(fields.get(1));
      for (int slot = number(fields.get(0)); slot <= last; slot++) {
        masters[slot] = master.orElse(null);
      }
    }
    return new ClusterMap(masters, nodes);
  }

  private static Optional<HostAndPort> named(List<?> node, HostAndPort asked) {
    byte[] host = (byte[]) node.get(0);
    String name = host == null ? "" : new String(host, StandardCharsets.UTF_8);
    return name.equals("?") // a name that is not known yet
        ? Optional.empty()
        : Optional.of(at(name, number(node.get(1)), asked));
  }

  /** Nodes that name no host stand where the one that was asked stands. */
  static HostAndPort at(String host, int port, HostAndPort asked) {
    return new HostAndPort(host.isEmpty() ? asked.getHost() : host, port);
  }

  private static int number(Object field) {
    return Math.toIntExact((Long) field);
  }

  /** The nodes that serve slots. */
  Set<HostAndPort> serving() {
    Set<HostAndPort> serving = new HashSet<>();
    for (HostAndPort master : masters) {
      if (master != null) {
        serving.add(master);
      }
    }
    return serving;
  }

  private int served() {
    int count = 0;
    for (HostAndPort master : masters) {
      count += master == null ? 0 : 1;
    }
    return count;
  }

  boolean isComplete() {
    return served() == SLOTS;
  }
}
