package id.gerbang.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.Conversations.Committed;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class RedisConversationsIT {
  private static final byte[] NONE = {};

  private static final String REDIS = TestStores.here().redis();
  private static RedisBatcher batcher;
  private static RedisConversations conversations;

  @BeforeAll
  static void open() throws InterruptedException {
    batcher =
        new RedisBatcher(
            RedisAddress.parse(REDIS),
            2,
            _ -> Runnable::run,
            new SimpleMeterRegistry(),
            new Random(1));
    conversations = new RedisConversations(batcher);
    awaitUp();
  }

  private static void awaitUp() throws InterruptedException {
    for (int i = 0; i < 500 && !batcher.isUp(); i++) {
      Thread.sleep(20);
    }
    assertThat(batcher.isUp()).isTrue();
  }

  @AfterAll
  static void close() {
    batcher.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Begun.Ready ready(String subscriber, String lease) {
    Begun begun = now(conversations.begin(bytes(subscriber), NONE, lease));
    assertThat(begun).isInstanceOf(Begun.Ready.class);
    return (Begun.Ready) begun;
  }

  @Test
  void aTurnKeepsItsStateAndItsReply() {
    assertThat(ready("a", "l1").sequence()).isZero();
    assertThat(
            now(
                conversations.commit(
                    bytes("a"),
                    "l1",
                    0,
                    bytes("state"),
                    bytes("m1"),
                    bytes("reply"),
                    Stand.NOWHERE)))
        .isEqualTo(new Committed.Kept());
    Begun repeat = now(conversations.begin(bytes("a"), bytes("m1"), "l2"));
    assertThat(repeat)
        .isInstanceOfSatisfying(
            Begun.Repeat.class, r -> assertThat(r.reply()).isEqualTo(bytes("reply")));
    Begun.Ready next = ready("a", "l3");
    assertThat(next.sequence()).isEqualTo(1);
    assertThat(next.state()).isEqualTo(bytes("state"));
  }

  @Test
  void anEmptyMessageIdIsNeverARepeat() {
    ready("b", "l1");
    now(conversations.commit(bytes("b"), "l1", 0, bytes("s"), NONE, NONE, Stand.NOWHERE));
    ready("b", "l2");
  }

  @Test
  void oneTurnAtATime() {
    ready("c", "l1");
    assertThat(now(conversations.begin(bytes("c"), NONE, "l2"))).isEqualTo(new Begun.Busy());
    now(conversations.release(bytes("c"), "l2"));
    assertThat(now(conversations.begin(bytes("c"), NONE, "l2")))
        .as("only its holder gives a lease back")
        .isEqualTo(new Begun.Busy());
    now(conversations.release(bytes("c"), "l1"));
    ready("c", "l2");
  }

  @Test
  void aLeaseThatEndedIsTakenOverAndItsHolderIsOvertaken() {
    ready("d", "l1");
    try (Jedis jedis = new Jedis(REDIS)) {
      jedis.hset("g:{ZA}", "le", "1"); // base64 of "d"
    }
    ready("d", "l2");
    assertThat(
            now(conversations.commit(bytes("d"), "l1", 0, bytes("old"), NONE, NONE, Stand.NOWHERE)))
        .isEqualTo(new Committed.Overtaken());
    assertThat(
            now(
                conversations.commit(
                    bytes("d"), "l2", 1, bytes("wrong sequence"), NONE, NONE, Stand.NOWHERE)))
        .isEqualTo(new Committed.Overtaken());
    assertThat(
            now(conversations.commit(bytes("d"), "l2", 0, bytes("new"), NONE, NONE, Stand.NOWHERE)))
        .isEqualTo(new Committed.Kept());
    assertThat(ready("d", "l3").state()).isEqualTo(bytes("new"));
  }

  @Test
  void aBurstOfSixtyAndNotMore() {
    int passed = 0;
    for (int i = 0; i < 80; i++) {
      if (now(conversations.begin(bytes("e"), NONE, "l" + i)) instanceof Begun.Ready) {
        passed++;
        now(conversations.release(bytes("e"), "l" + i));
      }
    }
    assertThat(passed).isBetween(60, 66);
    assertThat(now(conversations.begin(bytes("e"), NONE, "x"))).isEqualTo(new Begun.Limited());
  }

  @Test
  void scriptsThatRedisForgotAreLoadedAgain() {
    try (Jedis jedis = new Jedis(REDIS)) {
      jedis.scriptFlush();
    }
    ready("f", "l1");
    assertThat(
            now(conversations.commit(bytes("f"), "l1", 0, bytes("s"), NONE, NONE, Stand.NOWHERE)))
        .isEqualTo(new Committed.Kept());
  }

  @Test
  void manySubscribersAtOnceDoNotMix() {
    List<CompletableFuture<?>> turns = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String subscriber = "many" + i;
      turns.add(
          conversations
              .begin(bytes(subscriber), NONE, "l")
              .thenCompose(
                  _ ->
                      conversations.commit(
                          bytes(subscriber), "l", 0, bytes(subscriber), NONE, NONE, Stand.NOWHERE))
              .thenCompose(_ -> conversations.begin(bytes(subscriber), NONE, "k"))
              .thenAccept(
                  begun -> assertThat(((Begun.Ready) begun).state()).isEqualTo(bytes(subscriber)))
              .toCompletableFuture());
    }
    turns.forEach(CompletableFuture::join);
  }

  @Test
  void addressesThatAreNotSpokenAreRefusedWithoutTheirPassword() {
    assertThatThrownBy(() -> RedisAddress.parse("redis-sentinel://h1:1,h2:2"))
        .hasMessageContaining("the name by which the sentinels know the master is missing");
    assertThatThrownBy(() -> RedisAddress.parse("http://user:geheim@x:1"))
        .hasMessageContaining("expected redis://")
        .hasMessageNotContaining("geheim");
    assertThat(RedisAddress.parse("redis://user:geheim@127.0.0.1:6379/2").toString())
        .doesNotContain("geheim");
  }

  @Test
  void openConversationsAreCountedByWhereTheyStand() {
    Stand nik = new Stand("0123456789abcdef", "main.register>register.nik");
    Stand menu = new Stand("fedcba9876543210", "main.menu");
    for (int i = 0; i < 1_200; i++) {
      stands("count" + i, i % 3 == 0 ? menu : nik);
    }
    stands("count-over", Stand.NOWHERE);
    ready("count-begun", "l");
    try (Jedis jedis = new Jedis(URI.create(REDIS))) {
      jedis.hset("g:{of-an-older-version}", "s", "3");
    }
    StandCount.Counted counted = StandCount.at(RedisAddress.parse(REDIS), Duration.ofSeconds(10));
    assertThat(counted.conversations()).containsEntry(menu, 400L).containsEntry(nik, 800L);
    assertThat(counted.conversations()).doesNotContainKey(Stand.NOWHERE);
    assertThat(counted.unplaced()).isEqualTo(1);
    assertThat(counted.complete()).isTrue();
    assertThat(StandCount.at(RedisAddress.parse(REDIS), Duration.ZERO).complete())
        .as("it ends when its time is over")
        .isFalse();
  }

  private static void stands(String subscriber, Stand stand) {
    ready(subscriber, "l");
    now(conversations.commit(bytes(subscriber), "l", 0, bytes("s"), NONE, NONE, stand));
  }
}
