package id.gerbang.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.ops.embedded.RedisProcess;
import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.Conversations.StoreAway;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded Redis, one that nobody else has, is killed under conversations and heals. */
class RedisDeathIT {
  private static final byte[] NONE = {};
  private static final int LANES = 2;

  /** Enough subscribers to be on every lane. */
  private static final int SUBSCRIBERS = 8;

  @TempDir private Path folder;
  private RedisConversations conversations;

  @Test
  void aRedisThatDiesIsToldAtOnceAndHeals() throws Exception {
    try (RedisProcess redis = RedisProcess.start(folder);
        RedisBatcher batcher =
            new RedisBatcher(
                RedisAddress.parse(redis.url()),
                LANES,
                _ -> Runnable::run,
                new SimpleMeterRegistry(),
                new Random(1))) {
      conversations = new RedisConversations(batcher);
      TestRecords.await("Redis is there", batcher::isUp);
      state("g", "l1");
      now(conversations.commit(bytes("g"), "l1", 0, bytes("kept"), NONE, NONE, Stand.NOWHERE));
      Thread.sleep(1_200); // the append-only file is synced each second
      ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
      TestRecords.await("it is told", this::isTold);
      assertThat(healed("g")).isEqualTo(bytes("kept"));
    }
  }

  private boolean isTold() {
    long asked = System.nanoTime();
    try {
      now(conversations.begin(bytes("h"), NONE, "l"));
      return false;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(StoreAway.class);
      assertThat(System.nanoTime() - asked).isLessThan(2_500_000_000L);
      return true;
    }
  }

  /** The state, as soon as every lane is there again. */
  private byte[] healed(String subscriber) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      Thread.sleep(20);
      try {
        for (int lane = 0; lane < SUBSCRIBERS; lane++) {
          now(conversations.release(bytes("lane" + lane), "none"));
          now(conversations.begin(bytes("lane" + lane + "-" + i), NONE, "l"));
        }
        return state(subscriber, "healed");
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(StoreAway.class);
      }
    }
    throw new AssertionError("Redis did not heal");
  }

  private byte[] state(String subscriber, String lease) {
    Begun begun = now(conversations.begin(bytes(subscriber), NONE, lease));
    assertThat(begun).isInstanceOf(Begun.Ready.class);
    return ((Begun.Ready) begun).state();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
