package id.gerbang.server.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link Conversations} on Redis: three Lua scripts, each on the subscriber's single key. */
public final class RedisConversations implements Conversations {
  static final RedisScript BEGIN = RedisScript.named("begin");
  static final RedisScript COMMIT = RedisScript.named("commit");
  static final RedisScript RELEASE = RedisScript.named("release");

  /** Longer than the longest turn, short enough that a killed node does not lock anybody out. */
  static final Duration LEASE = Duration.ofSeconds(15);

  /** A conversation is kept this long from its last turn (contract.md). */
  static final Duration LIFE = Duration.ofHours(72);

  /** Limits of the contract: a burst of 60 inputs and 600 a minute for a subscriber. */
  static final int BURST = 60;

  static final int INPUTS_PER_SECOND = 10;

  /** A sealed conversation of 16 KiB with what surrounds it. */
  static final int MOST_STATE_BYTES = 17 * 1024;

  private static final byte[] LEASE_MILLIS = ascii(LEASE.toMillis());
  private static final byte[] LIFE_MILLIS = ascii(LIFE.toMillis());
  private static final byte[] BURST_BYTES = ascii(BURST);
  private static final byte[] RATE_BYTES = ascii(INPUTS_PER_SECOND);

  private final RedisBatcher redis;

  public RedisConversations(RedisBatcher redis) {
    this.redis = redis;
  }

  @Override
  public CompletionStage<Begun> begin(byte[] subscriber, byte[] messageId, String lease) {
    return redis
        .submit(
            BEGIN,
            key(subscriber),
            messageId,
            ascii(lease),
            LEASE_MILLIS,
            BURST_BYTES,
            RATE_BYTES,
            LIFE_MILLIS)
        .thenApply(RedisConversations::begun);
  }

  private static Begun begun(Object answer) {
    List<?> fields = (List<?>) answer;
    return switch (text(fields.get(0))) {
      case "T" -> new Begun.Ready(Long.parseLong(text(fields.get(1))), (byte[]) fields.get(2));
      case "R" -> new Begun.Repeat((byte[]) fields.get(1));
      case "B" -> new Begun.Busy();
      case "L" -> new Begun.Limited();
      case String other -> throw new IllegalStateException("begin.lua answered " + other);
    };
  }

  @Override
  public CompletionStage<Committed> commit(
      byte[] subscriber,
      String lease,
      long expectedSequence,
      byte[] state,
      byte[] messageId,
      byte[] reply,
      Stand stand) {
    if (state.length > MOST_STATE_BYTES) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "a state of " + state.length + " bytes; at most " + MOST_STATE_BYTES + " are kept"));
    }
    return redis
        .submit(
            COMMIT,
            key(subscriber),
            ascii(lease),
            ascii(expectedSequence),
            state,
            messageId,
            reply,
            LIFE_MILLIS,
            stand.written().getBytes(StandardCharsets.UTF_8))
        .thenApply(
            answer -> ((Long) answer) == 1 ? new Committed.Kept() : new Committed.Overtaken());
  }

  @Override
  public CompletionStage<Void> release(byte[] subscriber, String lease) {
    return redis.submit(RELEASE, key(subscriber), ascii(lease)).handle((_, _) -> null);
  }

  /**
   * {@code g:{…}}: the braces keep whatever else a subscriber may get later on the same node of a
   * cluster.
   */
  private static byte[] key(byte[] subscriber) {
    return ascii("g:{" + Base64.getUrlEncoder().withoutPadding().encodeToString(subscriber) + "}");
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(long number) {
    return ascii(Long.toString(number));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
