package id.gerbang.bench.soak;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.config.Settings;
import id.gerbang.server.config.SettingsFile;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ops.embedded.PostgresProcess;
import id.gerbang.server.ops.embedded.RedisProcess;
import id.gerbang.server.record.Database;
import id.gerbang.server.record.DemoData;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;

/**
 * All that a soak runs on: PostgreSQL (durable, as {@link PostgresProcess} has it), Redis, a
 * carrier, and two nodes of {@code serve} on them, each a process that can be killed. Nothing of it
 * outlives {@link #close}.
 */
final class Site implements AutoCloseable {
  static final String API_TOKEN = "the-branch-of-a-soak";
  static final String AGGREGATOR_SECRET = "soak";
  static final String CLIENT_ID = "soak-bank";
  static final String CLIENT_SECRET = "not so secret";
  static final String PARTNER_ID = "soak-partner";
  static final String SERVICE_ID = "77777";

  /** As the shipped settings have it. */
  static final String SMS_NUMBER = "2757";

  /** The shipped pace, ten times: the receipts of thousands shall be out in the end. */
  private static final String MESSAGES_PER_SECOND = "1000";

  private static final int RSA_BITS = 2048;
  private static final int NODES = 2;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** A soak that is ended by a signal leaves no process behind. */
  private final Thread ending = Thread.ofPlatform().unstarted(this::end);

  private final PostgresProcess postgres;
  private final RedisProcess redis;
  private final CarrierSimulator carrier;
  private final Database database;
  private final Keyset keyset = Keyset.generate();
  private final Vault vault = new TinkVault(keyset);
  private final KeyPair bank;
  private final List<Node> nodes = new ArrayList<>();
  private final Path home = Path.of(System.getProperty("gerbang.home", "")).toAbsolutePath();

  /**
   * Starts it all.
   *
   * @param folder empty; everything is written there
   * @param jvm options of the nodes' JVMs
   */
  Site(Path folder, List<String> jvm) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      bank = keys();
      postgres = opened(PostgresProcess.start(folder));
      redis = opened(RedisProcess.start(folder));
      Settings.Link link =
          SettingsFile.read(home.resolve("config/gateway.yaml"), _ -> null).smpp().getFirst();
      carrier =
          opened(
              new CarrierSimulator(
                  0, link.systemId(), link.password().value(), link.dialect(), Clock.systemUTC()));
      database = opened(Database.open(postgres.url(), "", "", new SimpleMeterRegistry()));
      new DemoData(database.jdbi(), vault)
          .write(home.resolve("config/areas/demo.csv"), Instant.now());
      for (int i = 0; i < NODES; i++) {
        String name = "node-" + (i + 1);
        nodes.add(
            opened(new Node(name, freePort(), environment(), jvm, folder.resolve(name + ".log"))));
      }
      nodes.getFirst().start(); // alone: it publishes the menus
      startAll(nodes.subList(1, NODES));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.push(one);
    return one;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has RSA", e);
    }
  }

  /** What `serve` and `audit` read. */
  Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("GERBANG_HTTP_HOST", "127.0.0.1");
    all.put("GERBANG_DATABASE_URL", postgres.url());
    all.put("GERBANG_REDIS_URL", redis.url());
    all.put("GERBANG_KEYSET", keyset.secret());
    all.put("GERBANG_API_TOKEN", API_TOKEN);
    all.put("GERBANG_USSD_HTTP_SECRET", AGGREGATOR_SECRET);
    all.put("GERBANG_SMPP_HOST", "127.0.0.1");
    all.put("GERBANG_SMPP_PORT", Integer.toString(carrier.port()));
    all.put("GERBANG_SMPP_MESSAGES_PER_SECOND", MESSAGES_PER_SECOND);
    all.put("GERBANG_SNAP_SERVICE_ID", SERVICE_ID);
    all.put("GERBANG_SNAP_CLIENT_ID", CLIENT_ID);
    all.put("GERBANG_SNAP_CLIENT_SECRET", CLIENT_SECRET);
    all.put("GERBANG_SNAP_PARTNER_ID", PARTNER_ID);
    all.put(
        "GERBANG_SNAP_BANK_PUBLIC_KEY",
        Base64.getEncoder().encodeToString(bank.getPublic().getEncoded()));
    all.put("GERBANG_LOG_LEVEL", "WARN");
    return all;
  }

  /** Starts nodes that are down, side by side. */
  static void startAll(List<Node> down) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> starts = new ArrayList<>();
      for (Node node : down) {
        starts.add(
            () -> {
              node.start();
              return null;
            });
      }
      for (Future<Void> started : threads.invokeAll(starts)) {
        started.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  PostgresProcess postgres() {
    return postgres;
  }

  RedisProcess redis() {
    return redis;
  }

  CarrierSimulator carrier() {
    return carrier;
  }

  Jdbi jdbi() {
    return database.jdbi();
  }

  Vault vault() {
    return vault;
  }

  /** The bank's own keys; the gateway knows the public one. */
  KeyPair bank() {
    return bank;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // it is being run
    }
  }

  private synchronized void end() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("soak: did not close in order: " + e);
      }
    }
  }
}
