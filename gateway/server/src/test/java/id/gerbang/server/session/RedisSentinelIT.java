package id.gerbang.server.session;

import static id.gerbang.server.session.RedisFleet.is;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A real master with a replica and three sentinels: the master dies, or changes, under turns. */
@Timeout(40)
class RedisSentinelIT {
  private static final byte[] NONE = {};

  @TempDir private Path folder;
  private RedisFleet fleet;
  private int master;
  private int replica;
  private List<Integer> sentinels;
  private RedisAddress address;
  private RedisBatcher batcher;
  private RedisConversations conversations;

  @BeforeEach
  void start() throws Exception {
    fleet = new RedisFleet(folder);
    master = fleet.server();
    replica = fleet.server("--replicaof", "127.0.0.1 " + master);
    RedisFleet.awaitLinked(replica);
    sentinels =
        List.of(fleet.sentinel(master, 2), fleet.sentinel(master, 2), fleet.sentinel(master, 2));
    for (int sentinel : sentinels) {
      TestRecords.await(
          "the sentinels know one another and the replica",
          () ->
              is(
                  sentinel,
                  jedis ->
                      jedis.sentinelMaster("turns").get("num-other-sentinels").equals("2")
                          && jedis.sentinelMaster("turns").get("num-slaves").equals("1")));
    }
    address =
        RedisAddress.parse(
            "redis-sentinel://127.0.0.1:1,127.0.0.1:" // nobody is at the first
                + sentinels.get(0)
                + ",127.0.0.1:"
                + sentinels.get(1)
                + "/turns");
    batcher =
        new RedisBatcher(address, 2, _ -> Runnable::run, new SimpleMeterRegistry(), new Random(1));
    conversations = new RedisConversations(batcher);
    TestRecords.await("the master is found", batcher::isUp);
  }

  @AfterEach
  void end() {
    batcher.close();
    fleet.close();
  }

  private void keep(String subscriber) {
    byte[] bytes = Walkers.bytes(subscriber);
    Walkers.now(conversations.begin(bytes, NONE, "l"));
    assertThat(
            Walkers.now(
                conversations.commit(
                    bytes, "l", 0, bytes, NONE, NONE, Stand.in("0123456789abcdef", "main.menu"))))
        .isEqualTo(new Conversations.Committed.Kept());
    TestRecords.await("it is replicated", () -> is(replica, jedis -> jedis.dbSize() == 1));
  }

  private void assertKept(String subscriber) {
    Begun begun = Walkers.now(conversations.begin(Walkers.bytes(subscriber), NONE, "again"));
    assertThat(begun)
        .isInstanceOfSatisfying(
            Begun.Ready.class,
            ready -> assertThat(ready.state()).isEqualTo(Walkers.bytes(subscriber)));
  }

  private static boolean isMaster(int port) {
    return is(port, jedis -> jedis.info("replication").contains("role:master"));
  }

  @Test
  void theMasterIsKilledAndTheReplicaIsFound() {
    keep("a");
    try (Walkers walkers = new Walkers(batcher, 32)) {
      TestRecords.await("turns are taken", () -> walkers.kept.get() > 1_000);
      fleet.kill(master);
      long killed = System.nanoTime();
      TestRecords.await("it is told", () -> !batcher.isUp());
      TestRecords.await("the replica is promoted", () -> isMaster(replica));
      long promoted = System.nanoTime();
      TestRecords.await("it heals", batcher::isUp);
      long healed = System.nanoTime();
      System.err.printf(
          "sentinels promoted after %d ms, healed %d ms later, %d polite screens%n",
          (promoted - killed) / 1_000_000, (healed - promoted) / 1_000_000, walkers.away.get());
      assertThat(healed - promoted).isLessThan(3_000_000_000L);
      long kept = walkers.kept.get();
      TestRecords.await("turns go on", () -> walkers.kept.get() > kept + 1_000);
      assertThat(walkers.wrong).isEmpty();
    }
    assertKept("a");
    assertThat(StandCount.at(address, Duration.ofSeconds(5)).conversations().values())
        .as("counted at the new master")
        .contains(1L);
  }

  @Test
  void aMasterThatIsChangedOnPurposeIsFollowed() {
    keep("b");
    try (Walkers walkers = new Walkers(batcher, 32)) {
      TestRecords.await("turns are taken", () -> walkers.kept.get() > 1_000);
      try (Jedis sentinel = RedisFleet.at(sentinels.getFirst())) {
        sentinel.sentinelFailover("turns");
      }
      TestRecords.await("the replica is promoted", () -> isMaster(replica));
      TestRecords.await("the old master is a replica", () -> !isMaster(master));
      TestRecords.await("it heals", batcher::isUp);
      long kept = walkers.kept.get();
      TestRecords.await("turns go on", () -> walkers.kept.get() > kept + 1_000);
      assertThat(walkers.wrong).isEmpty();
    }
    assertKept("b");
  }

  @Test
  void aMasterThatTurnsReplicaWithoutAWordIsLeft() {
    keep("c");
    // Nobody cuts our connections here, as a sentinel would: READONLY is all that tells.
    sentinels.forEach(fleet::kill);
    try (Jedis jedis = RedisFleet.at(master)) {
      jedis.replicaof("127.0.0.1", replica);
    }
    TestRecords.await("it is told", this::isTold);
    TestRecords.await("the lane leaves it", () -> !batcher.isUp());
    try (Jedis jedis = RedisFleet.at(master)) {
      jedis.replicaofNoOne();
    }
    TestRecords.await("it heals", batcher::isUp);
    assertKept("c");
  }

  private boolean isTold() {
    return conversations
        .begin(Walkers.bytes("told" + System.nanoTime()), NONE, "l")
        .toCompletableFuture()
        .handle((_, failure) -> failure != null)
        .join();
  }
}
