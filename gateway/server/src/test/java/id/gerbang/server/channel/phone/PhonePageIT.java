package id.gerbang.server.channel.phone;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.RawHttp;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may open the web phone's socket, and how often; over plain sockets. */
class PhonePageIT {
  private static final int LOOPS = 4;
  private static final int MANY = PhonePage.MOST_SOCKETS * 3;

  private final List<Socket> sockets = new ArrayList<>();
  private Vertx vertx;
  private int port;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    PhonePage page =
        new PhonePage(
            new NoNetwork(),
            "*500*25#",
            "2757",
            Optional.of(code -> "paid " + code),
            Runnable::run);
    port = freePort();
    Future<String> deployed =
        vertx.deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    Router router = Router.router(vertx);
                    router.route("/phone/*").subRouter(page.router(vertx));
                    return vertx
                        .createHttpServer()
                        .requestHandler(router)
                        .listen(port, "127.0.0.1");
                  }
                },
            new DeploymentOptions().setInstances(LOOPS));
    deployed.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static final class NoNetwork implements PhoneNetwork {
    @Override
    public void dial(Msisdn phone, String code) {}

    @Override
    public void press(Msisdn phone, String text) {}

    @Override
    public void hangUp(Msisdn phone, boolean tellsGateway) {}

    @Override
    public void sms(Msisdn phone, String to, String text) {}

    @Override
    public AutoCloseable watch(Msisdn phone, Handset handset) {
      return () -> {};
    }
  }

  private Socket knock(String headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket.setSoTimeout(10_000);
    String request =
        "GET /phone/ws HTTP/1.1\r\n"
            + headers
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int status(Socket socket) throws IOException {
    return RawHttp.read(socket.getInputStream()).status();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080, 101",
    "localhost:8080, http://LOCALHOST:8080, 101",
    "'[::1]:8080', 'http://[::1]:8080', 101",
    "gerbang.example, https://gerbang.example, 101",
    "gerbang.example:443, https://gerbang.example, 101",
    "gerbang.example, http://gerbang.example:80, 101",
    "localhost:8080, , 101",
    "localhost:8080, http://evil.example, 403",
    "localhost:8080, http://evil.example:8080, 403",
    "localhost:8080, http://localhost:8081, 403",
    "localhost:8080, http://localhost, 403",
    "localhost:8080, https://localhost, 403",
    "localhost:8080, http://localhost.evil.example:8080, 403",
    "localhost:8080, http://localhost:8080@evil.example, 403",
    "localhost:8080, null, 403",
    "localhost:8080, '', 403",
    "localhost:8080, '://', 403",
    "localhost:8080, file://, 403",
  })
  void onlyItsOwnPageOpensTheSocket(String host, String origin, int status) throws IOException {
    String headers =
        "Host: " + host + "\r\n" + (origin == null ? "" : "Origin: " + origin + "\r\n");
    assertThat(status(knock(headers))).isEqualTo(status);
  }

  @Test
  void atMostSoManyAreOpenHoweverFastTheyCome() throws Exception {
    for (int i = 0; i < MANY; i++) {
      knock("Host: a\r\n");
    }
    List<Socket> opened = new ArrayList<>();
    for (Socket socket : sockets) {
      int status = status(socket);
      assertThat(status).isIn(101, 503);
      if (status == 101) {
        opened.add(socket);
      }
    }
    assertThat(opened).hasSize(PhonePage.MOST_SOCKETS);

    opened.getFirst().close();
    opensAgain();
    assertThat(status(knock("Host: a\r\n"))).isEqualTo(503);
  }

  /** Awaits that the server has seen a phone go, and takes its place. */
  private void opensAgain() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    int status = status(knock("Host: a\r\n"));
    while (status != 101 && System.nanoTime() < deadline) {
      status = status(knock("Host: a\r\n"));
    }
    assertThat(status).isEqualTo(101);
  }

  /** Requests that open no socket take no place. */
  @Test
  void whatIsNoSocketTakesNoPlace() throws Exception {
    for (int i = 0; i < MANY; i++) {
      RawHttp.Answer answer =
          RawHttp.send(
              port,
              "GET /phone/ws HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.status()).isEqualTo(400);
    }
    assertThat(status(knock("Host: a\r\n"))).isEqualTo(101);
  }
}
