package id.gerbang.server.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * How many open conversations stand where: walks over the keys of every master without holding it
 * up, on a connection of its own. Blocks; for a command, never for a turn. What begins, ends or
 * moves to another node of a cluster meanwhile may be counted or not.
 */
public final class StandCount {
  /** Keys that Redis looks at before it serves others again. */
  private static final int KEYS_AT_ONCE = 500;

  private final Map<Stand, Long> counts = new HashMap<>();
  private final long deadline;
  private long unplaced;

  private StandCount(Duration within) {
    this.deadline = System.nanoTime() + within.toNanos();
  }

  /**
   * @param conversations how many, by where they stand
   * @param unplaced those that a version before this one left, which did not say where
   * @param complete whether all keys were seen within the time
   */
  public record Counted(Map<Stand, Long> conversations, long unplaced, boolean complete) {
    public Counted {
      conversations = Map.copyOf(conversations);
    }
  }

  /**
   * Counts.
   *
   * @param within after that it ends with what it has seen
   * @throws Conversations.StoreAway when Redis does not answer
   */
  public static Counted at(RedisAddress address, Duration within) {
    StandCount count = new StandCount(within);
    try {
      boolean complete = true;
      for (HostAndPort master : masters(address)) {
        try (Jedis redis = new Jedis(master, address.config())) {
          complete &= count.all(redis);
        }
      }
      return new Counted(count.counts, count.unplaced, complete);
    } catch (JedisException e) {
      throw new Conversations.StoreAway("Redis at " + address + " does not answer", e);
    }
  }

  private static Collection<HostAndPort> masters(RedisAddress address) {
    return switch (address) {
      case RedisAddress.One one -> List.of(one.node());
      case RedisAddress.Sentinel sentinel -> {
        try (Sentinels sentinels = new Sentinels(sentinel)) {
          yield List.of(
              sentinels
                  .master()
                  .orElseThrow(() -> new Conversations.StoreAway("nobody names " + address, null)));
        }
      }
      case RedisAddress.Cluster cluster ->
          ClusterMap.ask(cluster.seeds(), cluster.config())
              .filter(ClusterMap::isComplete)
              .orElseThrow(
                  () -> new Conversations.StoreAway("not all slots are served: " + address, null))
              .serving();
    };
  }

  /** Whether it came to an end in time. */
  private boolean all(Jedis redis) {
    String cursor = ScanParams.SCAN_POINTER_START;
    ScanParams keys = new ScanParams().match("g:*").count(KEYS_AT_ONCE);
    do {
      ScanResult<String> found = redis.scan(cursor, keys);
      cursor = found.getCursor();
      fields(redis, found.getResult()).forEach(this::add);
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && System.nanoTime() < deadline);
    return cursor.equals(ScanParams.SCAN_POINTER_START);
  }

  private void add(List<String> fields) {
    String written = fields.getFirst();
    if (written == null) {
      unplaced += fields.getLast() == null ? 0 : 1;
    } else if (!written.isEmpty()) {
      counts.merge(Stand.read(written), 1L, Long::sum);
    }
  }

  /** By key: where it stands, and its sequence, which is not there before the first answer. */
  private static List<List<String>> fields(Jedis redis, List<String> keys) {
    List<Response<List<String>>> answers = new ArrayList<>(keys.size());
    try (Pipeline pipeline = redis.pipelined()) {
      keys.forEach(key -> answers.add(pipeline.hmget(key, "b", "s")));
    }
    List<List<String>> fields = new ArrayList<>(keys.size());
    for (Response<List<String>> answer : answers) {
      try {
        fields.add(answer.get());
      } catch (JedisRedirectionException e) {
        // It moved away between the two questions; the node that has it now counts it.
      }
    }
    return fields;
  }
}
