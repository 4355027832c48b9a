package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One connection to Redis, into which the commands of many turns are collected: while one pipeline
 * is under way the next one fills.
 *
 * <pre>
 *   away ── connect, load scripts ──► up ── a pipeline or a ping fails ──► away (everything that waits fails at once)
 *     └── wait, with jitter ──┘
 * </pre>
 *
 * <p>Threads: {@link #submit} from any; the connection belongs to one thread of its own. A command
 * that was sent and got no answer fails and is never sent again: whether it ran is for the turn to
 * find out.
 */
final class RedisLane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLane.class);

  /**
   * More than this waiting means that Redis does not keep up; a turn is told at once rather than
   * late.
   */
  private static final int LONGEST_QUEUE = 20_000;

  /** One pipeline's commands: enough to amortise the round trip, small enough for a short one. */
  private static final int LARGEST_BATCH = 512;

  private static final long IDLE_MILLIS = 500;
  private static final long SHORTEST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private final RedisAddress address;
  private final List<RedisScript> scripts;
  private final Executor completions;
  private final Timer roundTrip;
  private final RandomGenerator random;
  private final BlockingQueue<Command> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
  private final Thread thread;
  private volatile boolean up;
  private volatile boolean closed;
  private Connection connection;

  private record Command(
      RedisScript script, byte[] key, byte[][] arguments, CompletableFuture<Object> answer) {}

  /**
   * @param completions runs the continuations of a whole batch in one task
   */
  RedisLane(
      String name,
      RedisAddress address,
      List<RedisScript> scripts,
      Executor completions,
      Timer roundTrip,
      RandomGenerator random) {
    this.address = address;
    this.scripts = scripts;
    this.completions = completions;
    this.roundTrip = roundTrip;
    this.random = random;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  boolean isUp() {
    return up;
  }

  int waiting() {
    return queue.size();
  }

  /**
   * Runs {@code script} on {@code key}. The future fails with {@link StoreAway}, at once when Redis
   * is known to be away.
   */
  CompletableFuture<Object> submit(RedisScript script, byte[] key, byte[]... arguments) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    if (!up) {
      answer.completeExceptionally(new StoreAway("Redis at " + address + " is away", null));
    } else if (!queue.offer(new Command(script, key, arguments, answer))) {
      answer.completeExceptionally(
          new StoreAway(LONGEST_QUEUE + " commands wait for Redis at " + address, null));
    }
    return answer;
  }

  private void run() {
    long wait = SHORTEST_WAIT_MILLIS;
    List<Command> batch = new ArrayList<>(LARGEST_BATCH);
    while (!closed) {
      try {
        if (connection == null) {
          connect();
          wait = SHORTEST_WAIT_MILLIS;
        }
        flushNext(batch);
      } catch (JedisException e) {
        if (up || wait == SHORTEST_WAIT_MILLIS) {
          log.warn("Redis at {} is away: {}", address, e.getMessage());
        }
        disconnect(batch, e);
        pause(wait + random.nextLong(wait));
        wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    disconnect(batch, null);
  }

  private void connect() {
    Connection fresh = new Connection(address.node(), address.config());
    try {
      fresh.connect();
      for (RedisScript script : scripts) {
        load(fresh, script);
      }
    } catch (JedisException e) {
      fresh.close();
      throw e;
    }
    connection = fresh;
    up = true;
    log.info("Redis at {} is there", address);
  }

  private static void load(Connection connection, RedisScript script) {
    connection.sendCommand(
        Protocol.Command.SCRIPT,
        Protocol.Keyword.LOAD.getRaw(),
        script.source().getBytes(StandardCharsets.UTF_8));
    connection.getOne();
  }

  private void flushNext(List<Command> batch) throws InterruptedException {
    batch.clear();
    Command first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      connection.ping();
      return;
    }
    batch.add(first);
    queue.drainTo(batch, LARGEST_BATCH - 1);
    long started = System.nanoTime();
    List<Response<Object>> responses = new ArrayList<>(batch.size());
    Pipeline pipeline = new Pipeline(connection);
    for (Command command : batch) {
      responses.add(append(pipeline, command));
    }
    pipeline.sync();
    roundTrip.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    List<Command> answered = List.copyOf(batch);
    List<Object> results = results(answered, responses);
    batch.clear();
    completions.execute(() -> complete(answered, results));
  }

  private static Response<Object> append(Pipeline pipeline, Command command) {
    byte[][] parameters = new byte[command.arguments().length + 1][];
    parameters[0] = command.key();
    System.arraycopy(command.arguments(), 0, parameters, 1, command.arguments().length);
    return pipeline.evalsha(command.script().sha(), 1, parameters);
  }

  /**
   * Results or exceptions; a script that Redis forgot (a restart, SCRIPT FLUSH) did not run, and is
   * loaded and run again.
   */
  private List<Object> results(List<Command> commands, List<Response<Object>> responses) {
    List<Object> results = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      results.add(result(commands.get(i), responses.get(i)));
    }
    return results;
  }

  private Object result(Command command, Response<Object> response) {
    try {
      return response.get();
    } catch (JedisNoScriptException e) {
      load(connection, command.script());
      Pipeline again = new Pipeline(connection);
      Response<Object> second = append(again, command);
      again.sync();
      try {
        return second.get();
      } catch (JedisException f) {
        return new StoreAway("Redis refused a script", f);
      }
    } catch (JedisException e) {
      return new StoreAway("Redis answered an error: " + e.getMessage(), e);
    }
  }

  private static void complete(List<Command> commands, List<Object> results) {
    for (int i = 0; i < commands.size(); i++) {
      if (results.get(i) instanceof StoreAway away) {
        commands.get(i).answer().completeExceptionally(away);
      } else {
        commands.get(i).answer().complete(results.get(i));
      }
    }
  }

  private void disconnect(List<Command> sent, Throwable why) {
    up = false;
    if (connection != null) {
      connection.close();
      connection = null;
    }
    List<Command> lost = new ArrayList<>(sent);
    queue.drainTo(lost);
    sent.clear();
    StoreAway away = new StoreAway("Redis at " + address + " went away", why);
    if (!lost.isEmpty()) {
      completions.execute(
          () -> lost.forEach(command -> command.answer().completeExceptionally(away)));
    }
  }

  private void pause(long millis) {
    try {
      if (!closed) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the pipeline under way end; what waits fails. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(ANSWER_GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final long ANSWER_GRACE_MILLIS = 3_000;
}
