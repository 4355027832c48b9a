package id.gerbang.bench;

import id.gerbang.server.session.Conversations.Begun;
import id.gerbang.server.session.RedisAddress;
import id.gerbang.server.session.RedisBatcher;
import id.gerbang.server.session.RedisConversations;
import id.gerbang.server.session.Stand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The floor of a turn: a bare Vert.x handler that reads the same form and makes the same two Redis
 * round trips through the same batcher, with a state of the size that a registration has. No
 * engine, no encryption, no SQL.
 */
@Command(name = "floor", hidden = true, description = "The floor's server, a process of its own.")
final class FloorServer implements Callable<Integer> {
  /** What a conversation of the same length tells of itself. */
  private static final Stand STAND =
      new Stand("0123456789abcdef", "main.register>register.birth_date");

  private static final int LOOPS = 2;

  /** What a sealed conversation in the middle of a registration takes. */
  private static final int STATE_BYTES = 700;

  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--redis-url", required = true)
  private String redisUrl;

  private final byte[] state = new byte[STATE_BYTES];
  private RedisConversations conversations;

  @Override
  public Integer call() throws InterruptedException {
    Arrays.fill(state, (byte) 'x');
    Vertx vertx = Vertx.vertx();
    List<Context> loops = new CopyOnWriteArrayList<>();
    vertx
        .deployVerticle(() -> new Loop(loops), new DeploymentOptions().setInstances(LOOPS))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    RedisBatcher redis =
        new RedisBatcher(
            RedisAddress.parse(redisUrl),
            LOOPS,
            lane -> task -> loops.get(lane).runOnContext(_ -> task.run()),
            new SimpleMeterRegistry(),
            new Random());
    conversations = new RedisConversations(redis);
    while (!redis.isUp()) {
      Thread.sleep(20);
    }
    vertx
        .deployVerticle(() -> new Front(), new DeploymentOptions().setInstances(LOOPS))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    System.out.println("ready http://localhost:" + port);
    new CountDownLatch(1).await();
    return 0;
  }

  private static final class Loop extends VerticleBase {
    private final List<Context> loops;

    Loop(List<Context> loops) {
      this.loops = loops;
    }

    @Override
    public Future<?> start() {
      loops.add(context);
      return Future.succeededFuture();
    }
  }

  private final class Front extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(new HttpServerOptions().setPort(port).setHost("127.0.0.1"))
          .requestHandler(FloorServer.this::handle)
          .listen();
    }
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String form = URLDecoder.decode(body.toString(), StandardCharsets.UTF_8);
              int at = form.indexOf("phoneNumber=+") + "phoneNumber=+".length();
              byte[] subscriber = form.substring(at, at + 13).getBytes(StandardCharsets.US_ASCII);
              String lease = Long.toHexString(System.nanoTime());
              conversations
                  .begin(subscriber, new byte[0], lease)
                  .thenCompose(
                      begun ->
                          conversations.commit(
                              subscriber,
                              lease,
                              begun instanceof Begun.Ready ready ? ready.sequence() : 0,
                              state,
                              new byte[0],
                              new byte[0],
                              STAND))
                  .thenAccept(
                      _ ->
                          request
                              .response()
                              .putHeader("Content-Type", "text/plain; charset=utf-8")
                              .end(
                                  "CON BPJS Ketenagakerjaan\n"
                                      + "1 Daftar\n"
                                      + "2 Cek status\n"
                                      + "3 Cari agen\n"
                                      + "4 Info program\n"
                                      + "5 Bayar iuran\n"
                                      + "6 Bahasa\n"
                                      + "0 Keluar"));
            });
  }
}
