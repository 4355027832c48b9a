package id.gerbang.server.channel.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
 * Keeps a link bound:
 *
 * <pre>
 * STOPPED --start--> CONNECTING --bound--> BOUND --lost, unbound--> WAITING --back-off over--> CONNECTING
 *                        \----refused, unreachable----------------------^
 * </pre>
 *
 * STANDBY takes the place of CONNECTING while another node holds the link ({@link Tenure}), and
 * {@link #end} leads to STOPPED from anywhere. One thread of its own goes round in that picture and
 * alone writes the session; everything else reads it.
 */
final class LinkBinding {
  private static final Logger LOG = LoggerFactory.getLogger(LinkBinding.class);

  /** A refused account is not helped by knocking, and some carriers lock it. */
  private static final Duration LONG_BACK_OFF = Duration.ofMinutes(1);

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  /**
   * A bind that lasted this long was a good one: the next loss begins with the short wait again.
   */
  private static final Duration STEADY = Duration.ofSeconds(10);

  /**
   * What a processor takes at most to see that the link is bound, on a machine that does much else.
   */
  private static final Duration BINDING = Duration.ofSeconds(2);

  /** How often the link looks whether its writers are stuck. */
  private static final Duration WATCH = Duration.ofMillis(500);

  private final SmppLinkSettings settings;
  private final Tenure tenure;
  private final LinkSessions sessions;
  private final AtomicReference<LinkSession> session;
  private final Incoming incoming;
  private final Runnable ended;
  private final LinkStanding standing;
  private final SmppMeters meters;
  private final BackOff backOff;
  private final BackOff refused;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  /**
   * Does nothing until {@link #start}.
   *
   * @param tenure whether this node may hold the link
   * @param session empty whenever there is none
   * @param ended is told after each session that was bound
   */
  LinkBinding(
      SmppLinkSettings settings,
      Tenure tenure,
      AtomicReference<LinkSession> session,
      Incoming incoming,
      Runnable ended,
      LinkStanding standing,
      SmppMeters meters,
      RandomGenerator random) {
    this.settings = settings;
    this.tenure = tenure;
    this.sessions = new LinkSessions(settings);
    this.session = session;
    this.incoming = incoming;
    this.ended = ended;
    this.standing = standing;
    this.meters = meters;
    this.backOff = new BackOff(settings.patience().firstBackOff(), LONGEST_BACK_OFF, random);
    this.refused = new BackOff(LONG_BACK_OFF, LONG_BACK_OFF, random);
    this.keeper = Thread.ofVirtual().name("smpp-" + settings.name()).unstarted(this::keep);
  }

  /** Begins to connect, and returns. Once. */
  void start() {
    standing.is(LinkState.CONNECTING, "");
    keeper.start();
  }

  /** Unbinds and stops; takes at most twice the transaction timeout. */
  void end() throws InterruptedException {
    closing.countDown();
    SMPPSession open = session.get();
    if (open != null) {
      open.unbindAndClose();
    }
    if (keeper.getState() != Thread.State.NEW && !keeper.join(settings.patience().transaction())) {
      keeper.interrupt(); // it waits for a bind that nobody wants any more
      keeper.join(settings.patience().transaction());
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
    ended.run();
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
