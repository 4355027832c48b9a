package id.gerbang.server.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Collects the Redis commands of concurrent turns into pipelines: a few lanes of one connection
 * each, a key always on the same lane, so that the commands of a subscriber keep their order. Safe
 * for any thread; never blocks.
 */
public final class RedisBatcher implements AutoCloseable {
  private final List<RedisLane> lanes = new ArrayList<>();

  /**
   * @param laneCount how many connections; two measured best on two cores
   * @param completions by lane, where the continuations of its batches run
   */
  public RedisBatcher(
      RedisAddress address,
      int laneCount,
      IntFunction<Executor> completions,
      MeterRegistry registry,
      RandomGenerator random) {
    Timer roundTrip =
        Timer.builder("gerbang_redis_seconds")
            .description("One pipeline to Redis and back")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    List<RedisScript> scripts =
        List.of(RedisConversations.BEGIN, RedisConversations.COMMIT, RedisConversations.RELEASE);
    for (int i = 0; i < laneCount; i++) {
      lanes.add(
          new RedisLane("redis-" + i, address, scripts, completions.apply(i), roundTrip, random));
    }
    Gauge.builder("gerbang_redis_queue", this, RedisBatcher::waiting)
        .description("Commands that wait for a pipeline")
        .register(registry);
    Gauge.builder("gerbang_redis_up", this, batcher -> batcher.isUp() ? 1 : 0)
        .description("Whether every connection to Redis stands")
        .register(registry);
  }

  /** Whether every lane has its connection. */
  public boolean isUp() {
    return lanes.stream().allMatch(RedisLane::isUp);
  }

  private int waiting() {
    return lanes.stream().mapToInt(RedisLane::waiting).sum();
  }

  CompletableFuture<Object> submit(RedisScript script, byte[] key, byte[]... arguments) {
    return lanes
        .get(Math.floorMod(Arrays.hashCode(key), lanes.size()))
        .submit(script, key, arguments);
  }

  @Override
  public void close() {
    lanes.forEach(RedisLane::close);
  }
}
