package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sends again what Redis said not to have run: elsewhere at once, or a little later. Bounded in
 * every way: so many times, so long, so many at once. Safe for any thread.
 */
final class Redirects {
  /**
   * A slot that moves sends a command on once or twice; a node that starts is there within a
   * second.
   */
  private static final int MOST_REPEATS = 16;

  /** Two nodes that send a command to each other are given time to agree. */
  private static final int AT_ONCE = 3;

  private static final long PAUSE_MILLIS = 50;

  /** More than this waiting to come again, and turns are told at once. */
  private static final int MOST_LATER = RedisLane.LONGEST_QUEUE;

  private final AtomicInteger waiting = new AtomicInteger();
  private final Executor paused =
      CompletableFuture.delayedExecutor(
          PAUSE_MILLIS, TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task));
  private final Counter moved;
  private final Counter asked;
  private final Counter later;

  Redirects(MeterRegistry registry) {
    this.moved = counter(registry, "moved");
    this.asked = counter(registry, "ask");
    this.later = counter(registry, "later");
  }

  private static Counter counter(MeterRegistry registry, String kind) {
    return Counter.builder("gerbang_redis_redirects_total")
        .description("Commands that Redis did not run and that were sent again")
        .tag("kind", kind)
        .register(registry);
  }

  /** {@code to} gets it, for its slot has moved there. */
  Optional<StoreAway> moved(RedisCommand command, RedisLane to) {
    moved.increment();
    return send(command, false, to);
  }

  /** {@code to} gets it this once, for its key has gone there already. */
  Optional<StoreAway> asked(RedisCommand command, RedisLane to) {
    asked.increment();
    return send(command, true, to);
  }

  private Optional<StoreAway> send(RedisCommand command, boolean asking, RedisLane to) {
    if (command.repeats() >= AT_ONCE || !to.isUp()) {
      return paused(command, again -> deliver(again.asked(asking), to));
    }
    to.submit(command.again().asked(asking));
    return Optional.empty();
  }

  /** A lane that was laid just now gets the time to connect. */
  private void deliver(RedisCommand command, RedisLane to) {
    if (to.isUp()) {
      to.submit(command);
    } else {
      paused(command, again -> deliver(again, to))
          .ifPresent(command.answer()::completeExceptionally);
    }
  }

  /** {@code to} gets it in a moment, for Redis is not ready. */
  Optional<StoreAway> later(RedisCommand command, Consumer<RedisCommand> to) {
    later.increment();
    return paused(command.asked(false), to);
  }

  private Optional<StoreAway> paused(RedisCommand command, Consumer<RedisCommand> to) {
    if (command.repeats() >= MOST_REPEATS || command.age() > RedisLane.OLDEST_NANOS) {
      return Optional.of(new StoreAway("Redis sent a command to and fro and did not run it", null));
    }
    if (waiting.incrementAndGet() > MOST_LATER) {
      waiting.decrementAndGet();
      return Optional.of(new StoreAway(MOST_LATER + " commands wait for Redis to settle", null));
    }
    paused.execute(
        () -> {
          waiting.decrementAndGet();
          to.accept(command.again());
        });
    return Optional.empty();
  }

  /** Whether it was refused unseen by a Redis that is not ready yet, so that it can come again. */
  static boolean isNotReady(JedisDataException why) {
    String text = String.valueOf(why.getMessage());
    return text.startsWith("LOADING")
        || text.startsWith("TRYAGAIN")
        || text.startsWith("CLUSTERDOWN");
  }

  /** What a turn is told of an error. */
  static StoreAway refusal(JedisDataException why) {
    return new StoreAway("Redis answered an error: " + why.getMessage(), why);
  }
}
