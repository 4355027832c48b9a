package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.Conversations.Committed;
import id.gerbang.server.session.Conversations.StoreAway;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * People who press keys all the time, each turn with its begin and its commit, and remember what
 * was kept for them. A command that ran twice would show: a second begin meets the first one's
 * lease, a second commit the first one's sequence.
 */
final class Walkers implements AutoCloseable {
  private static final byte[] NONE = {};

  /** Fewer than the burst that a subscriber may have. */
  private static final int TURNS = 40;

  final AtomicLong kept = new AtomicLong();
  final AtomicLong away = new AtomicLong();

  /** What must not be. */
  final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /** By subscriber how many turns were kept, of those who never met a Redis that was away. */
  final Map<String, Long> remembered = new ConcurrentHashMap<>();

  private final RedisConversations conversations;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger people = new AtomicInteger();
  private volatile boolean going = true;

  Walkers(RedisBatcher redis, int atOnce) {
    this.conversations = new RedisConversations(redis);
    for (int i = 0; i < atOnce; i++) {
      threads.execute(this::walk);
    }
  }

  private void walk() {
    while (going) {
      String subscriber = "walker" + people.getAndIncrement();
      try {
        for (long turn = 0; turn < TURNS && going; turn++) {
          turn(subscriber, turn);
          remembered.put(subscriber, turn + 1);
          kept.incrementAndGet();
        }
      } catch (CompletionException e) {
        remembered.remove(subscriber); // what became of the last turn is not known
        if (e.getCause() instanceof StoreAway) {
          away.incrementAndGet();
          pause();
        } else {
          wrong.add(subscriber + ": " + e.getCause());
        }
      }
    }
  }

  private void turn(String subscriber, long turn) {
    check(subscriber, turn);
    Committed committed =
        now(
            conversations.commit(
                bytes(subscriber),
                "lease" + turn,
                turn,
                bytes("" + (turn + 1)),
                NONE,
                NONE,
                Stand.NOWHERE));
    if (!committed.equals(new Committed.Kept())) {
      wrong.add(subscriber + " at " + turn + ": " + committed);
    }
  }

  private void check(String subscriber, long turn) {
    Begun begun = now(conversations.begin(bytes(subscriber), NONE, "lease" + turn));
    if (!(begun instanceof Begun.Ready ready)
        || ready.sequence() != turn
        || !new String(ready.state(), StandardCharsets.US_ASCII)
            .equals(turn == 0 ? "" : "" + turn)) {
      wrong.add(subscriber + " at " + turn + ": " + begun);
    }
  }

  /** Ends the walk, then looks whether Redis remembers what each of them does. */
  void checkAll() {
    end();
    remembered.forEach(this::check);
  }

  private static void pause() {
    try {
      Thread.sleep(5); // a person who dials again, not a loop that spins
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    going = false;
    threads.close();
  }

  static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    end();
  }
}
