package id.gerbang.bench;

import id.gerbang.server.payment.SnapSignature;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The floor of a bank's request: a bare Vert.x handler that proves the same signature, reads the
 * same body and answers as many bytes. No token, no SQL.
 */
@Command(name = "snap-floor", hidden = true, description = "The floor's server of bench snap.")
final class SnapFloor implements Callable<Integer> {
  private static final int LOOPS = 2;

  @Option(names = "--port", required = true)
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    vertx
        .deployVerticle(() -> new Front(), new DeploymentOptions().setInstances(LOOPS))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    System.out.println("ready http://localhost:" + port);
    new CountDownLatch(1).await();
    return 0;
  }

  private final class Front extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(new HttpServerOptions().setPort(port).setHost("127.0.0.1"))
          .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
          .listen();
    }
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    byte[] signature =
        SnapSignature.transaction(
            SnapLoad.SECRET,
            request.method().name(),
            request.path(),
            request.getHeader("Authorization").replaceFirst("Bearer ", ""),
            body.getBytes(),
            request.getHeader("X-TIMESTAMP"));
    boolean good =
        SnapSignature.isSame(
            signature, request.getHeader("X-SIGNATURE"), SnapSignature.Form.BASE64);
    JsonObject asked = new JsonObject(body);
    String code = request.path().endsWith("inquiry") ? "2002400" : "2002500";
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("responseCode", good ? code : "4010000")
                .put("responseMessage", "Successful")
                .put(
                    "virtualAccountData",
                    asked
                        .put("virtualAccountName", "B***** M***")
                        .put("paymentFlagStatus", "00")
                        .put("referenceNo", "ABCDEF"))
                .encode());
  }
}
