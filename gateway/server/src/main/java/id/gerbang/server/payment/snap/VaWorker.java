package id.gerbang.server.payment.snap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one bank which accounts it shall have; every node may run one. What is taken by a node that
 * dies is taken again after a lease, and {@link VaRequests} finds what the bank has of it.
 *
 * <p>Threads: one virtual thread takes orders; each is asked for on one of its own.
 */
public final class VaWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VaWorker.class);

  /** Requests under way at once: a bank that answers in a second still gets its pace. */
  static final int AT_ONCE = 8;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration COUNT = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  /** An order is up to three requests, each with its turn, its time and perhaps a new token. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(2);
  private static final int DOUBLINGS = 8;

  /** What a bank refuses so often it will not take: about half an hour. */
  static final int MOST_REFUSALS = 10;

  /** A bank may be away for days; a bill is not open for longer. */
  private static final int MOST_FAILURES = 1_000;

  private final BankApi api;
  private final VaOrders orders;
  private final VaRequests requests;
  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile boolean closed;
  private volatile double waiting;
  private volatile double parked;
  private long counted = System.nanoTime() - COUNT.toNanos();
  private Thread thread;

  /**
   * @param random spreads what is tried again
   * @param registry shows {@code gerbang_snap_orders{bank,status}}
   */
  public VaWorker(
      BankApi api,
      VaOrders orders,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry) {
    this.api = api;
    this.orders = orders;
    this.requests = new VaRequests(api);
    this.clock = clock;
    this.random = random;
    gauge("due", registry);
    gauge("parked", registry);
  }

  private void gauge(String status, MeterRegistry registry) {
    Gauge.builder("gerbang_snap_orders", this, me -> status.equals("due") ? me.waiting : me.parked)
        .description("Accounts that a bank has not been told of, by where they stand")
        .tag("bank", bank())
        .tag("status", status)
        .register(registry);
  }

  private String bank() {
    return api.access().bank();
  }

  public VaWorker start() {
    thread = Thread.ofVirtual().name("accounts-" + bank()).start(this::run);
    return this;
  }

  private void run() {
    while (!closed) {
      try {
        if (work() == 0) {
          count();
          Thread.sleep(LOOK);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // whatever it is, bills go on being issued
        log.warn("bank={} orders cannot be taken: {}", bank(), e.getClass().getSimpleName());
        if (!slept()) {
          return;
        }
      }
    }
  }

  private static boolean slept() {
    try {
      Thread.sleep(LOOK);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Takes what is due, and brings it about; says how many orders it took. Blocks. */
  int work() throws InterruptedException {
    List<VaOrder> taken = orders.take(bank(), AT_ONCE, LEASE, clock.instant());
    List<Thread> asking =
        taken.stream().map(order -> Thread.startVirtualThread(() -> ask(order))).toList();
    for (Thread one : asking) {
      one.join();
    }
    return taken.size();
  }

  private void ask(VaOrder order) {
    try {
      VaRequests.Outcome outcome = requests.perform(order);
      switch (outcome.kind()) {
        case DONE -> orders.done(bank(), order, outcome.word());
        case REFUSED -> again(order, outcome.word(), order.refusals() + 1, order.failures());
        case LATER -> again(order, outcome.word(), order.refusals(), order.failures() + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // its lease ends, and it is taken again
      log.warn("bank={} an order was left: {}", bank(), e.getClass().getSimpleName());
    }
  }

  private void again(VaOrder order, String word, int refusals, int failures) {
    if (refusals >= MOST_REFUSALS || failures >= MOST_FAILURES) {
      log.error(
          "bank={} does not take an account: {}; it is parked in va_order, docs/payments-banks.md"
              + " says what to do",
          bank(),
          word);
      orders.park(bank(), order, word);
      return;
    }
    long millis = FIRST_BACK_OFF.toMillis() << Math.min(DOUBLINGS, refusals + failures - 1);
    Duration pause = Duration.ofMillis(millis + random.nextLong(millis / 4));
    orders.later(bank(), order, word, refusals, failures, clock.instant().plus(pause));
  }

  private void count() {
    if (System.nanoTime() - counted >= COUNT.toNanos()) {
      counted = System.nanoTime();
      waiting = orders.count(bank(), "due");
      parked = orders.count(bank(), "parked");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(CLOSING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    api.close();
  }
}
