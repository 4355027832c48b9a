package id.gerbang.server.session;

import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import redis.clients.jedis.JedisClientConfig;

/**
 * What every {@link RedisLane} of a {@link RedisBatcher} has in common.
 *
 * @param scripts loaded on each connection
 * @param completions by lane, where the continuations of its batches run
 * @param roundTrip one pipeline there and back
 */
record LaneNeeds(
    JedisClientConfig config,
    List<RedisScript> scripts,
    IntFunction<Executor> completions,
    Timer roundTrip,
    RandomGenerator random) {}
