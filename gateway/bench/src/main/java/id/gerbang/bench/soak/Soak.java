package id.gerbang.bench.soak;

import id.gerbang.bench.soak.Doing.Clients;
import id.gerbang.bench.soak.MemberPhone.Bill;
import id.gerbang.server.subscriber.Msisdn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A soak from its beginning to its verdict.
 *
 * <pre>
 *   site and members ──► members pay while Chaos kills ──► the outbox empties ──► accounting ──► audit ──► one row by hand
 * </pre>
 */
public final class Soak {
  /** Clients under way at once; the gateway has two cores, as the clients have. */
  private static final int AT_ONCE = 48;

  /** Of the demonstration's world: active, active, suspended. */
  private static final List<Msisdn> AGENTS =
      List.of(
          new Msisdn("6281200000001"), new Msisdn("6281200000002"), new Msisdn("6281200000009"));

  /** More lines tell no more. */
  private static final int MOST_DIFFERENCES = 30;

  private final Plan plan;
  private final Path folder;
  private final List<String> jvm;
  private final Belief belief = new Belief();
  private final Times times = new Times();
  private final Heard heard = new Heard();

  private Soak(Plan plan, Path folder, List<String> jvm) {
    this.plan = plan;
    this.folder = folder;
    this.jvm = jvm;
  }

  /**
   * Runs a soak and prints its figures.
   *
   * @param folder empty; what it leaves there is the caller's to delete
   * @param jvm options of the nodes' JVMs
   * @return how many differences there are
   */
  static int run(Plan plan, Path folder, List<String> jvm)
      throws IOException, InterruptedException {
    return new Soak(plan, folder, jvm).run();
  }

  /**
   * The short soak of a build: seventy members, two nodes killed, PostgreSQL and Redis once.
   *
   * @param folder empty
   * @return how many differences there are
   */
  public static int brief(Path folder) throws IOException, InterruptedException {
    return run(
        new Plan(20261121, 70, 6, 12, 2, 1, 1, 0),
        folder,
        List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  private int run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (Site site = new Site(folder, jvm)) {
      Wire wire = new Wire(site.nodes());
      AGENTS.forEach(agent -> heard.listen(site.carrier(), agent));
      for (int number = 0; number < plan.members(); number++) {
        heard.listen(site.carrier(), Member.phone(number));
      }
      List<Member> members = new Members(site, wire, heard, new Random(plan.seed())).make(plan);
      System.out.printf(
          "soak: seed %d, %,d members (%,d by phone, agent's YA and API; the others are rows),"
              + " begun over %d s; ready after %.0f s%n",
          plan.seed(), plan.members(), plan.byPhone(), plan.seconds(), seconds(began));
      long stormed = System.nanoTime();
      Chaos chaos = new Chaos(site, plan, new Random(~plan.seed()));
      Map<Kind, Integer> done = storm(site, wire, members, chaos);
      double storm = seconds(stormed);
      letTheOutboxEmpty(site);
      return verdict(site, chaos, done, storm, began);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private Map<Kind, Integer> storm(Site site, Wire wire, List<Member> members, Chaos chaos)
      throws IOException, InterruptedException {
    Clients clients =
        new Clients(
            wire,
            new Bank(wire, site.bank().getPrivate(), belief, times),
            new Till(wire, belief, times),
            belief,
            times);
    Waves waves = new Waves(chaos.count(), plan.seconds());
    Semaphore some = new Semaphore(AT_ONCE);
    Map<Kind, Integer> done = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> chaotic = threads.submit(() -> kill(chaos, waves));
      List<Future<Kind>> doing =
          members.stream()
              .map(member -> threads.submit(() -> oneOf(site, clients, member, waves, some)))
              .toList();
      for (Future<Kind> one : doing) {
        try {
          done.merge(one.get(), 1, Integer::sum);
        } catch (ExecutionException e) {
          belief.differs("a member's doing ended with " + e.getCause());
        }
      }
      chaotic.get();
    } catch (ExecutionException e) {
      throw new IOException("what was killed did not come back", e.getCause());
    }
    return done;
  }

  private static boolean kill(Chaos chaos, Waves waves) throws IOException, InterruptedException {
    try {
      chaos.run(waves);
      return true;
    } finally {
      waves.all();
    }
  }

  private Kind oneOf(Site site, Clients clients, Member member, Waves waves, Semaphore some)
      throws InterruptedException {
    Waves.Beginning beginning =
        waves.drawn(
            new Random(new SplittableRandom(~plan.seed() * 31 + member.number()).nextLong()));
    Doing doing = new Doing(site, clients, member, plan.seed());
    beginning.dialling().await();
    Bill bill = one(some, doing::dials);
    beginning.paying().await();
    return one(some, () -> doing.pays(bill));
  }

  private static <T> T one(Semaphore some, Supplier<T> doing) throws InterruptedException {
    some.acquire();
    try {
      return doing.get();
    } finally {
      some.release();
    }
  }

  /**
   * What a killed node had claimed waits a minute for its claim to end and another for its receipt.
   */
  private void letTheOutboxEmpty(Site site) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.patience());
    while (Letters.open(site.jdbi()) > 0 && System.nanoTime() < end) {
      Thread.sleep(500);
    }
    Thread.sleep(1_000); // what the carrier has taken reaches its phone
  }

  private int verdict(Site site, Chaos chaos, Map<Kind, Integer> done, double storm, long began)
      throws IOException, InterruptedException {
    for (Node node : site.nodes()) {
      if (!node.isAlive()) {
        belief.differs(node.name() + " ended by itself");
      }
      node.close(); // in order: nothing changes while it is counted
    }
    Accounting accounting = new Accounting(site.jdbi(), belief);
    Letters letters = new Letters(site.jdbi(), site.vault());
    List<String> differences = new ArrayList<>(accounting.differences());
    differences.addAll(letters.differences(heard.all()));
    differences.addAll(new Auditor(site).differences());
    differences.addAll(Tampering.unseen(site.jdbi(), () -> counted(site)));
    differences.addAll(belief.differences());
    if (!chaos.did(plan)) {
      differences.add("not everything was killed that the plan has");
    }
    print("done", done);
    print(
        "payments",
        "%,d booked, Rp%,d; as told: %s"
            .formatted(accounting.booked(), accounting.rupiah(), belief.outcomes()));
    print(
        "requests",
        "%,d asked again for want of an answer that decides; of at least %,d the answer was lost after the commit"
            .formatted(times.askedAgain(), times.lostAnswers()));
    for (String kind :
        List.of(Bank.PAYING, Bank.UNTIL_ANSWERED, Bank.LOOKING, Till.CHANNEL, MemberPhone.SCREEN)) {
      print(kind, times.shown(kind));
    }
    print("killed", chaos.shown());
    print("outbox", letters.shown());
    print("duration", "%.0f s under fire, %.0f s in all".formatted(storm, seconds(began)));
    differences.stream().limit(MOST_DIFFERENCES).forEach(one -> print("DIFFERS", one));
    System.out.printf("differences=%d seed=%d%n", differences.size(), plan.seed());
    return differences.size();
  }

  private Set<String> counted(Site site) {
    Set<String> differences = new HashSet<>(new Accounting(site.jdbi(), belief).differences());
    differences.addAll(new Letters(site.jdbi(), site.vault()).differences(heard.all()));
    return differences;
  }

  private static void print(String what, Object figures) {
    System.out.printf("  %-24s%s%n", what, figures);
  }
}
