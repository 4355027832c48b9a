package id.gerbang.server.session;

import id.gerbang.server.ops.embedded.RedisProcess;
import id.gerbang.server.testing.TestRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/** Real redis-servers of a test: on this machine's loopback, ended by their own process ids. */
final class RedisFleet implements AutoCloseable {
  /** A cluster's nodes talk on their port and this. */
  private static final int BUS = 10_000;

  private static final int HIGHEST_PORT = 65_535;

  private final Path folder;
  private final Path program;
  private final Map<Integer, Process> running = new LinkedHashMap<>();
  private final Map<Integer, List<String>> commands = new LinkedHashMap<>();

  RedisFleet(Path folder) throws IOException {
    this.folder = folder;
    this.program = RedisProcess.executable(folder);
  }

  /** Starts one with more options; its port, when it answers. */
  int server(String... options) throws IOException {
    int port = freePort();
    Path home = Files.createDirectory(folder.resolve("at" + port));
    List<String> command = new ArrayList<>(List.of(program.toString(), "--port", "" + port));
    command.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "--dir",
            home.toString(),
            "--save",
            "",
            "--repl-diskless-sync-delay",
            "0"));
    command.addAll(List.of(options));
    commands.put(port, command);
    again(port);
    return port;
  }

  /** Starts one that has ended, on its port. */
  void again(int port) throws IOException {
    Process process =
        new ProcessBuilder(commands.get(port))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(port + ".log").toFile()))
            .start();
    running.put(port, process);
    TestRecords.await("redis-server answers", () -> is(port, jedis -> jedis.ping().equals("PONG")));
  }

  /** Starts a sentinel of the master called {@code turns}. */
  int sentinel(int master, int quorum) throws IOException {
    int port = freePort();
    Path file = folder.resolve("sentinel" + port + ".conf");
    Files.writeString(
        file,
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor turns 127.0.0.1 %d %d
        sentinel down-after-milliseconds turns 700
        sentinel failover-timeout turns 4000
        """
            .formatted(port, folder, master, quorum));
    commands.put(port, List.of(program.toString(), file.toString(), "--sentinel"));
    again(port);
    return port;
  }

  /** A cluster of three masters, each with a third of the slots, and no replica. */
  List<Integer> cluster() throws IOException {
    List<Integer> ports = List.of(node(), node(), node());
    for (int i = 0; i < 3; i++) {
      try (Jedis jedis = at(ports.get(i))) {
        cluster(jedis, "SET-CONFIG-EPOCH", "" + (i + 1));
        List<String> slots = new ArrayList<>(List.of("ADDSLOTS"));
        for (int slot = i; slot < ClusterMap.SLOTS; slot++) {
          if (slot * 3 / ClusterMap.SLOTS == i) {
            slots.add("" + slot);
          }
        }
        cluster(jedis, slots.toArray(String[]::new));
        cluster(jedis, "MEET", "127.0.0.1", "" + ports.getFirst());
      }
    }
    for (int port : ports) {
      ports.forEach(other -> awaitKnown(List.of(port), id(other), "master"));
      awaitStands(port);
    }
    return ports;
  }

  /** Starts one that belongs to a cluster when it has met somebody. */
  int node() throws IOException {
    return server("--cluster-enabled", "yes", "--cluster-node-timeout", "1500");
  }

  /** Starts a replica of one of a cluster's masters and waits until all of them know it. */
  int replica(List<Integer> masters, int of) throws IOException {
    int port = node();
    String id = id(masters.get(of));
    try (Jedis jedis = at(port)) {
      cluster(jedis, "MEET", "127.0.0.1", "" + masters.get(of));
      TestRecords.await("they have met", () -> cluster(jedis, "NODES").contains(id));
      cluster(jedis, "REPLICATE", id);
    }
    awaitLinked(port);
    awaitKnown(masters, id(port), "slave " + id);
    return port;
  }

  /** Waits until a node takes commands. */
  static void awaitStands(int port) {
    TestRecords.await(
        "the cluster stands",
        () -> is(port, jedis -> cluster(jedis, "INFO").contains("cluster_state:ok")));
  }

  /** Waits until all of {@code ports} say {@code what} of a node: who votes must know for whom. */
  static void awaitKnown(List<Integer> ports, String node, String what) {
    for (int port : ports) {
      TestRecords.await(
          "they know it",
          () ->
              is(
                  port,
                  jedis ->
                      cluster(jedis, "NODES")
                          .lines()
                          .anyMatch(line -> line.startsWith(node) && line.contains(what))));
    }
  }

  static void awaitLinked(int replica) {
    TestRecords.await(
        "the replica is linked",
        () -> is(replica, jedis -> jedis.info("replication").contains("master_link_status:up")));
  }

  static String id(int port) {
    try (Jedis jedis = at(port)) {
      return cluster(jedis, "MYID");
    }
  }

  static String cluster(Jedis jedis, String... arguments) {
    return SafeEncoder.encode((byte[]) jedis.sendCommand(Protocol.Command.CLUSTER, arguments));
  }

  static Jedis at(int port) {
    return new Jedis("127.0.0.1", port);
  }

  static boolean is(int port, Predicate<Jedis> what) {
    try (Jedis jedis = at(port)) {
      return what.test(jedis);
    } catch (JedisException e) {
      return false;
    }
  }

  /** Ends one as a power cut does. */
  void kill(int port) {
    Process process = running.remove(port);
    process.destroyForcibly();
    join(process);
  }

  /** Stops one in its tracks, its sockets open; or lets it go on. */
  void halt(int port, boolean halted) throws IOException {
    join(
        new ProcessBuilder("kill", halted ? "-STOP" : "-CONT", "" + running.get(port).pid())
            .inheritIO()
            .start());
  }

  private static void join(Process process) {
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        throw new AssertionError(process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = socket.getLocalPort();
        int bus = port + BUS > HIGHEST_PORT ? port - BUS : port + BUS;
        try (ServerSocket other = new ServerSocket(bus, 1, InetAddress.getLoopbackAddress())) {
          return Math.min(port, other.getLocalPort());
        } catch (IOException taken) {
          continue; // that one is somebody's
        }
      }
    }
  }

  @Override
  public void close() {
    running.values().forEach(Process::destroyForcibly);
    running.values().forEach(RedisFleet::join);
  }
}
