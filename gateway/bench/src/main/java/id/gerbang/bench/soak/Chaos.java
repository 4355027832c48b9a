package id.gerbang.bench.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills nodes, PostgreSQL and Redis at moments drawn from the seed, one after the other, and starts
 * what it killed again. One thread.
 */
final class Chaos {
  /** Of the time in which members begin: something is under way from the first kill to the last. */
  private static final double FROM = 0.08;

  private static final double UNTIL = 0.92;

  /** Of so many kills of nodes, one takes both. */
  private static final int BOTH = 4;

  /** What a node is killed as soon as it is ready may try again: its stores may recover still. */
  private static final int STARTS = 5;

  private final Site site;
  private final List<Event> events = new ArrayList<>();
  private final Random dice;
  private int kills;
  private int restarts;
  private int redisKills;
  private int lostStarts;

  private enum What {
    NODE,
    POSTGRES,
    REDIS
  }

  private record Event(double second, What what) {}

  Chaos(Site site, Plan plan, Random dice) {
    this.site = site;
    this.dice = dice;
    draw(What.NODE, plan.kills(), plan.seconds());
    draw(What.POSTGRES, plan.restarts(), plan.seconds());
    draw(What.REDIS, plan.redisKills(), plan.seconds());
    events.sort(Comparator.comparingDouble(Event::second));
  }

  /** Each kind evenly over the time, and at random within its share of it. */
  private void draw(What what, int count, int seconds) {
    double share = (UNTIL - FROM) * seconds / Math.max(1, count);
    for (int i = 0; i < count; i++) {
      events.add(new Event(FROM * seconds + share * (i + dice.nextDouble()), what));
    }
  }

  /** How many things are killed. */
  int count() {
    return events.size();
  }

  /** Does it all; returns when everything runs again. */
  void run(Waves waves) throws IOException, InterruptedException {
    long began = System.nanoTime();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      TimeUnit.NANOSECONDS.sleep(began + (long) (event.second() * 1e9) - System.nanoTime());
      waves.before(i, dice);
      switch (event.what()) {
        case NODE -> node();
        case POSTGRES -> postgres();
        case REDIS -> redis();
      }
    }
  }

  private void node() throws IOException, InterruptedException {
    List<Node> nodes = site.nodes();
    List<Node> killed =
        kills % BOTH == BOTH - 1 ? nodes : List.of(nodes.get(dice.nextInt(nodes.size())));
    say("kill -9 " + String.join(" and ", killed.stream().map(Node::name).toList()));
    killed.forEach(Node::kill);
    kills++;
    for (int start = 1; ; start++) {
      try {
        Site.startAll(killed.stream().filter(node -> !node.isAlive()).toList());
        say("up again");
        return;
      } catch (IOException e) {
        if (start == STARTS) {
          throw e;
        }
        lostStarts++; // as a supervisor does
      }
    }
  }

  /** In turn SIGKILL and SIGQUIT, which is pg_ctl's immediate; it is started again by itself. */
  private void postgres() throws IOException, InterruptedException {
    long pid = site.postgres().pid();
    String signal = restarts % 2 == 0 ? "KILL" : "QUIT";
    say("kill -" + signal + " PostgreSQL");
    signal(signal, pid);
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    while (!answers()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    restarts++;
    say("PostgreSQL is back");
  }

  private boolean answers() {
    try {
      return site.jdbi()
          .withHandle(handle -> handle.createQuery("SELECT true").mapTo(Boolean.class).one());
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void redis() throws IOException, InterruptedException {
    say("kill -KILL Redis");
    signal("KILL", site.redis().pid());
    redisKills++;
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  private static void say(String what) {
    System.out.println("  " + java.time.LocalTime.now().withNano(0) + "  " + what);
  }

  /** {@code nodes killed 6 times, PostgreSQL 2, Redis 1}. */
  String shown() {
    return String.format(
        "nodes killed %d times (every fourth time both at once), PostgreSQL %d, Redis %d%s",
        kills,
        restarts,
        redisKills,
        lostStarts == 0 ? "" : "; starts that had to be tried again: " + lostStarts);
  }

  /** Whether all of the plan was done. */
  boolean did(Plan plan) {
    return kills == plan.kills() && restarts == plan.restarts() && redisKills == plan.redisKills();
  }
}
