package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.RawHttp;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public port's own manners, without a gateway behind it. */
class HttpFrontIT {
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void listen() throws Exception {
    vertx = Vertx.vertx();
    port = RunningServer.freePort();
    vertx
        .deployVerticle(
            new HttpFront(
                "127.0.0.1",
                port,
                List.of(),
                Duration.ofSeconds(1),
                at -> at.router().get("/there").handler(context -> context.end("yes"))))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "/there, 200",
    "/th%65re, 200",
    "/there?a=%zz, 200",
    "/nowhere, 404",
    "/ussd/hubtel, 404",
    "/%zz, 400",
    "/there%, 400",
    "/there%4, 400",
    "/ussd/hubtel%zz, 400",
    "*, 400",
  })
  void aPathThatCannotBeReadIsRefusedInOurWords(String path, int status) {
    RawHttp.Answer answer =
        RawHttp.send(
            port,
            ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    if (status == 400) {
      assertThat(answer.body()).startsWith("the path cannot be read: ");
      assertThat(answer.head()).containsIgnoringCase("content-type: text/plain; charset=utf-8");
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write("GET /there HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(RawHttp.read(socket.getInputStream()).body()).isEqualTo("yes");
      assertThat(socket.getInputStream().read()).as("it hung up").isEqualTo(-1);
    }
  }
}
