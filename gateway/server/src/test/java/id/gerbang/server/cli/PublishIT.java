package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.Surface;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.action.ShippedActions;
import id.gerbang.server.book.BookShelf;
import id.gerbang.server.book.FlowFolder;
import id.gerbang.server.book.Live;
import id.gerbang.server.book.LiveBooks;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.session.RedisAddress;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Menus are published while people are in the middle of them, on two nodes with the same stores.
 * Every screen but the first and the last says by its way back which book it is from: the shipped
 * one says {@code 0 Kembali}, the next one {@code 0 Balik}.
 */
class PublishIT {
  private static final Duration SWITCHED_WITHIN = Duration.ofSeconds(5);
  private static final String OLD = "0 Kembali";
  private static final String NEW = "0 Balik";

  /** Keys of a registration, with the dial. */
  private static final int KEYS = 15;

  @TempDir private Path folder;
  private String redis;
  private String database;
  private Settings settings;
  private Home old;
  private Home next;
  private final List<Gateway> nodes = new ArrayList<>();
  private int homes;

  @BeforeEach
  void open() throws Exception {
    redis = TestStores.here().redis();
    database = TestStores.here().database();
    settings = DyingNode.settings(redis, database, Keyset.generate().secret());
    old = RunningServer.home();
    next = home(Map.of("messages/id.yaml", PublishIT::saysBalik));
  }

  @AfterEach
  void close() {
    nodes.forEach(Gateway::close);
  }

  private static String saysBalik(String words) {
    return words.replace("  back: Kembali\n", "  back: Balik\n");
  }

  private Home home(Map<String, UnaryOperator<String>> changes) {
    return TestHome.changed(folder.resolve("home" + homes++), changes);
  }

  private static UnaryOperator<String> moves(String moves) {
    return text -> text.replaceFirst("\nstart: ", "\nmoves: {" + moves + "}\nstart: ");
  }

  private static String dayOfBirth(String words) {
    return inRegister(words, "  birth_date:", "  day_of_birth:");
  }

  /** Replaces the first {@code from} among the words of {@code register}. */
  private static String inRegister(String words, String from, String to) {
    int register = words.indexOf("\nregister:\n");
    int at = words.indexOf(from, register);
    return words.substring(0, at) + to + words.substring(at + from.length());
  }

  private Gateway node(Home home, boolean demo) {
    Gateway node =
        new Gateway(
            settings,
            home,
            Gateway.Plan.of(folder, demo, _ -> Runnable::run),
            World.real(),
            new SimpleMeterRegistry());
    nodes.add(node);
    TestRecords.await(
        "ready", () -> node.health.look().values().stream().allMatch(Boolean::booleanValue));
    return node;
  }

  private void twoNodes() {
    node(old, true);
    node(old, true);
  }

  private static String hash(Home home) {
    return FlowBook.hash(FlowFolder.sources(home.flows()));
  }

  private BookShelf shelf() {
    return new BookShelf(nodes.getFirst().database.jdbi());
  }

  /** Runs a publication and returns what it printed. */
  private String publication(java.util.function.ToIntFunction<Publication> act) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Publication publication =
        new Publication(
            nodes.getFirst().database.jdbi(),
            RedisAddress.parse(redis),
            ShippedActions.catalog(old.programme()),
            Clock.systemUTC(),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(act.applyAsInt(publication)).isZero();
    return printed.toString(StandardCharsets.UTF_8);
  }

  private String publish(Home home) {
    String printed =
        publication(
            publication ->
                publication.publish(new Publication.Wish.Folder(home.flows()), "operator:test"));
    awaitLive(hash(home));
    return printed;
  }

  private void awaitLive(String hash) {
    long from = System.nanoTime();
    TestRecords.await(
        "both nodes show " + hash,
        () -> nodes.stream().allMatch(node -> node.books.current().hash().equals(hash)));
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(SWITCHED_WITHIN);
  }

  private String foretell(Home home) {
    return publication(
        publication -> publication.foretell(new Publication.Wish.Folder(home.flows())));
  }

  private long applications() {
    return nodes
        .getFirst()
        .database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT count(*) FROM application").mapTo(Long.class).one());
  }

  /** A phone whose keys are taken by one node after the other. */
  private class Traveller implements RegisterDialogue.Phone {
    final Msisdn number;
    final String nik;
    final List<String> screens = new ArrayList<>();
    int keys;

    Traveller(int number) {
      this.number = new Msisdn("62812000%05d".formatted(6_000 + number));
      this.nik = "517199170890%04d".formatted(6_000 + number);
    }

    @Override
    public String dial() {
      return take(new Inbound.Event.Started());
    }

    @Override
    public String type(String input) {
      return take(new Inbound.Event.Typed(input));
    }

    String take(Inbound.Event event) {
      Gateway node = nodes.get(keys++ % nodes.size());
      String screen =
          node.turns
              .take(new Inbound(Channel.USSD, Surface.USSD, number, event, "call", ""))
              .toCompletableFuture()
              .join()
              .text();
      screens.add(screen);
      return screen;
    }

    /** To the question for the day of birth. */
    void upToBirthDate() {
      dial();
      type("1");
      type("1");
      type(nik);
      assertThat(type("Wayan Sudarma")).contains("lahir").contains(OLD);
    }
  }

  /** A phone that waits before its {@code stop}th key until it may go on. */
  private final class Waiting extends Traveller {
    private final int stop;
    private final CountDownLatch arrived;
    private final CountDownLatch goOn;

    Waiting(int number, int stop, CountDownLatch arrived, CountDownLatch goOn) {
      super(number);
      this.stop = stop;
      this.arrived = arrived;
      this.goOn = goOn;
    }

    @Override
    String take(Inbound.Event event) {
      if (keys == stop) {
        arrived.countDown();
        try {
          assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return super.take(event);
    }
  }

  @Test
  void whoeverIsInTheMiddleEndsInTheirOwnBookAndNobodyIsLost() throws Exception {
    twoNodes();
    CountDownLatch arrived = new CountDownLatch(3 * (KEYS - 1));
    CountDownLatch goOn = new CountDownLatch(1);
    List<Waiting> phones = new ArrayList<>();
    List<Future<String>> references = new ArrayList<>();
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3 * (KEYS - 1); i++) {
        Waiting phone = new Waiting(i, 1 + i % (KEYS - 1), arrived, goOn);
        phones.add(phone);
        references.add(
            hands.submit(
                () -> RegisterDialogue.play(phone, phone.nik, "Wayan Sudarma", "17081990")));
      }
      assertThat(arrived.await(60, TimeUnit.SECONDS)).as("a phone at every key").isTrue();
      publish(next);
      goOn.countDown();
      for (Future<String> reference : references) {
        assertThat(reference.get(60, TimeUnit.SECONDS)).hasSize(6);
      }
    }
    assertThat(applications()).isEqualTo(phones.size());
    for (Waiting phone : phones) {
      assertThat(phone.screens).hasSize(KEYS).noneMatch(screen -> screen.contains(NEW));
      assertThat(phone.screens.subList(1, KEYS - 1)).allMatch(screen -> screen.contains(OLD));
    }
    Traveller newcomer = new Traveller(900);
    RegisterDialogue.play(newcomer, newcomer.nik, "Made Rai", "17081990");
    assertThat(newcomer.screens.subList(1, KEYS - 1)).allMatch(screen -> screen.contains(NEW));
  }

  @Test
  void aDeclaredMoveIsTakenAtTheNextTurn() {
    twoNodes();
    Traveller types = new Traveller(1);
    Traveller dials = new Traveller(2);
    Traveller leaves = new Traveller(3);
    List.of(types, dials, leaves).forEach(Traveller::upToBirthDate);
    Traveller elsewhere = new Traveller(4);
    elsewhere.dial();
    elsewhere.type("1");

    publish(
        home(
            Map.of(
                "messages/id.yaml",
                PublishIT::saysBalik,
                "register.yaml",
                moves("birth_date: nik"))));

    assertThat(types.type("17081990"))
        .as("what answered another screen is dropped")
        .contains("NIK")
        .contains(NEW);
    assertThat(types.type(types.nik)).contains("Nama").contains(NEW);
    assertThat(dials.dial()).startsWith("Lanjutkan pendaftaran?");
    assertThat(dials.type("1")).contains("NIK").contains(NEW);
    assertThat(leaves.type("00")).contains("1 Daftar");
    assertThat(elsewhere.type("1")).as("no move for that step").contains("NIK").contains(OLD);
  }

  @Test
  void aNodeThatStartsLaterFindsTheBooksOfOldConversations() {
    twoNodes();
    Traveller phone = new Traveller(1);
    phone.upToBirthDate();
    publish(next);
    Gateway late = node(next, true);
    nodes.remove(late);
    nodes.addFirst(late);
    phone.keys = 0;
    assertThat(phone.type("17081990")).contains("Desa").contains(OLD);
    assertThat(shelf().history(10)).extracting(Live::why).doesNotContain(Live.Why.FIRST_START);
  }

  @Test
  void backReturnsToTheOneBefore() {
    twoNodes();
    publish(next);
    Traveller inNext = new Traveller(1);
    inNext.dial();
    assertThat(inNext.type("1")).contains(NEW);
    assertThat(
            publication(
                publication -> publication.publish(new Publication.Wish.Back(), "operator:test")))
        .startsWith(hash(old).substring(0, 12) + " is live (operator:test).");
    awaitLive(hash(old));
    assertThat(inNext.type("1")).as("began in the other").contains(NEW);
    Traveller newcomer = new Traveller(2);
    newcomer.dial();
    assertThat(newcomer.type("1")).contains(OLD);
    assertThatThrownBy(
            () ->
                publication(
                    publication ->
                        publication.publish(new Publication.Wish.Back(), "operator:test")))
        .hasMessageContaining("there is nothing to go back to");
  }

  @Test
  void whereNothingTellsTheNodesLookByThemselves() {
    twoNodes();
    nodes
        .getFirst()
        .database
        .jdbi()
        .useHandle(h -> h.execute("DROP TRIGGER book_live_notice ON book_live"));
    publish(next);
  }

  @Test
  void aBookThatTheNodesCannotReadIsNotShown() {
    twoNodes();
    Map<String, String> broken = Map.of("main.yaml", "flow: main\n");
    shelf()
        .publish(
            FlowBook.hash(broken),
            broken,
            "another version",
            Live.Why.PUBLISHED,
            Clock.systemUTC().instant());
    for (Gateway node : nodes) {
      TestRecords.await("behind", () -> ((LiveBooks) node.books).isBehind());
      assertThat(node.books.current().hash()).isEqualTo(hash(old));
    }
    Traveller phone = new Traveller(1);
    assertThat(phone.dial()).contains("1 Daftar");
    assertThatThrownBy(() -> node(old, false))
        .isInstanceOf(LiveBooks.Unreadable.class)
        .hasMessageContaining("gerbang publish")
        .hasMessageContaining("main.yaml:1:1");
    publish(next);
    assertThat(nodes).noneMatch(node -> ((LiveBooks) node.books).isBehind());
  }

  @Test
  void whatDoesNotPassTheCheckIsNotPublished() {
    twoNodes();
    Home wrong = home(Map.of("register.yaml", text -> text.replace("then: known", "then: gone")));
    assertThatThrownBy(() -> publish(wrong))
        .isInstanceOf(Home.BadMenus.class)
        .hasMessageContaining("which is no step of register");
    assertThat(shelf().live().orElseThrow().hash()).isEqualTo(hash(old));
  }

  @Test
  void aServingGatewayPublishesOnlyWhereNothingEverWas() {
    node(next, false);
    assertThat(shelf().live().orElseThrow().why()).isEqualTo(Live.Why.FIRST_START);
    Gateway other = node(old, false);
    assertThat(other.books.current().hash()).as("its own folder is not used").isEqualTo(hash(next));
    assertThat(shelf().history(10)).hasSize(1);
  }

  @Test
  void itSaysBeforeWhatHappensToWhom() {
    twoNodes();
    for (int i = 0; i < 3; i++) {
      new Traveller(i).upToBirthDate();
    }
    Traveller consents = new Traveller(10);
    consents.dial();
    consents.type("1");
    new Traveller(11).dial();
    Traveller village = new Traveller(12);
    village.upToBirthDate();
    assertThat(village.type("17081990")).contains("Desa");

    Home moved =
        home(
            Map.of(
                "register.yaml",
                text ->
                    moves("birth_date: day_of_birth, village: summary")
                        .apply(text)
                        .replace("  birth_date:\n    ask", "  day_of_birth:\n    ask")
                        .replace("[{agent_types: birth_date}]", "[{agent_types: day_of_birth}]")
                        .replace("then: birth_date", "then: day_of_birth"),
                "messages/id.yaml",
                text -> inRegister(dayOfBirth(text), "Setuju", "Ya, setuju"),
                "messages/en.yaml",
                PublishIT::dayOfBirth,
                "messages/jv.yaml",
                PublishIT::dayOfBirth,
                "messages/ban.yaml",
                PublishIT::dayOfBirth));
    String told = foretell(moved);

    assertThat(told.lines().map(line -> line.strip().replaceAll(" {2,}", " | ")))
        .contains(
            "register.birth_date | gone | "
                + hash(old).substring(0, 12)
                + " | 3 | move to register.day_of_birth if they have given consent, nik, else end"
                + " in their own book",
            "register.consent | changed | "
                + hash(old).substring(0, 12)
                + " | 1 | end in their own book",
            "1 more stand on steps that stay as they are, and end in their own menus; 0 stand in"
                + " these menus already.",
            "Nothing was changed.");
    assertThat(told).contains("pick_village.search").contains("move to register.summary if");
    assertThat(shelf().live().orElseThrow().hash()).isEqualTo(hash(old));

    publish(moved);
    assertThat(foretell(moved)).contains("0 stand in these menus already");
    Traveller newcomer = new Traveller(13);
    newcomer.dial();
    assertThat(foretell(moved)).contains("1 stand in these menus already");
  }
}
