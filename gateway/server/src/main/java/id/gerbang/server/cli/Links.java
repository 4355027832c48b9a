package id.gerbang.server.cli;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.UssdPush;
import id.gerbang.server.channel.smpp.Concatenation;
import id.gerbang.server.channel.smpp.LinkReport;
import id.gerbang.server.channel.smpp.LinkState;
import id.gerbang.server.channel.smpp.SmppLink;
import id.gerbang.server.channel.smpp.SmppLinkSettings;
import id.gerbang.server.channel.smpp.SmsWriting;
import id.gerbang.server.channel.smpp.Tenure;
import id.gerbang.server.channel.smpp.Tls;
import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.link.LinkLease;
import id.gerbang.server.link.LinkStates;
import id.gerbang.server.outbox.FailOver;
import id.gerbang.server.outbox.OutboxSender;
import id.gerbang.server.outbox.OutboxTimes;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.ReceiptIds;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.Routes;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of this node to operators: bound, fed from the outbox, told of to the other nodes, and
 * stood in for by each other. One thread of its own beats; the rest is of the links.
 */
final class Links implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Links.class);

  /** While no operator is named in the settings, messages wait for the one that will be. */
  private static final String FIRST = "first";

  private static final Duration FAIL_OVER_OF_NO_LINK = Duration.ofSeconds(60);
  private static final Duration LAST_BEAT = Duration.ofSeconds(5);

  private final Settings settings;
  private final String node;
  private final Jdbi jdbi;
  private final Vault vault;
  private final Rooms rooms;
  private final World world;
  private final MeterRegistry registry;
  private final LinkStates states;
  private final FailOver failOver;
  private final List<SmppLink> bound = new CopyOnWriteArrayList<>();
  private final List<OutboxSender> senders = new CopyOnWriteArrayList<>();
  private final List<LinkLease> leases = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("link-beats").factory());

  /** Where what comes by a link goes, and what leaves comes from. */
  record Rooms(Turns turns, Inbox inbox, Receipts receipts, PostgresOutbox outbox) {}

  Links(
      Settings settings, Jdbi jdbi, Vault vault, Rooms rooms, World world, MeterRegistry registry) {
    this.settings = settings;
    this.node = node(settings);
    this.jdbi = jdbi;
    this.vault = vault;
    this.rooms = rooms;
    this.world = world;
    this.registry = registry;
    this.states = new LinkStates(jdbi);
    this.failOver =
        new FailOver(
            jdbi,
            vault,
            routes(settings),
            link ->
                named(settings, link)
                    .map(Settings.Link::failOverAfter)
                    .orElse(FAIL_OVER_OF_NO_LINK),
            FailOver.STEADY,
            world.clock(),
            registry);
  }

  /** Host and port: unlike any other node's, and the same after a restart. */
  private static String node(Settings settings) {
    try {
      return InetAddress.getLocalHost().getHostName() + ":" + settings.http().port();
    } catch (UnknownHostException e) {
      return settings.http().host() + ":" + settings.http().port();
    }
  }

  /** By which links messages may leave: those that are on, or the first while none is. */
  static Routes routes(Settings settings) {
    List<Routes.Route> on =
        settings.smpp().stream()
            .filter(link -> link.messages() && !link.host().isEmpty())
            .map(link -> new Routes.Route(link.name(), link.sms().prefixes()))
            .toList();
    if (!on.isEmpty()) {
      return new Routes(on);
    }
    return Routes.only(settings.smpp().isEmpty() ? FIRST : settings.smpp().getFirst().name());
  }

  /** How the operator of each link spells ids. */
  static Function<String, ReceiptIds> receiptIds(Settings settings) {
    return link ->
        named(settings, link)
            .flatMap(known -> ReceiptIds.of(known.sms().receiptIds()))
            .orElse(ReceiptIds.EITHER);
  }

  private static Optional<Settings.Link> named(Settings settings, String link) {
    return settings.smpp().stream().filter(known -> known.name().equals(link)).findFirst();
  }

  /**
   * Binds a link, if this node may hold it, and begins to send by it what the outbox has for it.
   */
  SmppLink bind(Settings.Link link) {
    if (bound.isEmpty()) {
      long every = LinkStates.BEAT.toMillis();
      beats.scheduleWithFixedDelay(this::beat, every / 2, every, TimeUnit.MILLISECONDS);
    }
    SmppLink smpp =
        new SmppLink(
            wanted(link),
            tenure(link),
            rooms.turns(),
            rooms.inbox(),
            rooms.receipts(),
            registry,
            world.random(),
            world.clock());
    bound.add(smpp);
    if (link.messages()) {
      send(smpp);
    }
    smpp.start();
    return smpp;
  }

  private SmppLinkSettings wanted(Settings.Link link) {
    Optional<Tls> tls =
        link.tls().on()
            ? Optional.of(link.tls().ca().map(Tls::trusting).orElseGet(Tls::usual))
            : Optional.empty();
    Settings.Sms sms = link.sms();
    return new SmppLinkSettings(
        link.name(),
        new SmppLinkSettings.Peer(link.host(), link.port(), tls),
        new SmppLinkSettings.Account(link.systemId(), link.password().value(), link.systemType()),
        link.dialect(),
        link.dialogues(),
        new SmppLinkSettings.Pace(link.window(), link.messagesPerSecond()),
        SmppLinkSettings.Patience.USUAL,
        new SmsWriting(
            sms.number().isEmpty() ? settings.smsNumber() : sms.number(),
            Concatenation.of(sms.concatenation()).orElseThrow(),
            sms.gsm7(),
            sms.ucs2(),
            sms.registeredDelivery()),
        settings.serviceCode());
  }

  private Tenure tenure(Settings.Link link) {
    if (!link.single()) {
      return Tenure.EVERY_NODE;
    }
    LinkLease lease = new LinkLease(jdbi, link.name(), node);
    leases.add(lease);
    lease.renew();
    return new Tenure() {
      @Override
      public boolean mayBind() {
        return lease.held();
      }

      @Override
      public boolean mustLeave() {
        return lease.anothers();
      }
    };
  }

  /**
   * Shows who was cut off where they stand, by the link of that dialogue, if its carrier takes
   * screens that we begin. Blocks.
   */
  boolean offer(Msisdn phone, String dialogue) {
    String name = dialogue.replaceFirst(":.*", "");
    Optional<SmppLink> link =
        bound.stream()
            .filter(known -> known.name().equals(name) && isBound(known))
            .filter(known -> known.pushes(UssdPush.Use.ASK))
            .findFirst();
    if (link.isEmpty()) {
      return false;
    }
    Reply offer =
        rooms
            .turns()
            .take(
                new Inbound(
                    Channel.USSD, Surface.USSD, phone, new Inbound.Event.Started(), name, ""))
            .toCompletableFuture()
            .join();
    return !offer.ends()
        && link.get().push(phone, offer.text(), UssdPush.Use.ASK).toCompletableFuture().join()
            instanceof UssdPush.Pushed.Taken;
  }

  /** Begins to send by {@code link} what the outbox has for it. */
  OutboxSender send(SmsLink link) {
    OutboxSender sender =
        new OutboxSender(
            jdbi,
            vault,
            link,
            receiptIds(settings).apply(link.name()),
            OutboxTimes.ORDINARY,
            world.clock(),
            world.random(),
            registry);
    senders.add(sender);
    rooms.outbox().onAdded(link.name(), sender::wake);
    return sender.start();
  }

  private void beat() {
    leases.forEach(LinkLease::renew);
    try {
      Instant now = world.clock().instant();
      states.beat(node, bound.stream().map(link -> beat(link, now)).toList());
      if (failOver.run() > 0) {
        senders.forEach(OutboxSender::wake);
      }
    } catch (RuntimeException e) {
      log.warn("the links could not be told of: {}", e.getClass().getSimpleName());
    }
  }

  private static LinkStates.Beat beat(SmppLink link, Instant now) {
    LinkReport report = link.report();
    return new LinkStates.Beat(
        link.name(),
        report.state().name().toLowerCase(Locale.ROOT),
        Duration.between(report.since(), now),
        report.detail(),
        report.windowUsed(),
        report.windowSize(),
        report.refusal().map(no -> new LinkStates.Refusal(no.status(), no.at())));
  }

  /** The patience of each is bounded; that of all together must not grow with their number. */
  private static void together(List<? extends AutoCloseable> parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AutoCloseable part : parts) {
        threads.submit(
            () -> {
              part.close();
              return null;
            });
      }
    }
  }

  static boolean isBound(SmppLink link) {
    return link.state() == LinkState.BOUND;
  }

  /** Gives back what has not left, shows what is owed, unbinds, and lets other nodes take over. */
  @Override
  public void close() {
    beats.shutdown();
    try {
      if (!beats.awaitTermination(LAST_BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        beats.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    together(senders);
    together(bound);
    leases.forEach(LinkLease::close);
    if (!bound.isEmpty()) {
      try {
        states.gone(node);
      } catch (RuntimeException e) {
        log.warn("this node's end could not be told: {}", e.getClass().getSimpleName());
      }
    }
  }
}
