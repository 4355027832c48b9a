package id.gerbang.bench;

import id.gerbang.server.payment.SnapSignature;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bank that looks at bills and pays them at an even pace, whatever comes back: each pair an
 * inquiry and, when it is answered, its payment, both signed for real. A time is counted from the
 * moment that a request was due, so that a server that stalls pays for all that waited.
 */
final class SnapLoad implements AutoCloseable {
  static final String CLIENT = "bench-bank";
  static final String SECRET = "the bench's secret";
  static final String PARTNER = "bench";
  static final String SERVICE_ID = "77777";
  private static final String ROOT = "/snap/v1.0";
  private static final int CONNECTIONS = 64;
  private static final long LAST_ANSWERS_SECONDS = 20;
  private static final int MOST_TOLD = 3;
  private static final long FIRST_EXTERNAL_ID = 100_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int port;
  private final AtomicLong externalIds = new AtomicLong(FIRST_EXTERNAL_ID);
  private final AtomicLong failures = new AtomicLong();
  private String token = "none";

  SnapLoad(int port) {
    this.port = port;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
  }

  /**
   * What was seen of a run.
   *
   * @param unheard requests without an answer: Vert.x' client now and then loses one, see {@link
   *     Load}
   */
  record Seen(
      String what, double p50, double p99, double max, long requests, long errors, long unheard) {
    @Override
    public String toString() {
      return String.format(
          "%-8s p50 %7.2f ms   p99 %8.2f ms   max %8.2f ms   %,d requests, errors %d, unheard %d",
          what, p50, p99, max, requests, errors, unheard);
    }
  }

  /** The times of one kind of request. */
  private static final class Times {
    private final String what;
    private final int[] micros;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong errors = new AtomicLong();

    Times(String what, int most) {
      this.what = what;
      this.micros = new int[most];
    }

    void saw(long nanos, boolean good) {
      micros[count.getAndIncrement()] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
      if (!good) {
        errors.incrementAndGet();
      }
    }

    Seen seen(long lost) {
      if (count.get() == 0) {
        return new Seen(what, 0, 0, 0, lost, 0, lost);
      }
      int[] sorted = Arrays.copyOf(micros, count.get());
      Arrays.sort(sorted);
      return new Seen(
          what,
          sorted[sorted.length / 2] / 1e3,
          sorted[(int) (sorted.length * 0.99)] / 1e3,
          sorted[sorted.length - 1] / 1e3,
          sorted.length + lost,
          errors.get(),
          lost);
    }
  }

  private static String now() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
  }

  /** Asks for the token that the transactions carry. */
  void token(PrivateKey key) {
    String at = now();
    JsonObject answer =
        client
            .request(to("/access-token/b2b"))
            .compose(
                request ->
                    request
                        .putHeader("Content-Type", "application/json")
                        .putHeader("X-TIMESTAMP", at)
                        .putHeader("X-CLIENT-KEY", CLIENT)
                        .putHeader("X-SIGNATURE", SnapSignature.token(key, CLIENT, at))
                        .send("{\"grantType\":\"client_credentials\"}"))
            .compose(HttpClientResponse::body)
            .map(JsonObject::new)
            .await();
    token = answer.getString("accessToken");
  }

  private RequestOptions to(String path) {
    return new RequestOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI(ROOT + path)
        .setMethod(HttpMethod.POST);
  }

  /**
   * Pays bills one after the other.
   *
   * @param first the number of the first bill, see {@link #code}
   */
  Seen[] run(int first, int pairs, int perSecond) throws InterruptedException {
    Times inquiries = new Times("inquiry", pairs);
    Times payments = new Times("payment", pairs);
    CountDownLatch done = new CountDownLatch(pairs);
    long begin = System.nanoTime();
    for (int i = 0; i < pairs; i++) {
      long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      pair(code(first + i), due, inquiries, payments, done);
    }
    done.await(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
    return new Seen[] {
      inquiries.seen(pairs - inquiries.count.get()), payments.seen(pairs - payments.count.get())
    };
  }

  /** The payment code of a bill of the bench. */
  static String code(int number) {
    return String.format("7%011d", number);
  }

  private void pair(String code, long due, Times inquiries, Times payments, CountDownLatch done) {
    JsonObject account =
        new JsonObject()
            .put("partnerServiceId", "   " + SERVICE_ID)
            .put("customerNo", code)
            .put("virtualAccountNo", "   " + SERVICE_ID + code);
    ask("/transfer-va/inquiry", account.copy().put("inquiryRequestId", "b" + code), "2002400")
        .compose(
            good -> {
              long answered = System.nanoTime();
              inquiries.saw(answered - due, good);
              return ask(
                      "/transfer-va/payment",
                      account
                          .put("paymentRequestId", "b" + code)
                          .put("virtualAccountName", "Bench  Mark")
                          .put(
                              "paidAmount",
                              new JsonObject().put("value", "8400.00").put("currency", "IDR")),
                      "2002500")
                  .onSuccess(paid -> payments.saw(System.nanoTime() - answered, paid));
            })
        .onFailure(this::tell)
        .onComplete(_ -> done.countDown());
  }

  /** The first few say what is wrong; each is an error in the figures. */
  private void tell(Throwable failure) {
    if (failures.getAndIncrement() < MOST_TOLD) {
      System.err.println("no answer: " + failure);
    }
  }

  private Future<Boolean> ask(String path, JsonObject body, String expected) {
    String at = now();
    byte[] bytes = body.encodePrettily().getBytes(StandardCharsets.UTF_8);
    byte[] signature = SnapSignature.transaction(SECRET, "POST", ROOT + path, token, bytes, at);
    return client
        .request(to(path))
        .compose(
            request ->
                request
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Authorization", "Bearer " + token)
                    .putHeader("X-TIMESTAMP", at)
                    .putHeader(
                        "X-SIGNATURE", SnapSignature.written(signature, SnapSignature.Form.BASE64))
                    .putHeader("X-PARTNER-ID", PARTNER)
                    .putHeader("X-EXTERNAL-ID", "" + externalIds.incrementAndGet())
                    .putHeader("CHANNEL-ID", "00002")
                    .send(Buffer.buffer(bytes)))
        .compose(HttpClientResponse::body)
        .map(answer -> new JsonObject(answer).getString("responseCode", "").equals(expected));
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
