package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Actions;
import id.gerbang.server.action.AgentActions;
import id.gerbang.server.action.ClaimActions;
import id.gerbang.server.action.ContributionActions;
import id.gerbang.server.action.DirectoryActions;
import id.gerbang.server.action.EnrolmentActions;
import id.gerbang.server.action.EntryActions;
import id.gerbang.server.action.InstitutionActions;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.action.SubjectActions;
import id.gerbang.server.action.SubscriberActions;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.agent.Candidates;
import id.gerbang.server.agent.Institutions;
import id.gerbang.server.agent.PostgresAgentDesk;
import id.gerbang.server.api.BranchApi;
import id.gerbang.server.area.Villages;
import id.gerbang.server.book.BookNews;
import id.gerbang.server.book.BookShelf;
import id.gerbang.server.book.LiveBooks;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.smpp.Dialect;
import id.gerbang.server.channel.smpp.LinkState;
import id.gerbang.server.channel.smpp.SmppLink;
import id.gerbang.server.channel.smpp.SmppLinkSettings;
import id.gerbang.server.channel.smpp.UssdWriting;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.claim.PostgresReportDesk;
import id.gerbang.server.claim.ReportDeadlines;
import id.gerbang.server.claim.ReportFollowing;
import id.gerbang.server.claim.ReportIntake;
import id.gerbang.server.claim.ReportTimes;
import id.gerbang.server.config.Settings;
import id.gerbang.server.consent.Erasure;
import id.gerbang.server.consent.PostgresRequestDesk;
import id.gerbang.server.consent.RequestDeadlines;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.consent.SubjectRights;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.AgentEntries;
import id.gerbang.server.enrolment.AgentQueue;
import id.gerbang.server.enrolment.AgentWorkers;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Deadlines;
import id.gerbang.server.enrolment.Enrolment;
import id.gerbang.server.enrolment.EnrolmentAges;
import id.gerbang.server.enrolment.EnrolmentTimes;
import id.gerbang.server.enrolment.Letters;
import id.gerbang.server.enrolment.PostgresBranchDesk;
import id.gerbang.server.enrolment.Registrar;
import id.gerbang.server.enrolment.SmsCommands;
import id.gerbang.server.inbox.InboxAges;
import id.gerbang.server.inbox.InboxWorker;
import id.gerbang.server.inbox.PostgresInbox;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.ops.Health;
import id.gerbang.server.outbox.OutboxAges;
import id.gerbang.server.outbox.OutboxSender;
import id.gerbang.server.outbox.OutboxTimes;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.PostgresReceipts;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.record.Database;
import id.gerbang.server.record.DemoData;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.RedisAddress;
import id.gerbang.server.session.RedisBatcher;
import id.gerbang.server.session.RedisConversations;
import id.gerbang.server.subscriber.Subscribers;
import id.gerbang.server.turn.Books;
import id.gerbang.server.turn.StepMeters;
import id.gerbang.server.turn.TurnMeters;
import id.gerbang.server.turn.TurnPipeline;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole gateway but its HTTP port, built from the settings: the one place where implementations
 * are chosen. Closing it closes everything in the opposite order.
 */
final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /** Connections to Redis; two measured best on two cores. */
  private static final int REDIS_LANES = 2;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Settings settings;
  private final Plan plan;
  private final World world;

  final Health health = new Health();
  final ExecutorService blocking;
  final Vault vault;
  final Database database;
  final PostgresOutbox outbox;
  final PostgresInbox inbox;
  final InboxWorker inboxWorker;
  final PostgresReceipts receipts;
  final Deadlines deadlines;
  final ReportDeadlines reportDeadlines;
  final RequestDeadlines requestDeadlines;
  final List<ToIntFunction<Instant>> ages;
  final AgentDirectory agents;
  final Books books;
  final Turns turns;
  final BranchDesk desk;
  final BranchApi api;
  final Programme programme;
  private final Letters letters;
  private final ClaimLetters claimLetters;
  private final SubjectLetters subjectLetters;
  final Villages villages;
  private final EnrolmentTimes times;

  /**
   * What differs between a gateway that serves, one that demonstrates and one in a test.
   *
   * @param data the folder of the embedded stores
   * @param demo whether the invented world of the contract is written
   * @param completions by lane of Redis, where turns go on
   * @param conversations wraps the conversations
   * @param actions wraps each action
   * @param walk is told where conversations go
   */
  record Plan(
      Path data,
      boolean demo,
      IntFunction<Executor> completions,
      UnaryOperator<Conversations> conversations,
      UnaryOperator<Action> actions,
      Walk walk) {
    static Plan of(Path data, boolean demo, IntFunction<Executor> completions) {
      return new Plan(
          data, demo, completions, UnaryOperator.identity(), UnaryOperator.identity(), Walk.UNSEEN);
    }
  }

  Gateway(Settings settings, Home home, Plan plan, World world, MeterRegistry registry) {
    this.settings = settings;
    this.plan = plan;
    this.world = world;
    try {
      this.times =
          new EnrolmentTimes(
              settings.enrolment().reminder(),
              settings.enrolment().escalation(),
              settings.enrolment().code(),
              settings.enrolment().consent(),
              settings.zone());
      this.programme = ProgrammeFile.read(home.programme());
      this.blocking = closing(Executors.newVirtualThreadPerTaskExecutor());
      Stores stores = closing(Stores.open(settings, plan.data()));
      this.vault = new TinkVault(keyset());
      this.database =
          closing(
              Database.open(
                  stores.databaseUrl(),
                  stores.databaseUser(),
                  stores.databasePassword(),
                  registry));
      this.books = books(home, registry);
      LetterWriter writer = new LetterWriter(books::current, settings.zone());
      this.letters = new Letters(writer);
      this.claimLetters = new ClaimLetters(writer);
      this.subjectLetters = new SubjectLetters(writer);
      if (plan.demo()) {
        new DemoData(database.jdbi(), vault).write(home.demoVillages(), world.clock().instant());
      }
      this.villages = Villages.read(database.jdbi());
      this.agents = new AgentDirectory(database.jdbi(), new SealedText(vault), villages);
      this.outbox =
          new PostgresOutbox(
              vault, settings.smpp().isEmpty() ? "first" : settings.smpp().getFirst().name());
      this.receipts = new PostgresReceipts(database.jdbi(), world.clock());
      this.inbox = closing(new PostgresInbox(database.jdbi(), vault, world.clock()));
      this.inboxWorker =
          closing(new InboxWorker(database.jdbi(), vault, smsCommands(), world.clock(), registry));
      inbox.onStored(inboxWorker::wake);
      this.deadlines = new Deadlines(database.jdbi(), vault, outbox, times, letters);
      this.reportDeadlines =
          new ReportDeadlines(database.jdbi(), vault, outbox, agents, claimLetters);
      this.requestDeadlines = new RequestDeadlines(database.jdbi(), vault, outbox, subjectLetters);
      this.ages =
          List.of(
              new InboxAges(database.jdbi())::runDue,
              new OutboxAges(database.jdbi())::runDue,
              new EnrolmentAges(database.jdbi())::runDue);
      RedisBatcher redis =
          closing(
              new RedisBatcher(
                  RedisAddress.parse(stores.redisUrl()),
                  REDIS_LANES,
                  plan.completions(),
                  registry,
                  world.random()));
      Actions actions = actions();
      this.desk = new PostgresBranchDesk(database.jdbi(), vault, outbox, letters);
      this.turns = turns(actions, redis, registry);
      this.api = api();
      health.add("redis", redis::isUp);
      health.add("database", database::isReady);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The live book, followed from now on. */
  private Books books(Home home, MeterRegistry registry) {
    BookShelf shelf = new BookShelf(database.jdbi());
    ActionCatalog catalog = ShippedActions.catalog(home.programme());
    if (plan.demo()) {
      FirstBook.demonstrate(shelf, home, catalog, world.clock().instant());
    } else {
      FirstBook.serve(shelf, home, catalog, world.clock().instant());
    }
    LiveBooks live = LiveBooks.open(shelf, catalog, blocking, registry);
    closing(new BookNews(live, database::ownConnection));
    return live;
  }

  private Keyset keyset() {
    return plan.demo() && !settings.keyset().isSet()
        ? Keyset.onFolder(plan.data())
        : Keyset.parse(settings.keyset().value());
  }

  private SmsCommands smsCommands() {
    return new SmsCommands(
        vault,
        outbox,
        letters,
        new Codes(world.random()),
        times,
        agentWorkers(),
        agentEntries(),
        villages,
        programme);
  }

  private AgentWorkers agentWorkers() {
    return new AgentWorkers(database.jdbi(), vault, settings.zone());
  }

  private AgentEntries agentEntries() {
    return new AgentEntries(
        database.jdbi(), vault, outbox, villages, new Codes(world.random()), times, letters);
  }

  private Actions actions() {
    Enrolment enrolment =
        closing(new Enrolment(database.jdbi(), vault, outbox, agents, times, letters));
    Registrar registrar =
        closing(
            new Registrar(
                database.jdbi(),
                vault,
                outbox,
                villages,
                agents,
                new Codes(world.random()),
                times,
                letters));
    return new Actions(
        programme,
        new EnrolmentActions(enrolment, registrar).all(),
        claimActions().all(),
        new SubjectActions(
                new SubjectRights(
                    database.jdbi(),
                    vault,
                    outbox,
                    new Codes(world.random())::next,
                    subjectLetters,
                    settings.zone()))
            .all(),
        new AgentActions(
                agents,
                new AgentQueue(database.jdbi(), vault, outbox, times, letters),
                agentWorkers())
            .all(),
        new EntryActions(
                agentEntries(),
                new Candidates(
                    database.jdbi(),
                    vault,
                    outbox,
                    agents,
                    new AgentLetters(new LetterWriter(books::current, settings.zone()))))
            .all(),
        new DirectoryActions(villages, agents, programme, settings.zone()).all(),
        new SubscriberActions(closing(new Subscribers(database.jdbi(), vault))).all(),
        new InstitutionActions(new Institutions(database.jdbi(), villages, settings.zone())).all(),
        new ContributionActions(enrolment, programme, settings.zone()).all());
  }

  private ClaimActions claimActions() {
    return new ClaimActions(
        new ReportIntake(
            database.jdbi(),
            vault,
            outbox,
            villages,
            agents,
            new Codes(world.random()),
            ReportTimes.R18,
            claimLetters),
        new ReportFollowing(database.jdbi(), vault),
        settings.zone());
  }

  private Turns turns(Actions actions, RedisBatcher redis, MeterRegistry registry) {
    Map<String, Action> byName = new HashMap<>(actions.byName());
    byName.replaceAll((_, action) -> plan.actions().apply(action));
    return new TurnPipeline(
        plan.conversations().apply(new RedisConversations(redis)),
        vault,
        books,
        byName,
        blocking,
        anyLane(),
        world.clock(),
        world.ids(),
        settings.zone(),
        new TurnMeters(registry),
        new StepMeters(registry, plan.walk()));
  }

  /** Turns that come back from a virtual thread are dealt to the lanes' loops in turn. */
  private Executor anyLane() {
    Executor[] loops = new Executor[REDIS_LANES];
    Arrays.setAll(loops, lane -> plan.completions().apply(lane));
    AtomicInteger next = new AtomicInteger();
    return task -> loops[Math.floorMod(next.getAndIncrement(), REDIS_LANES)].execute(task);
  }

  private BranchApi api() {
    return new BranchApi(
        desk,
        new PostgresAgentDesk(database.jdbi(), vault, villages, agents),
        new PostgresReportDesk(database.jdbi(), vault, outbox, claimLetters),
        new PostgresRequestDesk(
            database.jdbi(),
            vault,
            outbox,
            subjectLetters,
            new Erasure(database.jdbi(), vault, outbox, subjectLetters),
            villages),
        new SentMessages(database.jdbi(), vault),
        settings.apiToken().value(),
        blocking,
        world.clock());
  }

  /** Binds the link to an operator and begins to send by it what the outbox has for it. */
  SmppLink bind(Settings.Link link, MeterRegistry registry) {
    Dialect dialect =
        Dialect.named(link.dialect())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "GERBANG_SMPP_DIALECT: no dialect is called \""
                            + link.dialect()
                            + "\"; known are "
                            + String.join(
                                ", ", Dialect.all().stream().map(Dialect::name).toList())));
    SmppLinkSettings usual =
        SmppLinkSettings.of(
            link.name(),
            link.host(),
            link.port(),
            link.systemId(),
            link.password().value(),
            dialect);
    SmppLinkSettings wanted =
        new SmppLinkSettings(
            usual.name(),
            usual.host(),
            usual.port(),
            usual.systemId(),
            usual.password(),
            usual.systemType(),
            dialect,
            link.window(),
            link.messagesPerSecond(),
            usual.enquireLink(),
            usual.transactionTimeout(),
            usual.connectTimeout(),
            usual.firstBackOff(),
            settings.smsNumber(),
            new UssdWriting(
                link.screens().gsm7(), link.screens().ucs2(), link.screens().answerWithin()));
    SmppLink smpp =
        closing(
            new SmppLink(wanted, turns, inbox, receipts, registry, world.random(), world.clock()));
    send(smpp, registry);
    smpp.start();
    return smpp;
  }

  /** Begins to send by {@code link} what the outbox has for it. */
  OutboxSender send(SmsLink link, MeterRegistry registry) {
    OutboxSender sender =
        closing(
            new OutboxSender(
                database.jdbi(),
                vault,
                link,
                OutboxTimes.ORDINARY,
                world.clock(),
                world.random(),
                registry));
    outbox.onAdded(sender::wake);
    return sender.start();
  }

  static boolean isBound(SmppLink link) {
    return link.state() == LinkState.BOUND;
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        log.warn("a part did not close in order: {}", e.getMessage());
      }
    }
  }
}
