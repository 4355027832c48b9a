package id.gerbang.server.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * How many open conversations stand where: walks over the keys in Redis without holding it up, on a
 * connection of its own. Blocks; for a command, never for a turn. What begins or ends meanwhile may
 * be counted or not.
 */
public final class StandCount {
  /** Keys that Redis looks at before it serves others again. */
  private static final int KEYS_AT_ONCE = 500;

  private StandCount() {}

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
    long deadline = System.nanoTime() + within.toNanos();
    Map<Stand, Long> counts = new HashMap<>();
    long unplaced = 0;
    String cursor = ScanParams.SCAN_POINTER_START;
    ScanParams keys = new ScanParams().match("g:*").count(KEYS_AT_ONCE);
    try (Jedis redis = new Jedis(address.node(), address.config())) {
      do {
        ScanResult<String> found = redis.scan(cursor, keys);
        cursor = found.getCursor();
        for (List<String> fields : fields(redis, found.getResult())) {
          String written = fields.getFirst();
          if (written == null) {
            unplaced += fields.getLast() == null ? 0 : 1;
          } else if (!written.isEmpty()) {
            counts.merge(Stand.read(written), 1L, Long::sum);
          }
        }
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && System.nanoTime() < deadline);
    } catch (JedisException e) {
      throw new Conversations.StoreAway("Redis at " + address + " does not answer", e);
    }
    return new Counted(counts, unplaced, cursor.equals(ScanParams.SCAN_POINTER_START));
  }

  /** By key: where it stands, and its sequence, which is not there before the first answer. */
  private static List<List<String>> fields(Jedis redis, List<String> keys) {
    List<Response<List<String>>> answers = new ArrayList<>(keys.size());
    try (Pipeline pipeline = redis.pipelined()) {
      keys.forEach(key -> answers.add(pipeline.hmget(key, "b", "s")));
    }
    return answers.stream().map(Response::get).toList();
  }
}
