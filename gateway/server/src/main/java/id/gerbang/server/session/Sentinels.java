package id.gerbang.server.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The sentinels of one master, asked on connections that stay open. All are asked each time, and
 * who knows of the latest fail-over is believed: a sentinel that was cut off from the others would
 * still name a master that they have voted down.
 *
 * <p>Threads: one.
 */
final class Sentinels implements AutoCloseable {
  private final RedisAddress.Sentinel address;
  private final Map<HostAndPort, Jedis> open = new HashMap<>();

  Sentinels(RedisAddress.Sentinel address) {
    this.address = address;
  }

  /** Where a sentinel says the master is, and by which fail-over. */
  private record Word(HostAndPort node, long epoch) {}

  /** Where the master is; empty when no sentinel answers or none knows it. */
  Optional<HostAndPort> master() {
    Word best = null;
    for (HostAndPort sentinel : address.sentinels()) {
      Word word = ask(sentinel);
      if (word != null && (best == null || word.epoch() > best.epoch())) {
        best = word;
      }
    }
    return Optional.ofNullable(best).map(Word::node);
  }

  private Word ask(HostAndPort sentinel) {
    try {
      Jedis jedis =
          open.computeIfAbsent(sentinel, node -> new Jedis(node, address.sentinelConfig()));
      // Not ip and port of SENTINEL MASTER: this one names a replica as soon as it is promoted.
      List<String> at = jedis.sentinelGetMasterAddrByName(address.master());
      if (at == null || at.size() < 2) {
        return null;
      }
      String epoch = jedis.sentinelMaster(address.master()).getOrDefault("config-epoch", "0");
      return new Word(
          new HostAndPort(at.get(0), Integer.parseInt(at.get(1))), Long.parseLong(epoch));
    } catch (JedisException e) {
      forget(sentinel);
      return null;
    }
  }

  private void forget(HostAndPort sentinel) {
    Jedis jedis = open.remove(sentinel);
    if (jedis != null) {
      try {
        jedis.close();
      } catch (JedisException e) {
        // It was broken already.
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::forget);
  }
}
