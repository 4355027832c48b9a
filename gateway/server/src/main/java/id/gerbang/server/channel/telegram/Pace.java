package id.gerbang.server.channel.telegram;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How fast one bot may speak: Telegram allows about thirty messages a second in all and one a
 * second in a chat, and says "later" (429) when it has had enough. It counts what this node sends.
 *
 * <p>Threads: guarded by itself.
 */
final class Pace {
  private static final long BETWEEN = Duration.ofSeconds(1).dividedBy(30).toNanos();
  private static final long BETWEEN_IN_CHAT = Duration.ofSeconds(1).toNanos();

  /** Chats that are remembered before those that are free again are forgotten. */
  private static final int MANY = 10_000;

  private final LongSupplier nanos;
  private final Map<Long, Long> chats = new HashMap<>();
  private final Map<Long, Long> paused = new HashMap<>();
  private long free;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /**
   * Takes the next place to speak in {@code chat}, if it comes within {@code patience}. A chat that
   * waits for its own second takes one of the bot's places, but keeps nobody else waiting for it.
   *
   * @return how long to wait for it; where that is longer than {@code patience} no place was taken
   */
  synchronized Duration take(long chat, Duration patience) {
    long now = nanos.getAsLong();
    long place = Math.max(now, free);
    long at = Math.max(place, chats.getOrDefault(chat, now));
    Duration wait = Duration.ofNanos(at - now);
    if (wait.compareTo(patience) <= 0) {
      free = place + BETWEEN;
      chats.put(chat, at + BETWEEN_IN_CHAT);
      forget(now);
    }
    return wait;
  }

  /**
   * Telegram said "later" in {@code chat}: nothing goes there for a time. When it says so in a
   * second chat meanwhile, it means the whole bot.
   */
  synchronized void pause(long chat, Duration time) {
    long now = nanos.getAsLong();
    long until = now + time.toNanos();
    paused.values().removeIf(end -> end - now <= 0);
    paused.put(chat, until);
    chats.merge(chat, until, Math::max);
    if (paused.size() > 1) {
      free = Math.max(free, until);
    }
  }

  private void forget(long now) {
    if (chats.size() > MANY) {
      chats.values().removeIf(at -> at - now <= 0);
    }
  }
}
