package id.gerbang.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many phones that press whole dialogues against one server, and what they saw. */
final class Load implements AutoCloseable {
  private static final int MOST_SAMPLES = 4_000_000;

  /**
   * A phone asks again that hears nothing. Vert.x' client up to 5.0.10 now and then loses the end
   * of an answer (vert.x issue 6038), so that a bench without this stood still; what was asked
   * again is told.
   */
  private static final int PATIENCE_SECONDS = 11;

  /** Longer than any turn may take (the contract of Turns: 10 s), and asked again once. */
  private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(25);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final RequestOptions request;
  private final boolean checks;

  /**
   * @param checks whether screens are looked at; the floor shows always the same one
   */
  Load(int port, int phones, boolean checks) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(phones).setMaxWaitQueueSize(-1));
    this.request =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ussd/africastalking")
            .setMethod(HttpMethod.POST);
    this.checks = checks;
  }

  /**
   * @param turnsPerSecond answered turns
   */
  record Seen(
      double turnsPerSecond,
      double p50Millis,
      double p99Millis,
      long turns,
      long errors,
      long unheard) {
    @Override
    public String toString() {
      return String.format(
          "%,9.0f turns/s   p50 %6.2f ms   p99 %6.2f ms   errors %d%s",
          turnsPerSecond,
          p50Millis,
          p99Millis,
          errors,
          unheard == 0 ? "" : "   asked again " + unheard);
    }
  }

  /** Each phone presses as soon as it is answered, for {@code seconds}. */
  Seen closed(Dialogues dialogues, int phones, int seconds) throws InterruptedException {
    Run run = new Run(dialogues, System.nanoTime() + seconds * 1_000_000_000L);
    CountDownLatch done = new CountDownLatch(phones);
    for (int i = 0; i < phones; i++) {
      press(run, dialogues.next(), 0, System.nanoTime(), done, true);
    }
    run.settle(done);
    return run.seen();
  }

  /**
   * Dialogues begin at an even pace, whether or not the server keeps up; a late answer counts from
   * when its request was due.
   */
  Seen open(Dialogues dialogues, double turnsPerSecond, int seconds) throws InterruptedException {
    int length = Dialogues.EXPECTED.size();
    Run run = new Run(dialogues, Long.MAX_VALUE);
    int count = (int) (turnsPerSecond * seconds / length);
    long between = (long) (1e9 * length / turnsPerSecond);
    CountDownLatch done = new CountDownLatch(count);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + i * between;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      }
      press(run, dialogues.next(), 0, due, done, false);
    }
    run.settle(done);
    return run.seen();
  }

  private void press(
      Run run,
      Dialogues.Dialogue dialogue,
      int step,
      long due,
      CountDownLatch done,
      boolean goesOn) {
    if (step == dialogue.inputs().size()) {
      if (goesOn && System.nanoTime() < run.until) {
        press(run, run.dialogues.next(), 0, System.nanoTime(), done, true);
      } else {
        done.countDown();
      }
      return;
    }
    if (goesOn && System.nanoTime() >= run.until) {
      done.countDown();
      return;
    }
    Buffer form =
        Buffer.buffer(
            "sessionId=s"
                + dialogue.phone()
                + "&phoneNumber=%2B"
                + dialogue.phone()
                + "&networkCode=51001&serviceCode=%2A500%2A25%23&text="
                + URLEncoder.encode(dialogue.inputs().get(step), StandardCharsets.UTF_8));
    client
        .request(request)
        .compose(r -> r.putHeader("Content-Type", "application/x-www-form-urlencoded").send(form))
        .compose(response -> response.body())
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            answer -> {
              if (answer.cause() instanceof TimeoutException) {
                run.unheard.incrementAndGet();
                press(run, dialogue, step, due, done, goesOn);
                return;
              }
              boolean good =
                  answer.succeeded()
                      && (!checks
                          || answer.result().toString().contains(Dialogues.EXPECTED.get(step)));
              if (!good && run.errors.get() < 3) {
                System.err.println(
                    "step "
                        + step
                        + ": "
                        + (answer.succeeded() ? answer.result() : answer.cause()));
              }
              run.saw(System.nanoTime() - due, good);
              if (!good && checks) {
                press(run, dialogue, dialogue.inputs().size(), due, done, goesOn);
              } else {
                press(run, dialogue, step + 1, System.nanoTime(), done, goesOn);
              }
            });
  }

  /** What is counted of one run. */
  private static final class Run {
    private final Dialogues dialogues;
    private final long until;
    private final long began = System.nanoTime();
    private final AtomicInteger samples = new AtomicInteger();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong unheard = new AtomicLong();
    private final int[] micros = new int[MOST_SAMPLES];

    Run(Dialogues dialogues, long until) {
      this.dialogues = dialogues;
      this.until = until;
    }

    void saw(long nanos, boolean good) {
      int at = samples.getAndIncrement();
      if (at < MOST_SAMPLES) {
        micros[at] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
      }
      if (!good) {
        errors.incrementAndGet();
      }
    }

    /** Waits for the last answers; a request that never has one is an error, and told. */
    void settle(CountDownLatch done) throws InterruptedException {
      long left = until == Long.MAX_VALUE ? 0 : Math.max(0, until - System.nanoTime());
      if (!done.await(left + LAST_ANSWERS_NANOS, TimeUnit.NANOSECONDS)) {
        System.err.println(done.getCount() + " dialogues wait for an answer that never came");
        errors.addAndGet(done.getCount());
      }
    }

    Seen seen() {
      int count = Math.min(MOST_SAMPLES, samples.get());
      int[] sorted = Arrays.copyOf(micros, count);
      Arrays.sort(sorted);
      double seconds = (Math.min(System.nanoTime(), until) - began) / 1e9;
      return new Seen(
          samples.get() / seconds,
          sorted[count / 2] / 1e3,
          sorted[(int) (count * 0.99)] / 1e3,
          samples.get(),
          errors.get(),
          unheard.get());
    }
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
