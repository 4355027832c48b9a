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
import javax.net.ssl.SSLException;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.extra.SessionState;
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
 * STANDBY takes the place of CONNECTING while another node holds the link ({@link Tenure}), and
 * {@code close} leads to STOPPED from anywhere. One thread of its own goes round in that picture
 * and alone writes the session; everything else reads it. All public methods are safe for any
 * thread.
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

  /** How late a turn or a screen that takes too long is given up. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final SmppLinkSettings settings;
  private final Tenure tenure;
  private final LinkSessions sessions;
  private final LinkStanding standing;
  private final WindowPlaces places;
  private final Screens screens;
  private final SmppMeters meters;
  private final BackOff backOff;
  private final BackOff refused;
  private final SmsDepartures departures;
  private final UssdTurns dialogues;
  private final UssdPushes pushes;
  private final Incoming incoming;
  private final AtomicReference<LinkSession> session = new AtomicReference<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  /** Builds a link that every node may bind, and that does nothing until {@link #start}. */
  public SmppLink(
      SmppLinkSettings settings,
      Turns turns,
      Inbox inbox,
      Receipts receipts,
      MeterRegistry registry,
      RandomGenerator random,
      InstantSource clock) {
    this(settings, Tenure.EVERY_NODE, turns, inbox, receipts, registry, random, clock);
  }

  /**
   * Builds a link that does nothing until {@link #start}.
   *
   * @param tenure whether this node may hold it
   * @param turns answers dialogues
   * @param inbox keeps SMS
   * @param receipts keeps receipts
   */
  public SmppLink(
      SmppLinkSettings settings,
      Tenure tenure,
      Turns turns,
      Inbox inbox,
      Receipts receipts,
      MeterRegistry registry,
      RandomGenerator random,
      InstantSource clock) {
    this.settings = settings;
    this.tenure = tenure;
    this.sessions = new LinkSessions(settings);
    this.standing = new LinkStanding(clock);
    this.meters = new SmppMeters(registry, settings.name(), () -> state() == LinkState.BOUND);
    meters.state(standing::state);
    this.backOff = new BackOff(settings.patience().firstBackOff(), LONGEST_BACK_OFF, random);
    this.refused = new BackOff(LONG_BACK_OFF, LONG_BACK_OFF, random);
    this.places = new WindowPlaces(settings.pace().window());
    meters.window(places::used);
    this.screens = new Screens(session, places, settings.patience().transaction(), meters);
    SubmitWindow window =
        new SubmitWindow(session, places, settings.sms().registeredDelivery(), meters);
    this.departures = new SmsDepartures(settings.sms(), window, clock, random);
    this.dialogues =
        new UssdTurns(
            settings.name(), settings.dialect(), settings.serviceCode(), turns, screens, meters);
    this.pushes =
        new UssdPushes(settings.name(), settings.dialect(), settings.serviceCode(), window, random);
    this.incoming =
        new Incoming(
            settings.dialogues(),
            dialogues,
            screens,
            new SmsArrivals(settings.name(), inbox, receipts, meters),
            meters);
    this.keeper = Thread.ofVirtual().name("smpp-" + settings.name()).unstarted(this::keep);
  }

  /** Begins to connect, and returns. Once. */
  public void start() {
    standing.is(LinkState.CONNECTING, "");
    keeper.start();
    threads.execute(this::tick);
  }

  private void tick() {
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        dialogues.sweep();
        screens.sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows what it owes, unbinds and ends; takes at most 3 s and twice the transaction timeout. */
  @Override
  public void close() {
    try {
      if (state() == LinkState.BOUND) {
        dialogues.drain(DRAIN);
      }
      closing.countDown();
      SMPPSession open = session.get();
      if (open != null) {
        open.unbindAndClose();
      }
      if (keeper.getState() != Thread.State.NEW
          && !keeper.join(settings.patience().transaction())) {
        keeper.interrupt(); // it waits for a bind that nobody wants any more
        keeper.join(settings.patience().transaction());
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
    return standing.state();
  }

  /** How the link stands, for who operates it. */
  public LinkReport report() {
    return standing.report(places.used(), places.size());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public boolean ready() {
    return state() == LinkState.BOUND && !departures.paused();
  }

  @Override
  public int messagesPerSecond() {
    return settings.pace().messagesPerSecond();
  }

  @Override
  public int parts(String text) {
    return SmsParts.of(text, 0, settings.sms()).map(SmsParts::cost).orElse(1);
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
        Duration wait = tenure.mayBind() ? bindAndStay() : standBy();
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      standing.is(LinkState.STOPPED, "");
    }
  }

  private Duration standBy() {
    standing.is(LinkState.STANDBY, "another node holds it");
    return WATCH;
  }

  /** Returns how long to wait before the next attempt. */
  private Duration bindAndStay() throws InterruptedException {
    standing.is(LinkState.CONNECTING, "");
    CountDownLatch lost = new CountDownLatch(1);
    SynchronizedPDUSender sender = new SynchronizedPDUSender(new DefaultPDUSender());
    Wire wire = new Wire(settings.patience().connect(), settings.peer().tls(), sender);
    OutgoingPdus outgoing = new OutgoingPdus("smpp-" + settings.name() + "-leaving", wire::write);
    GuardedPduReader reader =
        new GuardedPduReader(
            pdu -> incoming.taken(pdu, outgoing), wire::nack, this::letTheBindBeSeen);
    LinkSession attempt = sessions.open(sender, reader, wire, outgoing, incoming, lost::countDown);
    session.set(
        attempt); // before it is bound: a carrier that waited for us dials at once, and its screen
    // leaves by it
    try {
      sessions.bind(attempt);
    } catch (IOException | RuntimeException e) {
      session.set(null);
      attempt.close();
      return reader.refusedBind() == CommandStatus.OK
          ? unreachable(e)
          : refused(reader.refusedBind());
    }
    standing.is(LinkState.BOUND, "");
    meters.bind("bound");
    LOG.info("SMPP link {} is bound", settings.name());
    long since = System.nanoTime();
    if (open()) {
      stay(attempt, lost, wire);
    }
    session.set(null);
    attempt.close();
    screens.lost();
    if (System.nanoTime() - since > STEADY.toNanos()) {
      backOff.reset();
    }
    if (open()) {
      LOG.warn("SMPP link {} was lost; it connects again by itself", settings.name());
    }
    standing.is(LinkState.WAITING, "lost");
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
      if (wire.stuckFor().compareTo(settings.patience().transaction()) > 0) {
        LOG.warn(
            "SMPP link {}: the carrier has read nothing for {} ms; the connection is given up",
            settings.name(),
            wire.stuckFor().toMillis());
        bound.close();
      }
      if (tenure.mustLeave()) {
        LOG.warn("SMPP link {}: another node holds it; this one unbinds", settings.name());
        bound.unbindAndClose();
      }
    }
  }

  private Duration refused(int status) {
    meters.bind("refused");
    standing.refused(status);
    standing.is(LinkState.WAITING, "the bind was refused with " + CommandStatus.name(status));
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
    String why = reason(failure);
    standing.is(LinkState.WAITING, why);
    Duration wait = backOff.next();
    LOG.warn(
        "SMPP link {}: no bind to {}:{} ({}); next attempt in {} ms",
        settings.name(),
        settings.peer().host(),
        settings.peer().port(),
        why,
        wait.toMillis());
    return wait;
  }

  /** A certificate that is refused is told with what is wrong with it; it names hosts only. */
  private static String reason(Exception failure) {
    String kind = failure.getClass().getSimpleName();
    return failure instanceof SSLException ? kind + ": " + failure.getMessage() : kind;
  }
}
