package id.gerbang.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.Conversations.StoreAway;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A Redis that is slow, stops in its tracks, or dies in the middle of a sentence. */
@Timeout(40)
class RedisTroubleIT {
  private static final byte[] NONE = {};

  @TempDir private Path folder;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private RedisFleet fleet;
  private int port;
  private RedisBatcher batcher;
  private RedisConversations conversations;

  @BeforeEach
  void start() throws Exception {
    fleet = new RedisFleet(folder);
    port = fleet.server();
  }

  private void open(Executor completions) {
    batcher =
        new RedisBatcher(
            RedisAddress.parse("redis://127.0.0.1:" + port),
            2,
            _ -> completions,
            registry,
            new Random(1));
    conversations = new RedisConversations(batcher);
    TestRecords.await("Redis is there", batcher::isUp);
  }

  @AfterEach
  void end() {
    if (batcher != null) {
      batcher.close();
    }
    fleet.close();
  }

  /** Commits of the largest states, more than sockets take in. */
  private List<CompletableFuture<?>> large(int count) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    byte[] state = new byte[RedisConversations.MOST_STATE_BYTES];
    for (int i = 0; i < count; i++) {
      answers.add(
          conversations
              .commit(Walkers.bytes("large" + i), "l", 0, state, NONE, NONE, Stand.NOWHERE)
              .toCompletableFuture());
    }
    return answers;
  }

  private static void awaitEnd(List<CompletableFuture<?>> answers, long seconds) throws Exception {
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .handle((_, _) -> null)
        .get(seconds, TimeUnit.SECONDS);
  }

  private static boolean isAway(CompletableFuture<?> answer) {
    return answer.isCompletedExceptionally()
        && answer.handle((_, e) -> cause(e)).join() instanceof StoreAway;
  }

  private static Throwable cause(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }

  @Test
  void aRedisThatStopsInItsTracksIsToldInTimeEvenInTheMiddleOfAWrite() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    open(
        task -> {
          awaitOpen(gate); // holds the lanes, so that their next batches are large
          task.run();
        });
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(conversations.release(Walkers.bytes("gate" + i), "none").toCompletableFuture());
    }
    Thread.sleep(200); // the lanes stand at the gate
    fleet.halt(port, true);
    try {
      answers.addAll(large(2_000)); // 8 MB a batch: the write itself stands still
      gate.countDown();
      awaitEnd(answers, 6);
      assertThat(answers.subList(8, answers.size())).allMatch(RedisTroubleIT::isAway);
    } finally {
      fleet.halt(port, false);
    }
    TestRecords.await("it heals", this::turns);
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRedisThatDiesInTheMiddleOfAWriteComesBack() throws Exception {
    open(Runnable::run);
    for (int i = 0; i < 3; i++) {
      fleet.halt(port, true);
      List<CompletableFuture<?>> answers = large(2_000);
      fleet.kill(port);
      awaitEnd(answers, 5);
      fleet.again(port);
      TestRecords.await("it heals", this::turns);
    }
  }

  @Test
  void nobodyIsForgottenWhoComesJustWhenItGoes() {
    AtomicReference<RedisLane> lane = new AtomicReference<>();
    BlockingQueue<RedisCommand> queue =
        new ArrayBlockingQueue<>(10) {
          @Override
          public boolean offer(RedisCommand command) {
            fleet.kill(port); // after the look whether Redis is there, before the queue
            TestRecords.await("it has swept its queue", () -> !lane.get().isUp());
            LockSupport.parkNanos(50_000_000);
            return super.offer(command);
          }

          private static final long serialVersionUID = 1;
        };
    RedisScript script = RedisConversations.RELEASE;
    try (MasterLanes owner = lanes(script)) {
      lane.set(new RedisLane("test", owner, needs(script), Runnable::run, queue));
      TestRecords.await("Redis is there", lane.get()::isUp);
      RedisCommand command = RedisCommand.of(script, Walkers.bytes("a"), new byte[][] {NONE});
      lane.get().submit(command);
      assertThat(isAway(command.answer())).isTrue();
    } finally {
      lane.get().close();
    }
  }

  /** Whether a subscriber of each lane is served. */
  private boolean turns() {
    for (int i = 0; i < 8; i++) {
      try {
        Begun begun =
            Walkers.now(
                conversations.begin(Walkers.bytes("t" + i + "-" + System.nanoTime()), NONE, "l"));
        assertThat(begun).isInstanceOf(Begun.Ready.class);
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(StoreAway.class);
        return false;
      }
    }
    return true;
  }

  @Test
  void completionsThatAreRefusedAreRunAndTheLaneLives() {
    AtomicBoolean ended = new AtomicBoolean();
    open(
        task -> {
          if (ended.get()) {
            throw new IllegalStateException("this event loop has ended");
          }
          task.run();
        });
    ended.set(true);
    assertThat(turns()).isTrue();
    assertThat(turns()).isTrue();
  }

  @Test
  void tenThousandThatWaitForASlowRedisAreToldInTimeAndWhatWasNotSentDidNotRun() throws Exception {
    String busy =
        """
        local began = redis.call('TIME')
        local now
        repeat
          now = redis.call('TIME')
        until (now[1] - began[1]) * 1000000 + now[2] - began[2] > 2000
        return redis.call('INCR', KEYS[1])
        """;
    RedisScript slow =
        new RedisScript(
            busy,
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-1")
                        .digest(busy.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII));
    try (MasterLanes lanes = lanes(slow)) {
      TestRecords.await("Redis is there", lanes::isUp);
      long began = System.nanoTime();
      List<CompletableFuture<?>> answers = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        RedisCommand command = RedisCommand.of(slow, Walkers.bytes("count"), new byte[0][]);
        lanes.submit(command);
        answers.add(command.answer());
      }
      awaitEnd(answers, 10); // 20 s of work
      assertThat(System.nanoTime() - began).isLessThan(8_000_000_000L);
      long answered = answers.stream().filter(answer -> !isAway(answer)).count();
      assertThat(answered).isBetween(100L, 2_000L);
      try (Jedis jedis = RedisFleet.at(port)) {
        assertThat(Long.parseLong(jedis.get("count"))).isEqualTo(answered);
      }
    }
  }

  private MasterLanes lanes(RedisScript script) {
    return new MasterLanes(
        1,
        new Whereabouts.Fixed(new HostAndPort("127.0.0.1", port)),
        needs(script),
        new Redirects(registry));
  }

  private LaneNeeds needs(RedisScript script) {
    return new LaneNeeds(
        RedisAddress.parse("redis://127.0.0.1:" + port).config(),
        List.of(script),
        _ -> Runnable::run,
        registry.timer("test"),
        new Random(1));
  }

  @Test
  void aRedisThatIsANodeOfAClusterSaysSo() throws Exception {
    fleet.kill(port);
    port = fleet.cluster().getFirst();
    open(Runnable::run);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      conversations
          .begin(Walkers.bytes("x" + i), NONE, "l")
          .whenComplete((_, e) -> told.add(e == null ? "" : cause(e).getMessage()))
          .toCompletableFuture()
          .handle((_, _) -> null)
          .join();
    }
    assertThat(told).anyMatch(text -> text.contains("give redis-cluster://"));
  }
}
