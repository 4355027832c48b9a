package id.gerbang.server.channel.smpp;

import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transceiver bind to one carrier: USSD dialogues in and out, SMS in and out, receipts in.
 * {@link LinkBinding} keeps it bound. All public methods are safe for any thread.
 */
public final class SmppLink implements SmsLink, UssdPush, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);

  /** A turn seldom takes longer, and the process has 20 s to end. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /** How late a turn or a screen that takes too long is given up. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final SmppLinkSettings settings;
  private final LinkStanding standing;
  private final WindowPlaces places;
  private final Screens screens;
  private final SmsDepartures departures;
  private final UssdTurns dialogues;
  private final UssdPushes pushes;
  private final AtomicReference<LinkSession> session = new AtomicReference<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LinkBinding binding;

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
    this.standing = new LinkStanding(clock);
    SmppMeters meters = new SmppMeters(registry, settings.name(), () -> state() == LinkState.BOUND);
    meters.state(standing::state);
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
    Incoming incoming =
        new Incoming(
            settings.dialogues(),
            dialogues,
            screens,
            new SmsArrivals(settings.name(), inbox, receipts, meters),
            meters);
    this.binding =
        new LinkBinding(
            settings, tenure, session, incoming, screens::lost, standing, meters, random);
  }

  /** Begins to connect, and returns. Once. */
  public void start() {
    binding.start();
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
      try {
        if (state() == LinkState.BOUND) {
          dialogues.drain(DRAIN);
        }
      } finally {
        binding.end();
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
}
