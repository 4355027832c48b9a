package id.gerbang.server.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Collects the Redis commands of concurrent turns into pipelines: a few lanes of one connection
 * each to a single master, or one to each node of a cluster; a key always on the same lane while it
 * stays where it is, so that the commands of a subscriber keep their order. Safe for any thread;
 * never blocks. A command is answered or fails within about five seconds, whatever Redis does.
 */
public final class RedisBatcher implements AutoCloseable {
  /** How late it is seen that a pipeline takes too long. */
  private static final Duration GLANCE = Duration.ofMillis(250);

  private final RedisLanes lanes;
  private final Inquiry watch;

  /**
   * @param laneCount how many connections to a single master, and how many {@code completions}
   *     there are; two measured best on two cores
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
    this.lanes =
        lanes(
            address,
            laneCount,
            new LaneNeeds(address.config(), scripts, completions, roundTrip, random),
            new Redirects(registry));
    this.watch = new Inquiry("redis-watch", this::watch, GLANCE, GLANCE).start();
    Gauge.builder("gerbang_redis_queue", this, RedisBatcher::waiting)
        .description("Commands that wait for a pipeline")
        .register(registry);
    Gauge.builder("gerbang_redis_up", this, batcher -> batcher.isUp() ? 1 : 0)
        .description("Whether every connection to Redis stands")
        .register(registry);
  }

  private static RedisLanes lanes(
      RedisAddress address, int count, LaneNeeds needs, Redirects redirects) {
    return switch (address) {
      case RedisAddress.One one ->
          new MasterLanes(count, new Whereabouts.Fixed(one.node()), needs, redirects);
      case RedisAddress.Sentinel sentinel ->
          new MasterLanes(count, new SentinelWatch(sentinel), needs, redirects);
      case RedisAddress.Cluster cluster -> new ClusterLanes(cluster, count, needs, redirects);
    };
  }

  private boolean watch() {
    long now = System.nanoTime();
    lanes.all().forEach(lane -> lane.watch(now));
    return true;
  }

  /** Whether every subscriber's conversation can be reached. */
  public boolean isUp() {
    return lanes.isUp();
  }

  /**
   * Whether any can: while one of a cluster's nodes is away, the others' subscribers are served,
   * and a gateway that called itself not ready would shut them out too.
   */
  public boolean serves() {
    return lanes.serves();
  }

  private int waiting() {
    return lanes.all().stream().mapToInt(RedisLane::waiting).sum();
  }

  CompletableFuture<Object> submit(RedisScript script, byte[] key, byte[]... arguments) {
    RedisCommand command = RedisCommand.of(script, key, arguments);
    lanes.submit(command);
    return command.answer();
  }

  @Override
  public void close() {
    watch.close();
    lanes.close();
  }
}
