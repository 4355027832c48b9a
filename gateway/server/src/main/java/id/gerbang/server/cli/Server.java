package id.gerbang.server.cli;

import id.gerbang.server.carrier.CarrierSimulator;
import id.gerbang.server.channel.phone.PhonePage;
import id.gerbang.server.channel.smpp.SmppLink;
import id.gerbang.server.channel.ussdhttp.Aggregator;
import id.gerbang.server.channel.ussdhttp.Door;
import id.gerbang.server.channel.ussdhttp.UssdFront;
import id.gerbang.server.config.Secret;
import id.gerbang.server.config.Settings;
import id.gerbang.server.console.FlowsPage;
import id.gerbang.server.ops.ManagementServer;
import id.gerbang.server.record.AuditChain;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with its ports, its links and its clocks: what {@code serve} and {@code demo} run. */
final class Server implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  /** Event loops that take requests, and on which turns go on: one for each core here. */
  private static final int LOOPS = 2;

  /** The carrier simulator's port, where it is free (contract.md). */
  private static final int CARRIER_PORT = 2775;

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration AGENTS_ANEW = Duration.ofSeconds(5);
  private static final Duration AREAS_ANEW = Duration.ofSeconds(10);

  /** How long a row of the audit may be changed by hand without being found. */
  private static final Duration AUDIT_ANEW = Duration.ofSeconds(5);

  private static final Duration DIALOGUES_ANEW = Duration.ofSeconds(5);
  private static final Duration DEADLINES_ANEW = Duration.ofSeconds(15);

  /** What grows old does so by the day; but a run takes no more than some thousand rows. */
  private static final Duration AGES_ANEW = Duration.ofMinutes(5);

  private static final Duration PORTS_WITHIN = Duration.ofSeconds(20);

  private final Settings settings;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx = Vertx.vertx();
  private final Gateway gateway;
  private final Chats chats;
  private final FlowsPage flowsPage;
  private final List<SmppLink> links = new ArrayList<>();
  private final Optional<CarrierSimulator> carrier;
  private final Optional<PhonePage> phonePage;
  private Optional<WhatsAppChat> whatsApp = Optional.empty();
  private Optional<Banks> banks = Optional.empty();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("ticks").factory());

  Server(Settings settings, Home home, Path data, boolean demo, World world) {
    this.settings = settings;
    new JvmMemoryMetrics().bindTo(registry);
    try (JvmGcMetrics gc = new JvmGcMetrics()) {
      gc.bindTo(registry);
    }
    List<Context> loops = loops();
    try {
      this.gateway =
          new Gateway(
              settings,
              home,
              Gateway.Plan.of(
                  data,
                  demo,
                  lane -> task -> loops.get(lane % LOOPS).runOnContext(_ -> task.run())),
              world,
              registry);
    } catch (RuntimeException e) {
      vertx.close();
      ticks.shutdownNow();
      throw e;
    }
    this.flowsPage = new FlowsPage(gateway.books::current);
    this.chats = new Chats(gateway, settings, world, registry);
    try {
      this.carrier =
          demo && settings.smpp().stream().allMatch(link -> link.host().isEmpty())
              ? Optional.of(simulator(world))
              : Optional.empty();
      this.phonePage =
          carrier.map(
              phones ->
                  new PhonePage(
                      phones, settings.serviceCode(), settings.smsNumber(), gateway.blocking));
      bindLinks();
      gateway.inboxWorker.start();
      if (settings.whatsApp().isOn()) {
        whatsApp = Optional.of(new WhatsAppChat(vertx, settings, gateway, world, registry));
      }
      if (!settings.billing().banks().isEmpty()) {
        banks = Optional.of(new Banks(settings, gateway, world, registry));
      }
      tick(AREAS_ANEW, "the areas could not be read", gateway.domain.villages::refresh);
      tick(AGENTS_ANEW, "the agents could not be read", gateway.domain.agents::refresh);
      gateway.domain.deadlines.forEach(
          deadlines ->
              tick(
                  DEADLINES_ANEW,
                  "the deadlines of " + deadlines.what() + " could not be read",
                  () -> deadlines.runDue(world.clock().instant())));
      tick(
          DEADLINES_ANEW,
          "what is in suspense could not be counted",
          () -> gateway.paymentMeters.look(world.clock().instant()));
      tick(
          DIALOGUES_ANEW,
          "the open dialogues could not be looked at",
          () -> gateway.dialogues.look(world.clock().instant()));
      AuditChain audit = new AuditChain(gateway.database.jdbi());
      tick(
          AUDIT_ANEW,
          "the audit could not be chained",
          () -> audit.runDue(world.clock().instant()));
      gateway.ages.forEach(
          age ->
              tick(
                  AGES_ANEW,
                  "what is too old could not be erased",
                  () -> age.applyAsInt(world.clock().instant())));
      listen();
      chats.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** One context for each loop, so that a batch of Redis' answers is one task on one of them. */
  private List<Context> loops() {
    List<Context> loops = new CopyOnWriteArrayList<>();
    await(
        vertx.deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    loops.add(context);
                    return Future.succeededFuture();
                  }
                },
            new DeploymentOptions().setInstances(LOOPS)));
    return loops;
  }

  private CarrierSimulator simulator(World world) {
    Settings.Link link = settings.smpp().getFirst();
    try {
      return new CarrierSimulator(
          CARRIER_PORT, link.systemId(), link.password().value(), link.dialect(), world.clock());
    } catch (IOException e) {
      log.info("port {} is taken; the carrier simulator takes a free one", CARRIER_PORT);
    }
    try {
      return new CarrierSimulator(
          0, link.systemId(), link.password().value(), link.dialect(), world.clock());
    } catch (IOException e) {
      throw new UncheckedIOException("the carrier simulator finds no free port", e);
    }
  }

  private void bindLinks() {
    for (Settings.Link link : settings.smpp()) {
      if (carrier.isPresent() && links.isEmpty()) {
        links.add(gateway.links.bind(link.at("127.0.0.1", carrier.get().port())));
      } else if (!link.host().isEmpty()) {
        links.add(gateway.links.bind(link));
      }
    }
  }

  private void tick(Duration every, String failed, Runnable work) {
    ticks.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            log.warn("{}: {}", failed, e.getClass().getSimpleName());
          }
        },
        every.toMillis(),
        every.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void listen() {
    List<UssdFront> aggregators = aggregators();
    await(
        vertx.deployVerticle(
            () ->
                new HttpFront(
                    settings.http().host(),
                    settings.http().port(),
                    aggregators,
                    HttpFront.LONGEST_SILENCE,
                    this::mount),
            new DeploymentOptions().setInstances(LOOPS)));
    await(
        new ManagementServer(vertx, gateway.health, registry)
            .listen(settings.management().host(), settings.management().port()));
  }

  /** Those that are on, in the order of the settings. */
  private List<UssdFront> aggregators() {
    Map<String, Aggregator> spoken =
        Aggregator.all().stream().collect(Collectors.toMap(Aggregator::name, Function.identity()));
    return settings.ussdHttp().aggregators().stream()
        .filter(Settings.Aggregator::on)
        .map(
            one ->
                new UssdFront(
                    spoken.get(one.name()),
                    gateway.turns,
                    new Door(one.secret().value(), one.allow(), settings.ussdHttp().proxies()),
                    registry))
        .toList();
  }

  private void mount(HttpFront.Mounting at) {
    chats.mount(at.router());
    banks.ifPresent(called -> called.mount(at.router()));
    at.router().route("/api/v1/*").subRouter(gateway.api.router(at.vertx()));
    whatsApp.ifPresent(chat -> chat.mount(at.router()));
    phonePage.ifPresent(
        page -> {
          at.router().route("/phone/*").subRouter(page.router(at.vertx()));
          at.router().route("/console/flows/*").subRouter(flowsPage.router(at.vertx()));
          at.router().get("/console/flows").handler(context -> context.redirect("/console/flows/"));
          at.router().get("/").handler(context -> context.redirect("/phone/"));
          at.router().get("/phone").handler(context -> context.redirect("/phone/"));
        });
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PORTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "a port did not open within " + PORTS_WITHIN.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits until it takes traffic; false when it does not within a minute. */
  boolean awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      boolean bound = carrier.isEmpty() || links.stream().allMatch(Links::isBound);
      if (bound && gateway.health.look().values().stream().allMatch(up -> up)) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  Gateway gateway() {
    return gateway;
  }

  /** The phones of the simulator; empty when a real carrier is bound. */
  Optional<CarrierSimulator> carrier() {
    return carrier;
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    chats.close();
    whatsApp.ifPresent(WhatsAppChat::close);
    try {
      await(vertx.close());
    } catch (RuntimeException e) {
      log.warn("the ports did not close in order: {}", e.getMessage());
    }
    gateway.close();
    carrier.ifPresent(Server::stop);
  }

  private static void stop(CarrierSimulator carrier) {
    try {
      carrier.close();
    } catch (IOException e) {
      log.warn("the carrier simulator did not close in order: {}", e.getMessage());
    }
  }

  /** Whether a secret may open a gateway that serves the public. */
  static boolean isForDemoOnly(Secret token) {
    return token.value().equals("demo-token");
  }
}
