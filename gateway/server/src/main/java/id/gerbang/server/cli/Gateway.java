package id.gerbang.server.cli;

import id.gerbang.engine.Walk;
import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.server.action.Action;
import id.gerbang.server.action.Actions;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.api.BranchApi;
import id.gerbang.server.book.BookNews;
import id.gerbang.server.book.BookShelf;
import id.gerbang.server.book.LiveBooks;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.sms.SmsConversation;
import id.gerbang.server.config.Settings;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.crypt.TinkVault;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.EnrolmentAges;
import id.gerbang.server.inbox.ChatAges;
import id.gerbang.server.inbox.InboxAges;
import id.gerbang.server.inbox.InboxWorker;
import id.gerbang.server.inbox.PostgresInbox;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.ops.Health;
import id.gerbang.server.outbox.AnswerLimit;
import id.gerbang.server.outbox.OutboxAges;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.PostgresReceipts;
import id.gerbang.server.outbox.SentMessages;
import id.gerbang.server.outreach.UnfinishedReminder;
import id.gerbang.server.payment.ExternalIds;
import id.gerbang.server.payment.PaymentMeters;
import id.gerbang.server.record.Database;
import id.gerbang.server.record.DemoData;
import id.gerbang.server.session.Conversations;
import id.gerbang.server.session.RedisAddress;
import id.gerbang.server.session.RedisBatcher;
import id.gerbang.server.session.RedisConversations;
import id.gerbang.server.subscriber.ChatLinks;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.subscriber.PostgresChatLinks;
import id.gerbang.server.turn.Books;
import id.gerbang.server.turn.OpenDialogues;
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
 * The whole gateway but its HTTP port, built from the settings: here, and for the domain in {@link
 * Domain}, implementations are chosen. Closing it closes everything in the opposite order.
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
  final List<ToIntFunction<Instant>> ages;
  final Domain domain;
  final Books books;
  final Turns turns;
  final OpenDialogues dialogues;
  final BranchApi api;
  final Links links;
  final Programme programme;
  final PaymentMeters paymentMeters;

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
      this.programme = ProgrammeFile.read(home.programme());
      this.blocking = closing(Executors.newVirtualThreadPerTaskExecutor());
      Stores stores = closing(Stores.open(settings, plan.data()));
      this.vault = new TinkVault(keyset());
      this.database = closing(stores.urls().records(registry));
      this.books = books(home, registry);
      if (plan.demo()) {
        new DemoData(database.jdbi(), vault).write(home.demoVillages(), world.clock().instant());
      }
      this.outbox = new PostgresOutbox(vault, Links.routes(settings));
      this.receipts =
          closing(new PostgresReceipts(database.jdbi(), world.clock(), Links.receiptIds(settings)));
      RedisBatcher redis =
          closing(
              new RedisBatcher(
                  RedisAddress.parse(stores.urls().redis()),
                  REDIS_LANES,
                  plan.completions(),
                  registry,
                  world.random()));
      this.domain =
          closing(
              new Domain(
                  settings,
                  programme,
                  database.jdbi(),
                  vault,
                  outbox,
                  books::current,
                  world.random()));
      this.paymentMeters = new PaymentMeters(registry, database.jdbi());
      this.inbox = closing(new PostgresInbox(database.jdbi(), vault, world.clock()));
      this.ages =
          List.of(
              new InboxAges(database.jdbi())::runDue,
              new OutboxAges(database.jdbi())::runDue,
              new ChatAges(database.jdbi())::runDue,
              new ExternalIds(database.jdbi())::runDue,
              new PostgresChatLinks(database.jdbi(), vault, ChatLinks.Notice.NONE)::runDue,
              new EnrolmentAges(database.jdbi())::runDue,
              UnfinishedReminder.ages(database.jdbi()));
      Conversations conversations = plan.conversations().apply(new RedisConversations(redis));
      this.dialogues =
          new OpenDialogues(
              conversations, vault, domain.unfinished(this::offer, world.clock())::left, blocking);
      this.turns = turns(domain.actions(), conversations, registry);
      this.inboxWorker =
          closing(new InboxWorker(database.jdbi(), vault, sms(), world.clock(), registry));
      inbox.onStored(inboxWorker::wake);
      this.api = api();
      this.links =
          closing(
              new Links(
                  settings,
                  database.jdbi(),
                  vault,
                  new Links.Rooms(turns, inbox, receipts, outbox),
                  world,
                  registry));
      health.add("redis", redis::serves);
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

  private boolean offer(Msisdn phone, String dialogue) {
    return links.offer(phone, dialogue);
  }

  /** Who takes an SMS, in this order: commands first, the menus after them. */
  private SmsHandler sms() {
    AnswerLimit limit = new AnswerLimit(vault);
    return SmsHandler.firstOf(
        List.of(
            domain.smsCommands(),
            domain.silence(limit),
            new SmsConversation(turns, outbox, limit),
            domain.unclearSms()));
  }

  private Turns turns(Actions actions, Conversations conversations, MeterRegistry registry) {
    Map<String, Action> byName = new HashMap<>(actions.byName());
    byName.replaceAll((_, action) -> plan.actions().apply(action));
    return new TurnPipeline(
        conversations,
        vault,
        books,
        byName,
        blocking,
        anyLane(),
        world.clock(),
        world.ids(),
        settings.zone(),
        new TurnMeters(registry),
        new StepMeters(registry, plan.walk()),
        dialogues);
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
        domain.desk,
        domain.agentDesk(),
        domain.reportDesk(),
        domain.requestDesk(),
        domain.billDesk(),
        domain.paymentDesk(paymentMeters),
        new SentMessages(database.jdbi(), vault),
        settings.apiToken().value(),
        blocking,
        world.clock());
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
