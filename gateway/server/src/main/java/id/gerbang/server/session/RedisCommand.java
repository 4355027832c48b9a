package id.gerbang.server.session;

import java.util.concurrent.CompletableFuture;

/**
 * One script to run on one key, once.
 *
 * @param since when it was asked for, by {@link System#nanoTime}
 * @param repeats how often it was sent elsewhere, or told to come later: it has not run yet
 * @param asking whether it is sent to a node that is about to take over its slot (ASKING)
 * @param answer what Redis said
 */
record RedisCommand(
    RedisScript script,
    byte[] key,
    byte[][] arguments,
    long since,
    int repeats,
    boolean asking,
    CompletableFuture<Object> answer) {

  static RedisCommand of(RedisScript script, byte[] key, byte[][] arguments) {
    return new RedisCommand(
        script, key, arguments, System.nanoTime(), 0, false, new CompletableFuture<>());
  }

  /** The same once more, for it has not run. */
  RedisCommand again() {
    return new RedisCommand(script, key, arguments, since, repeats + 1, asking, answer);
  }

  /** The same, for a node that is about to take over its slot or for one that has. */
  RedisCommand asked(boolean now) {
    return now == asking
        ? this
        : new RedisCommand(script, key, arguments, since, repeats, now, answer);
  }

  /** How long it has been waiting for its answer, in nanoseconds. */
  long age() {
    return System.nanoTime() - since;
  }

  /** What follows EVALSHA on the wire. */
  byte[][] parameters() {
    byte[][] parameters = new byte[arguments.length + 3][];
    parameters[0] = script.sha();
    parameters[1] = ONE;
    parameters[2] = key;
    System.arraycopy(arguments, 0, parameters, 3, arguments.length);
    return parameters;
  }

  private static final byte[] ONE = {'1'};
}
