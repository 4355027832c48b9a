package id.gerbang.server.session;

import static id.gerbang.server.session.RedisFleet.at;
import static id.gerbang.server.session.RedisFleet.cluster;
import static id.gerbang.server.session.RedisFleet.id;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A real cluster of three masters: slots move and a node dies under turns. */
@Timeout(40)
class RedisClusterIT {
  private static final byte[] NONE = {};

  @TempDir private Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private RedisFleet fleet;
  private List<Integer> ports;
  private RedisBatcher batcher;
  private RedisConversations conversations;

  @BeforeEach
  void start() throws Exception {
    fleet = new RedisFleet(folder);
    ports = fleet.cluster();
    batcher =
        new RedisBatcher(
            RedisAddress.parse("redis-cluster://127.0.0.1:" + ports.getFirst()),
            2,
            _ -> Runnable::run,
            registry,
            new Random(1));
    conversations = new RedisConversations(batcher);
    TestRecords.await("all slots are served", batcher::isUp);
  }

  @AfterEach
  void end() {
    batcher.close();
    fleet.close();
  }

  private double redirects(String kind) {
    return registry.get("gerbang_redis_redirects_total").tag("kind", kind).counter().count();
  }

  private static int slot(String subscriber) {
    return JedisClusterCRC16.getSlot(key(subscriber));
  }

  private static String key(String subscriber) {
    return "g:{"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Walkers.bytes(subscriber))
        + "}";
  }

  /** A subscriber whose key is where the n-th third of the slots is. */
  private static String subscriberIn(int third, int number) {
    return subscriber("in" + third, number, slot -> slot * 3 / ClusterMap.SLOTS == third);
  }

  /** A subscriber whose key has that slot. */
  private static String subscriberOf(int wanted) {
    return subscriber("of" + wanted, 0, slot -> slot == wanted);
  }

  private static String subscriber(String prefix, int number, IntPredicate fits) {
    int found = 0;
    for (int i = 0; ; i++) {
      String name = prefix + "-" + i;
      if (fits.test(slot(name)) && found++ == number) {
        return name;
      }
    }
  }

  @Test
  void turnsGoToTheNodesOfTheirKeysAndAllAreCounted() {
    Stand menu = new Stand("0123456789abcdef", "main.menu");
    for (int third = 0; third < 3; third++) {
      for (int i = 0; i < 50; i++) {
        byte[] subscriber = Walkers.bytes(subscriberIn(third, i));
        assertThat(Walkers.now(conversations.begin(subscriber, NONE, "l")))
            .isInstanceOf(Begun.Ready.class);
        Walkers.now(conversations.commit(subscriber, "l", 0, Walkers.bytes("s"), NONE, NONE, menu));
      }
    }
    for (int port : ports) {
      try (Jedis jedis = at(port)) {
        assertThat(jedis.dbSize()).isEqualTo(50);
      }
    }
    assertThat(redirects("moved")).as("the map was read, not guessed").isZero();
    RedisAddress address = RedisAddress.parse("redis-cluster://127.0.0.1:" + ports.getLast());
    StandCount.Counted counted = StandCount.at(address, Duration.ofSeconds(5));
    assertThat(counted.conversations()).containsEntry(menu, 150L);
    assertThat(counted.complete()).isTrue();
  }

  @Test
  void slotsMoveUnderTurnsAndNothingIsLostOrDoubled() throws Exception {
    int to = fleet.node(); // serves nothing yet, and nobody here has heard of it
    try (Jedis jedis = at(to)) {
      cluster(jedis, "SET-CONFIG-EPOCH", "9");
      cluster(jedis, "MEET", "127.0.0.1", "" + ports.getFirst());
    }
    RedisFleet.awaitKnown(ports, id(to), "master");
    RedisFleet.awaitStands(to);
    try (Walkers walkers = new Walkers(batcher, 64)) {
      TestRecords.await("turns are taken", () -> walkers.kept.get() > 2_000);
      long deadline = System.nanoTime() + 4_000_000_000L;
      for (int slot = 0; slot < ClusterMap.SLOTS && System.nanoTime() < deadline; slot += 97) {
        move(slot, ports.get(slot * 3 / ClusterMap.SLOTS), to);
      }
      long kept = walkers.kept.get();
      TestRecords.await("turns go on", () -> walkers.kept.get() > kept + 2_000);
      walkers.checkAll();
      assertThat(walkers.wrong).isEmpty();
      assertThat(walkers.away.get()).as("polite screens").isZero();
      assertThat(redirects("moved")).isPositive();
      assertThat(redirects("ask")).isPositive();
      try (Jedis jedis = at(to)) {
        assertThat(jedis.dbSize()).as("keys that moved").isPositive();
      }
    }
  }

  /** As redis-cli --cluster reshard does it, a little slower. */
  private void move(int slot, int from, int to) {
    String source = id(from);
    String target = id(to);
    try (Jedis old = at(from);
        Jedis fresh = at(to)) {
      cluster(fresh, "SETSLOT", "" + slot, "IMPORTING", source);
      cluster(old, "SETSLOT", "" + slot, "MIGRATING", target);
      String here = subscriberOf(slot);
      turn(here); // has no key yet: the old node sends it on by ASK
      List<String> keys = List.of("first");
      while (!keys.isEmpty()) {
        keys = old.clusterGetKeysInSlot(slot, 10);
        for (String key : keys) {
          old.migrate("127.0.0.1", to, 1_000, MigrateParams.migrateParams(), key);
        }
      }
      assertThat(sequence(here)).isEqualTo(1);
      cluster(fresh, "SETSLOT", "" + slot, "NODE", target);
      cluster(old, "SETSLOT", "" + slot, "NODE", target);
    }
  }

  @Test
  void aNodeIsKilledAndItsReplicaTakesOver() throws Exception {
    int replica = fleet.replica(ports, 1);
    String survivor = subscriberIn(0, 0);
    String struck = subscriberIn(1, 0);
    turn(survivor);
    turn(struck);
    TestRecords.await(
        "it is replicated", () -> RedisFleet.is(replica, jedis -> jedis.dbSize() == 1));
    try (Walkers walkers = new Walkers(batcher, 32)) {
      TestRecords.await("turns are taken", () -> walkers.kept.get() > 1_000);
      fleet.kill(ports.get(1));
      long killed = System.nanoTime();
      TestRecords.await("it is told", () -> !batcher.isUp());
      assertThat(batcher.serves()).as("two of three subscribers are served").isTrue();
      TestRecords.await("it heals", batcher::isUp);
      long healed = System.nanoTime() - killed;
      assertThat(healed).isLessThan(12_000_000_000L);
      System.err.printf(
          "cluster healed after %d ms, %d polite screens%n",
          healed / 1_000_000, walkers.away.get());
      long kept = walkers.kept.get();
      TestRecords.await("turns go on", () -> walkers.kept.get() > kept + 1_000);
      assertThat(walkers.wrong).isEmpty();
    }
    assertThat(sequence(survivor)).isEqualTo(1);
    assertThat(sequence(struck)).as("what was replicated is there").isEqualTo(1);
  }

  private void turn(String subscriber) {
    byte[] bytes = Walkers.bytes(subscriber);
    Walkers.now(conversations.begin(bytes, NONE, "l"));
    assertThat(
            Walkers.now(
                conversations.commit(bytes, "l", 0, Walkers.bytes("s"), NONE, NONE, Stand.NOWHERE)))
        .isEqualTo(new Conversations.Committed.Kept());
  }

  private long sequence(String subscriber) {
    Begun begun = Walkers.now(conversations.begin(Walkers.bytes(subscriber), NONE, "again"));
    return ((Begun.Ready) begun).sequence();
  }

  @Test
  void aNodeWithoutReplicaIsToldAtOnceAndHealsWhenItComesBack() throws Exception {
    String struck = subscriberIn(2, 0);
    fleet.kill(ports.get(2));
    TestRecords.await("it is told", () -> isAway(struck));
    fleet.again(ports.get(2));
    TestRecords.await("it heals", () -> !isAway(struck));
  }

  private boolean isAway(String subscriber) {
    long asked = System.nanoTime();
    try {
      Walkers.now(conversations.release(Walkers.bytes(subscriber), "none"));
      Walkers.now(conversations.begin(Walkers.bytes(subscriber + asked), NONE, "l"));
      sequence(subscriber);
      return false;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(Conversations.StoreAway.class);
      assertThat(System.nanoTime() - asked).isLessThan(5_000_000_000L);
      return true;
    }
  }
}
