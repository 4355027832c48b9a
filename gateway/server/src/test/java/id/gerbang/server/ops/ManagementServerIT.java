package id.gerbang.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.RawHttp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerIT {
  private final Health health = new Health(Duration.ofMillis(300));
  private Vertx vertx;
  private int port;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    port =
        new ManagementServer(vertx, health, registry)
            .listen("127.0.0.1", 0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private RawHttp.Answer ready() {
    String request = "GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n";
    return RawHttp.send(port, request.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aNodeThatIsWellIsReady() {
    health.add("redis", () -> true);
    assertThat(ready().status()).isEqualTo(200);
    assertThat(ready().body()).isEqualTo("{\"status\":\"up\",\"checks\":{\"redis\":\"up\"}}");
  }

  @Test
  void aCheckThatThrowsIsAnAnswer() {
    health.add(
        "database",
        () -> {
          throw new IllegalStateException("geheim");
        });
    health.add("redis", () -> true);
    RawHttp.Answer answer = ready();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"down\",\"checks\":{\"database\":\"down\",\"redis\":\"up\"}}");
  }

  @Test
  void aCheckThatHangsIsAnAnswer() {
    CountDownLatch stuck = new CountDownLatch(1);
    health.add(
        "database",
        () -> {
          try {
            return stuck.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            return false;
          }
        });
    RawHttp.Answer answer = ready();
    stuck.countDown();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("\"database\":\"down\"");
  }
}
