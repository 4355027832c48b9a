package id.gerbang.server.channel.smpp;

import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.PDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transceiver bind to one carrier: USSD dialogues in and out, SMS in and out, receipts in.
 *
 * <pre>
 * STOPPED --start--> CONNECTING --bound--> BOUND --lost, unbound--> WAITING --back-off over--> CONNECTING
 *                        \----refused, unreachable----------------------^
 * </pre>
 *
 * and {@code close} leads to STOPPED from anywhere. One thread of its own goes round in that
 * picture and alone writes the session; everything else reads it. All public methods are safe for
 * any thread.
 */
public final class SmppLink implements SmsLink, UssdPush, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);

  /** A refused account is not helped by knocking, and some carriers lock it. */
  private static final Duration LONG_BACK_OFF = Duration.ofMinutes(1);

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  /**
   * A bind that lasted this long was a good one: the next loss begins with the short wait again.
   */
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** A turn seldom takes longer, and the process has 20 s to end. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /**
   * What a processor takes at most to see that the link is bound, on a machine that does much else.
   */
  private static final Duration BINDING = Duration.ofSeconds(2);

  /** How often the link looks whether its writers are stuck. */
  private static final Duration WATCH = Duration.ofMillis(500);

  /** What waits for a store, and eight for responses and dialogues, which wait for nothing. */
  private static final int PDU_THREADS = SmsArrivals.MOST_WAITING + 8;

  /** Bursts of a carrier that catches up; beyond it jsmpp answers "queue full". */
  private static final int PDU_QUEUE = 2_000;

  private final SmppLinkSettings settings;
  private final SmppMeters meters;
  private final BackOff backOff;
  private final BackOff refused;
  private final SmsDepartures departures;
  private final UssdTurns dialogues;
  private final UssdPushes pushes;
  private final Incoming incoming;
  private final AtomicReference<SMPPSession> session = new AtomicReference<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile LinkState state = LinkState.STOPPED;

  /**
   * Builds a link that does nothing until {@link #start}.
   *
   * @param turns answers dialogues
   * @param inbox keeps SMS
   * @param receipts keeps receipts
   */
  public SmppLink(
      SmppLinkSettings settings,
      Turns turns,
      Inbox inbox,
      Receipts receipts,
      MeterRegistry registry,
      RandomGenerator random,
      InstantSource clock) {
    this.settings = settings;
    this.meters = new SmppMeters(registry, settings.name(), () -> state == LinkState.BOUND);
    meters.state(() -> state);
    this.backOff = new BackOff(settings.firstBackOff(), LONGEST_BACK_OFF, random);
    this.refused = new BackOff(LONG_BACK_OFF, LONG_BACK_OFF, random);
    SubmitWindow window = new SubmitWindow(session, settings.window(), meters);
    this.departures = new SmsDepartures(settings.smsNumber(), window, clock, random);
    this.dialogues =
        new UssdTurns(
            settings.name(),
            settings.dialect(),
            settings.serviceCode(),
            turns,
            window,
            meters,
            threads);
    this.pushes =
        new UssdPushes(settings.name(), settings.dialect(), settings.serviceCode(), window, random);
    this.incoming =
        new Incoming(dialogues, new SmsArrivals(settings.name(), inbox, receipts, meters), meters);
    this.keeper = Thread.ofVirtual().name("smpp-" + settings.name()).unstarted(this::keep);
  }

  /** Begins to connect, and returns. Once. */
  public void start() {
    state = LinkState.CONNECTING;
    keeper.start();
  }

  /** Shows what it owes, unbinds and ends; takes at most 3 s and twice the transaction timeout. */
  @Override
  public void close() {
    try {
      if (state == LinkState.BOUND) {
        dialogues.drain(DRAIN);
      }
      closing.countDown();
      SMPPSession open = session.get();
      if (open != null) {
        open.unbindAndClose();
      }
      if (keeper.getState() != Thread.State.NEW && !keeper.join(settings.transactionTimeout())) {
        keeper.interrupt(); // it waits for a bind that nobody wants any more
        keeper.join(settings.transactionTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closing.countDown();
      threads.shutdownNow();
    }
  }

  /** Where the link stands. */
  public LinkState state() {
    return state;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public boolean ready() {
    return state == LinkState.BOUND && !departures.paused();
  }

  @Override
  public int messagesPerSecond() {
    return settings.messagesPerSecond();
  }

  @Override
  public int parts(String text) {
    return SmsParts.of(text, 0).map(parts -> parts.payloads().size()).orElse(1);
  }

  @Override
  public CompletionStage<Sent> send(Outgoing message) {
    try {
      return CompletableFuture.supplyAsync(() -> departures.send(message), threads)
          .exceptionally(
              bug -> {
                LOG.error(
                    "An SMS on link {} met a bug of ours ({})",
                    settings.name(),
                    bug.getClass().getName());
                return new Sent.Unknown("a bug of ours", List.of());
              });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(new Sent.Deferred("the link is closed"));
    }
  }

  @Override
  public boolean pushes(Use use) {
    return pushes.pushes(use);
  }

  @Override
  public CompletionStage<Pushed> push(Msisdn to, String text, Use use) {
    try {
      return CompletableFuture.supplyAsync(() -> pushes.push(to, text, use), threads)
          .exceptionally(
              bug -> {
                LOG.error(
                    "A pushed screen on link {} met a bug of ours ({})",
                    settings.name(),
                    bug.getClass().getName());
                return new Pushed.Unknown("a bug of ours");
              });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(new Pushed.NotSent("the link is closed"));
    }
  }

  private boolean open() {
    return closing.getCount() > 0;
  }

  private void keep() {
    try {
      while (open()) {
        state = LinkState.CONNECTING;
        Duration wait = bindAndStay();
        state = LinkState.WAITING;
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      state = LinkState.STOPPED;
    }
  }

  /** Returns how long to wait before the next attempt. */
  private Duration bindAndStay() throws InterruptedException {
    CountDownLatch lost = new CountDownLatch(1);
    SynchronizedPDUSender sender = new SynchronizedPDUSender(new DefaultPDUSender());
    Wire wire = new Wire(settings.connectTimeout(), sender);
    GuardedPduReader reader =
        new GuardedPduReader(incoming::inOrder, wire::nack, this::letTheBindBeSeen);
    SMPPSession attempt = fresh(lost, sender, reader, wire);
    session.set(
        attempt); // before it is bound: a carrier that waited for us dials at once, and its screen
    // leaves by it
    try {
      attempt.connectAndBind(
          settings.host(), settings.port(), bind(), settings.connectTimeout().toMillis());
    } catch (IOException | RuntimeException e) {
      session.set(null);
      attempt.close();
      return reader.refusedBind() == CommandStatus.OK
          ? unreachable(e)
          : refused(reader.refusedBind());
    }
    state = LinkState.BOUND;
    meters.bind("bound");
    LOG.info("SMPP link {} is bound", settings.name());
    long since = System.nanoTime();
    if (open()) {
      stay(attempt, lost, wire);
    }
    session.set(null);
    attempt.close();
    if (System.nanoTime() - since > STEADY.toNanos()) {
      backOff.reset();
    }
    if (open()) {
      LOG.warn("SMPP link {} was lost; it connects again by itself", settings.name());
    }
    return backOff.next();
  }

  /** Waits while jsmpp still looks at the answer to the bind. */
  private void letTheBindBeSeen() {
    SMPPSession binding = session.get();
    long begin = System.nanoTime();
    while (binding != null
        && binding.getSessionState() == SessionState.OPEN
        && System.nanoTime() - begin < BINDING.toNanos()) {
      LockSupport.parkNanos(100_000);
    }
  }

  private void stay(SMPPSession bound, CountDownLatch lost, Wire wire) throws InterruptedException {
    while (!lost.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
      if (wire.stuckFor().compareTo(settings.transactionTimeout()) > 0) {
        LOG.warn(
            "SMPP link {}: the carrier has read nothing for {} ms; the connection is given up",
            settings.name(),
            wire.stuckFor().toMillis());
        bound.close();
      }
    }
  }

  private SMPPSession fresh(
      CountDownLatch lost, PDUSender sender, GuardedPduReader reader, Wire wire) {
    SMPPSession fresh = new SMPPSession(sender, reader, wire);
    fresh.setEnquireLinkTimer(Math.toIntExact(settings.enquireLink().toMillis()));
    fresh.setTransactionTimer(settings.transactionTimeout().toMillis());
    fresh.setPduProcessorDegree(PDU_THREADS);
    fresh.setQueueCapacity(PDU_QUEUE);
    fresh.setMessageReceiverListener(incoming);
    fresh.addSessionStateListener(
        (now, before, source) -> {
          if (now == SessionState.CLOSED || now == SessionState.UNBOUND) {
            lost.countDown();
          }
        });
    return fresh;
  }

  private BindParameter bind() {
    return new BindParameter(
        BindType.BIND_TRX,
        settings.systemId(),
        settings.password(),
        settings.systemType(),
        TypeOfNumber.UNKNOWN,
        NumberingPlanIndicator.UNKNOWN,
        null,
        InterfaceVersion.IF_34);
  }

  private Duration refused(int status) {
    meters.bind("refused");
    Duration wait = CommandStatus.hopelessBind(status) ? refused.next() : backOff.next();
    LOG.error(
        "SMPP link {}: the carrier refused the bind with {}; check system id, password and address"
            + " with the carrier. Next attempt in {} ms",
        settings.name(),
        CommandStatus.name(status),
        wait.toMillis());
    return wait;
  }

  private Duration unreachable(Exception failure) {
    meters.bind("unreachable");
    Duration wait = backOff.next();
    LOG.warn(
        "SMPP link {}: no bind to {}:{} ({}); next attempt in {} ms",
        settings.name(),
        settings.host(),
        settings.port(),
        failure.getClass().getSimpleName(),
        wait.toMillis());
    return wait;
  }
}
