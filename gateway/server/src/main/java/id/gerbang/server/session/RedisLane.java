package id.gerbang.server.session;

import id.gerbang.server.session.Conversations.StoreAway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One connection to Redis, into which the commands of many turns are collected: while one pipeline
 * is under way the next one fills.
 *
 * <pre>
 *   away ── connect, load scripts ──► up ── a pipeline or a ping fails, or takes too long,
 *    │ ▲                               │    or Redis says that it is a replica
 *    │ └───────────────────────────────┴──► away (everything that waits fails at once)
 *    └── wait, with jitter, or until {@link #leadTo} ──► again
 * </pre>
 *
 * <p>Threads: {@link #submit} from any; the connection belongs to one thread of its own. A command
 * that was sent and got no answer fails and is never sent again: whether it ran is for the turn to
 * find out. One that Redis answered not to have run goes where its {@link LaneOwner} sends it.
 */
final class RedisLane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLane.class);

  /**
   * More than this waiting means that Redis does not keep up; a turn is told at once rather than
   * late.
   */
  static final int LONGEST_QUEUE = 20_000;

  /**
   * What has waited longer is not sent any more: its phone has given up or soon will, and a Redis
   * that is behind is not helped by work that nobody waits for.
   */
  static final long OLDEST_NANOS = TimeUnit.MILLISECONDS.toNanos(RedisUrl.ANSWER_MILLIS);

  /** One pipeline's commands: enough to amortise the round trip, small enough for a short one. */
  private static final int LARGEST_BATCH = 512;

  private static final long IDLE_MILLIS = 500;
  private static final long SHORTEST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 2_000;
  private static final long ANSWER_GRACE_MILLIS = 3_000;

  private final LaneOwner owner;
  private final LaneNeeds needs;
  private final Executor completions;
  private final BlockingQueue<RedisCommand> queue;
  private final List<RedisCommand> batch = new ArrayList<>(LARGEST_BATCH); // sent, not answered
  private final Thread thread;
  private volatile boolean up;
  private volatile boolean closed;
  private volatile boolean hurried;
  private volatile RedisWire wire;
  private volatile HostAndPort tried;

  /**
   * @param completions runs the continuations of a whole batch in one task
   */
  RedisLane(String name, LaneOwner owner, LaneNeeds needs, Executor completions) {
    this(name, owner, needs, completions, new ArrayBlockingQueue<>(LONGEST_QUEUE));
  }

  /**
   * @param queue bounded; of a test that wants to know what happens in between
   */
  RedisLane(
      String name,
      LaneOwner owner,
      LaneNeeds needs,
      Executor completions,
      BlockingQueue<RedisCommand> queue) {
    this.queue = queue;
    this.owner = owner;
    this.needs = needs;
    this.completions = completions;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  boolean isUp() {
    return up;
  }

  int waiting() {
    return queue.size();
  }

  /**
   * Takes a command. Its answer fails with {@link StoreAway}, at once when Redis is known to be
   * away.
   */
  void submit(RedisCommand command) {
    if (!up) {
      command.answer().completeExceptionally(away(null));
    } else if (!queue.offer(command)) {
      command
          .answer()
          .completeExceptionally(
              new StoreAway(LONGEST_QUEUE + " commands wait for " + owner.redis(), null));
    } else if (!up && queue.remove(command)) {
      // It went away between the two looks and has swept its queue already: nobody comes for this.
      command.answer().completeExceptionally(away(null));
    }
  }

  /** Looks whether the pipeline under way has taken too long. From any thread. */
  void watch(long now) {
    RedisWire open = wire;
    if (open != null) {
      open.cutIfStuck(now);
    }
  }

  /** Goes to {@code node} at once if it is, or tries to get, somewhere else. */
  void leadTo(HostAndPort node) {
    RedisWire open = wire;
    if (open != null && !open.node().equals(node)) {
      open.cut();
    } else if (open == null && !node.equals(tried)) {
      hurried = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    long wait = SHORTEST_WAIT_MILLIS;
    while (!closed) {
      try {
        if (wire == null) {
          connect();
          wait = SHORTEST_WAIT_MILLIS;
        }
        flushNext();
      } catch (JedisException e) {
        if (up || wait == SHORTEST_WAIT_MILLIS) {
          log.warn("{} is away: {}", owner.redis(), e.getMessage());
        }
        wait = disconnected(wait, e);
      } catch (InterruptedException e) {
        break; // closed
      } catch (RuntimeException e) {
        log.error("a bug ended the connection to {}; it is made again", owner.redis(), e);
        wait = disconnected(wait, e);
      }
    }
    disconnect(null);
  }

  private void connect() {
    tried = owner.node();
    wire = RedisWire.open(tried, needs.config(), needs.scripts(), owner.onlyMaster());
    up = true;
    log.info("Redis at {} is there", wire.node());
  }

  private void flushNext() throws InterruptedException {
    RedisCommand first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      wire.ping();
      return;
    }
    batch.add(first);
    queue.drainTo(batch, LARGEST_BATCH - 1);
    dropOld();
    if (batch.isEmpty()) {
      return;
    }
    long started = System.nanoTime();
    List<Object> answers = wire.exchange(batch);
    needs.roundTrip().record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    if (settle(answers)) {
      // A script that Redis forgot (a restart, SCRIPT FLUSH) did not run.
      wire.loadScripts();
      settle(wire.exchange(batch));
    }
    if (!batch.isEmpty()) {
      throw new JedisConnectionException("Redis forgets its scripts at once");
    }
  }

  private void dropOld() {
    if (batch.getFirst().age() > OLDEST_NANOS) { // the oldest of them, but for redirected ones
      List<RedisCommand> old = batch.stream().filter(c -> c.age() > OLDEST_NANOS).toList();
      batch.removeIf(old::contains);
      fail(old, new StoreAway(owner.redis() + " is slow; this waited too long to be sent", null));
    }
  }

  /**
   * Answers the batch, but keeps in it what is to be sent once more to this node.
   *
   * @return whether there is any
   * @throws JedisConnectionException when all are answered, and this node is no master any more
   */
  private boolean settle(List<Object> answers) {
    List<RedisCommand> sent = List.copyOf(batch);
    batch.clear();
    Object[] results = answers.toArray();
    boolean demoted = false;
    for (int i = 0; i < results.length; i++) {
      if (results[i] instanceof JedisNoScriptException) {
        batch.add(sent.get(i));
        results[i] = null;
      } else if (results[i] instanceof JedisDataException e) {
        demoted |= isReplica(e);
        results[i] = owner.elsewhere(sent.get(i), e).orElse(null);
      }
    }
    finish(() -> complete(sent, results));
    if (demoted) {
      throw new JedisConnectionException(wire.node() + " is a replica now");
    }
    return !batch.isEmpty();
  }

  /** Redis 6.2 wraps what a script met in a sentence of its own. */
  private static boolean isReplica(JedisDataException e) {
    return e.getMessage().contains("READONLY You can't write")
        || e.getMessage().startsWith("MASTERDOWN");
  }

  private static void complete(List<RedisCommand> commands, Object[] results) {
    for (int i = 0; i < results.length; i++) {
      if (results[i] instanceof StoreAway away) {
        commands.get(i).answer().completeExceptionally(away);
      } else if (results[i] != null) {
        commands.get(i).answer().complete(results[i]);
      }
    }
  }

  private void fail(List<RedisCommand> commands, StoreAway why) {
    if (!commands.isEmpty()) {
      finish(() -> commands.forEach(command -> command.answer().completeExceptionally(why)));
    }
  }

  private void finish(Runnable answered) {
    try {
      completions.execute(answered);
    } catch (RuntimeException e) {
      answered.run(); // the event loops ended before us: the last turns end here
    }
  }

  private StoreAway away(Throwable why) {
    return new StoreAway(owner.redis() + " is away", why);
  }

  /** Goes away and waits; how long to wait the next time. */
  private long disconnected(long wait, RuntimeException why) {
    boolean sentAway = wire != null && wire.isCut();
    disconnect(why);
    owner.lost();
    if (!sentAway) {
      pause(wait + needs.random().nextLong(wait));
    }
    return Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }

  private void disconnect(Throwable why) {
    up = false;
    if (wire != null) {
      wire.close();
      wire = null;
    }
    List<RedisCommand> lost = new ArrayList<>(batch);
    queue.drainTo(lost);
    batch.clear();
    fail(lost, away(why));
  }

  private void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!closed && !hurried && System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    hurried = false;
  }

  /** Lets the pipeline under way end; what waits fails. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    thread.interrupt();
    try {
      thread.join(ANSWER_GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
