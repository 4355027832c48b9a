package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.testing.Dialects;
import id.gerbang.server.testing.RegisterDialogue;
import id.gerbang.server.testing.TestRecords;
import id.gerbang.server.transcript.Transcript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of random dialogues through a whole gateway under a hostile carrier, with cut links and
 * a Redis that stops in its tracks; then the invariants. The seed decides what each person does and
 * what befalls each phone; threads and sockets decide how they meet, so a seed that fails need not
 * fail each time. {@code -Dgerbang.seed=N} repeats one, {@code -Dgerbang.people=N} with more
 * people. The carrier's dialect is the seed's too, unless {@code -Dgerbang.dialect=NAME} says.
 */
class ExplorerIT {
  private static final int PEOPLE = 110;
  private static final int PEOPLE_LONG = 400;
  private static final int AT_ONCE = 64;
  private static final List<Long> SEEDS = List.of(4L);
  private static final List<Long> SEEDS_LONG = List.of(1L, 2L, 3L, 5L, 9L, 13L);

  /** Fewer NIKs than people: some meet at one. */
  private static final double NIKS_PER_PERSON = 0.8;

  /** A link that is throttled again and again pauses for up to 60 s. Mostly it takes a few. */
  private static final Duration DRAIN = Duration.ofSeconds(75);

  private static final Duration BETWEEN_TROUBLES = Duration.ofMillis(800);

  @TempDir private Path folder;
  private final Map<String, List<String>> broken = new ConcurrentSkipListMap<>();
  private final Map<String, ExploredPhone> phones = new ConcurrentSkipListMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

  @Test
  @Timeout(300)
  void shortly() throws Exception {
    for (long seed : seeds(SEEDS)) {
      explore(seed, Integer.getInteger("gerbang.people", PEOPLE));
    }
  }

  @Test
  @Tag("long")
  @Timeout(1_800)
  void forLong() throws Exception {
    for (long seed : seeds(SEEDS_LONG)) {
      explore(seed, Integer.getInteger("gerbang.people", PEOPLE_LONG));
    }
  }

  private static List<Long> seeds(List<Long> usual) {
    Long given = Long.getLong("gerbang.seed");
    return given == null ? usual : List.of(given);
  }

  private static String dialect(long seed) {
    List<String> shipped = Dialects.SHIPPED;
    return System.getProperty(
        "gerbang.dialect", shipped.get((int) Math.floorMod(seed, (long) shipped.size())));
  }

  private void explore(long seed, int people) throws Exception {
    broken.clear();
    phones.clear();
    troubles.clear();
    String dialect = dialect(seed);
    try (ExploredWorld world = new ExploredWorld(folder.resolve("seed" + seed), seed, dialect)) {
      Invariants invariants = new Invariants(world, this::breaks);
      SplittableRandom random = new SplittableRandom(seed);
      List<ExploredAgent> agents =
          List.of(
              new ExploredAgent(world.carrier, "6281200000001", random.split()),
              new ExploredAgent(world.carrier, "6281200000002", random.split()));
      world.misbehave();
      walk(world, invariants, random, people);
      world.behave();
      TestRecords.await("the link is bound again", () -> world.carrier.bound() == 1);
      drain(invariants);
      invariants.atTheEnd(phones.values());
      for (ExploredPhone phone : phones.values()) { // a failing seed's can be played
        assertThat(Transcript.parse("story", phone.story.toString()).lines()).isNotEmpty();
      }
      aFreshPersonIsServed(world);
      System.err.println(summary(seed, world) + ", dialect " + dialect);
      assertThat(broken).as(() -> report(seed, world, agents)).isEmpty();
    }
  }

  /** What does not drain is told like anything else that is broken. */
  private void drain(Invariants invariants) throws InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!invariants.drained() && System.nanoTime() - end < 0) {
      Thread.sleep(100);
    }
    if (!invariants.drained()) {
      breaks("", "the queues do not drain: " + invariants.underWay());
    }
  }

  private void walk(ExploredWorld world, Invariants invariants, SplittableRandom random, int people)
      throws Exception {
    AtomicBoolean walking = new AtomicBoolean(true);
    long audited = invariants.lastAudit();
    String audit = invariants.auditUpTo(audited);
    SplittableRandom chance = random.split();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE + 1)) {
      Future<?> trouble = threads.submit(() -> trouble(world, chance, walking));
      List<Future<?>> lives = new ArrayList<>();
      for (int i = 1; i <= people; i++) {
        int number = i;
        int nik = 1 + random.nextInt((int) (people * NIKS_PER_PERSON));
        SplittableRandom own = random.split();
        lives.add(threads.submit(() -> live(world, invariants, number, nik, own)));
      }
      for (Future<?> life : lives) {
        life.get();
      }
      walking.set(false);
      trouble.get();
    }
    if (!audit.equals(invariants.auditUpTo(audited))) {
      breaks("", "the audit of before has changed");
    }
  }

  private Void live(
      ExploredWorld world, Invariants invariants, int number, int nik, SplittableRandom own)
      throws Exception {
    ExploredPhone phone =
        new ExploredPhone(
            world.carrier, world.running.url(), number, nik, own, invariants::afterDialogue);
    phones.put(phone.number.digits(), phone);
    try {
      phone.live();
    } catch (AssertionError | RuntimeException e) {
      breaks(phone.number.digits(), "the gateway's HTTP answer: " + e.getMessage());
    }
    return null;
  }

  /** Cuts the link, stops Redis, now and then; or a table of PostgreSQL stands still. */
  private Void trouble(ExploredWorld world, SplittableRandom chance, AtomicBoolean walking)
      throws Exception {
    while (walking.get()) {
      Thread.sleep(BETWEEN_TROUBLES.toMillis() + chance.nextInt(1_000));
      switch (chance.nextInt(8)) {
        case 0 -> { // seldom: a link that is lost again within 10 s waits longer each time
          troubles.add("the link is cut");
          world.carrier.cut();
        }
        case 1, 2, 3 -> stopRedis(world, 200 + chance.nextInt(1_300));
        // longer than an SMS waits for its store
        case 4, 5 -> lock(world, "inbox", 500 + chance.nextInt(1_500));
        // at times longer than a registration waits for its commit
        default -> lock(world, "application", 200 + chance.nextInt(7_000));
      }
    }
    return null;
  }

  private void stopRedis(ExploredWorld world, int millis) throws Exception {
    troubles.add("Redis stops for " + millis + " ms");
    world.haltRedis(true);
    try {
      Thread.sleep(millis);
    } finally {
      world.haltRedis(false);
    }
  }

  private void lock(ExploredWorld world, String table, int millis) {
    troubles.add(table + " is locked for " + millis + " ms");
    world.lock(table, Duration.ofMillis(millis));
  }

  /** When all is well again, everything works as if nothing had been. */
  private void aFreshPersonIsServed(ExploredWorld world) throws Exception {
    ExploredPhone fresh =
        new ExploredPhone(
            world.carrier, world.running.url(), 99_999, 9_998, new SplittableRandom(1), _ -> {});
    try {
      RegisterDialogue.play(
          new RegisterDialogue.Phone() {
            @Override
            public String dial() {
              world.carrier.dial(fresh.number, "*500*25#");
              return fresh.awaitScreen();
            }

            @Override
            public String type(String input) {
              world.carrier.press(fresh.number, input);
              return fresh.awaitScreen();
            }
          },
          fresh.person.nik(),
          fresh.person.name(),
          "17081990");
      TestRecords.await("the worker's SMS", () -> !fresh.messages.isEmpty());
    } catch (AssertionError e) {
      phones.put(fresh.number.digits(), fresh);
      breaks(fresh.number.digits(), "after all of it a person is not served: " + e.getMessage());
    }
  }

  private void breaks(String phone, String what) {
    broken.computeIfAbsent(phone, _ -> new java.util.concurrent.CopyOnWriteArrayList<>()).add(what);
  }

  private String summary(long seed, ExploredWorld world) {
    Map<String, Integer> kinds = new TreeMap<>();
    world.seen.forEach(e -> kinds.merge(e.getClass().getSimpleName(), 1, Integer::sum));
    long applications =
        world
            .running
            .server
            .gateway()
            .database
            .jdbi()
            .withHandle(
                h -> h.createQuery("SELECT count(*) FROM application").mapTo(Long.class).one());
    return "seed "
        + seed
        + ": "
        + phones.size()
        + " people, "
        + applications
        + " applications, "
        + kinds
        + ", "
        + troubles.size()
        + " troubles";
  }

  private String report(long seed, ExploredWorld world, Collection<ExploredAgent> agents) {
    StringBuilder report = new StringBuilder("seed " + seed + " (-Dgerbang.seed=" + seed + ")\n");
    broken.forEach(
        (phone, all) -> {
          all.stream()
              .distinct()
              .limit(5)
              .forEach(what -> report.append("! ").append(what).append('\n'));
          if (phones.containsKey(phone)) {
            report.append(phones.get(phone).story).append('\n');
          }
          agents.stream()
              .filter(agent -> agent.number.digits().equals(phone))
              .forEach(agent -> report.append(agent.story).append('\n'));
        });
    return report.append("troubles: ").append(troubles).toString();
  }
}
