package id.gerbang.server.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One open connection to one Redis, on which pipelines go to and fro.
 *
 * <p>Threads: one uses it; {@link #cutIfStuck} and {@link #cut} come from any other, and make
 * whatever is read or written at that moment fail at once. They are needed because a socket's
 * time-out is for one read: a write into a network that swallows everything waits for a quarter of
 * an hour, and a server that is merely slow never meets it.
 */
final class RedisWire implements AutoCloseable {
  private static final long LONGEST_EXCHANGE =
      TimeUnit.MILLISECONDS.toNanos(RedisUrl.ANSWER_MILLIS);

  private final HostAndPort node;
  private final Connection connection;
  private final List<RedisScript> scripts;
  private volatile long busySince; // 0 while nothing is under way
  private volatile boolean cut;

  private RedisWire(HostAndPort node, Connection connection, List<RedisScript> scripts) {
    this.node = node;
    this.connection = connection;
    this.scripts = scripts;
  }

  /**
   * Connects and loads the scripts.
   *
   * @param onlyMaster whether a replica is refused
   * @throws JedisException when it does not come about
   */
  static RedisWire open(
      HostAndPort node, JedisClientConfig config, List<RedisScript> scripts, boolean onlyMaster) {
    RedisWire wire = new RedisWire(node, new Connection(node, config), scripts);
    try {
      wire.connection.connect();
      if (onlyMaster) {
        wire.checkMaster();
      }
      wire.loadScripts();
      return wire;
    } catch (JedisException e) {
      wire.close();
      throw e;
    }
  }

  private void checkMaster() {
    connection.sendCommand(Protocol.Command.ROLE);
    List<?> role = (List<?>) connection.getOne();
    if (!"master".equals(new String((byte[]) role.getFirst(), StandardCharsets.US_ASCII))) {
      throw new JedisConnectionException(
          node + " is a replica and not yet, or no longer, the master");
    }
  }

  HostAndPort node() {
    return node;
  }

  void loadScripts() {
    for (RedisScript script : scripts) {
      connection.sendCommand(
          Protocol.Command.SCRIPT,
          Protocol.Keyword.LOAD.getRaw(),
          script.source().getBytes(StandardCharsets.UTF_8));
    }
    for (Object answer : connection.getMany(scripts.size())) {
      if (answer instanceof JedisException e) {
        throw e;
      }
    }
  }

  void ping() {
    busySince = busy();
    connection.ping();
    busySince = 0;
  }

  /**
   * Sends all and reads all: by command its answer or a {@link JedisDataException}.
   *
   * @throws JedisException when the connection fails; which of them ran is then not known
   */
  List<Object> exchange(List<RedisCommand> commands) {
    busySince = busy();
    for (RedisCommand command : commands) {
      if (command.asking()) {
        connection.sendCommand(Protocol.Command.ASKING);
      }
      connection.sendCommand(Protocol.Command.EVALSHA, command.parameters());
    }
    List<Object> answers = new ArrayList<>(commands.size());
    for (RedisCommand command : commands) {
      if (command.asking()) {
        one();
      }
      answers.add(one());
    }
    busySince = 0;
    return answers;
  }

  private Object one() {
    try {
      return connection.getOne();
    } catch (JedisDataException e) {
      return e;
    }
  }

  private static long busy() {
    long now = System.nanoTime();
    return now == 0 ? 1 : now;
  }

  /** Cuts a connection whose pipeline has taken too long. */
  void cutIfStuck(long now) {
    long since = busySince;
    if (since != 0 && now - since > LONGEST_EXCHANGE) {
      cut();
    }
  }

  /** Ends it whatever it is doing. */
  void cut() {
    cut = true;
    close();
  }

  /** Whether {@link #cut} ended it. */
  boolean isCut() {
    return cut;
  }

  /** Closes the socket and says nothing more: what stands in its buffer was told to have failed. */
  @Override
  public void close() {
    try {
      connection.forceDisconnect();
    } catch (IOException e) {
      // A connection that will not even close is as gone as one that does.
    }
  }
}
