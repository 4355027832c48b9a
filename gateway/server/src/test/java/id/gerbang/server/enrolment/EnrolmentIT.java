package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NAME;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.subscriber.Msisdn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EnrolmentIT {
  private final World world = new World();

  @Test
  void registersOnceWithMessagesConsentAndAudit() {
    String reference = world.register();

    assertThat(reference).matches("[A-Z2-9]{6}");
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(application.agent()).contains("PRS001");
    assertThat(application.worker()).contains("Wayan S*****");
    assertThat(application.nik()).isEqualTo("..0004");
    assertThat(application.village()).isEqualTo("Pecatu");
    assertThat(application.phone()).isEqualTo(WORKER.masked());
    String code = world.agentCode();
    assertThat(world.sentTo(AGENT))
        .containsExactly(
            "PERISAI: calon Wayan S*****, NIK ..0004, Pecatu, JKK+JKM. Balas: YA "
                + code
                + " atau TOLAK "
                + code
                + " alasan. Batas 20/10 17.00 WITA");
    assertThat(world.sentTo(WORKER))
        .singleElement()
        .satisfies(
            text ->
                assertThat(text).contains(reference, "Made Arta", "BELUM terlindungi", "BATAL "));
    assertThat(world.sent())
        .allSatisfy(sms -> assertThat(Gsm7.septets(sms.text())).isLessThanOrEqualTo(160));
    assertThat(world.sent())
        .allSatisfy(sms -> assertThat(sms.about()).isEqualTo("application:" + reference));
    assertThat(world.audit()).containsExactly("worker application.made");
    assertThat(world.count("consent")).isEqualTo(1);
  }

  @Test
  void aReplayHasTheRecordedOutcomeAndChangesNothing() {
    Registered first = world.register(world.registration("again"));
    assertThat(world.register(world.registration("again"))).isEqualTo(first);
    assertThat(world.count("application")).isEqualTo(1);
    assertThat(world.sent()).hasSize(2);
    assertThat(world.audit()).hasSize(1);
  }

  @Test
  void aReplayOfAPendingOneStaysPendingWhenTheOtherWasWithdrawn() {
    world.register();
    assertThat(world.register(world.registration("second"))).isEqualTo(new Registered.Pending());
    world.sms(WORKER, "BATAL " + world.withdrawCode(), T0);
    assertThat(world.register(world.registration("second"))).isEqualTo(new Registered.Pending());
    assertThat(world.register(world.registration("third"))).isInstanceOf(Registered.Done.class);
  }

  @Test
  void theSameIntentAtOnceHappensOnce() throws Exception {
    List<Registered> outcomes = atOnce(8, i -> () -> world.register(world.registration("at-once")));
    assertThat(outcomes).hasSize(8).containsOnly(outcomes.getFirst());
    assertThat(outcomes.getFirst()).isInstanceOf(Registered.Done.class);
    assertThat(world.count("application")).isEqualTo(1);
    assertThat(world.sent()).hasSize(2);
  }

  @Test
  void theSameNikAtOnceIsRegisteredOnce() throws Exception {
    List<Registered> outcomes =
        atOnce(8, i -> () -> world.register(world.registration("intent-" + i)));
    assertThat(outcomes).filteredOn(Registered.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Registered.Pending.class::isInstance).hasSize(7);
    assertThat(world.count("application")).isEqualTo(1);
    assertThat(world.count("worker")).isEqualTo(1);
    assertThat(world.count("consent")).isEqualTo(1);
    assertThat(world.count("intent")).isEqualTo(8);
    assertThat(world.sent()).hasSize(2);
  }

  @Test
  void manyOfTheSameMomentKeepTheirOwnDataAndOneWhoFailsFailsAlone() throws Exception {
    List<Object> outcomes =
        EnrolmentIT.<Object>atOnce(
            40,
            i ->
                () -> {
                  Registration good =
                      world.registration(
                          "many-" + i,
                          String.format("51719917089%05d", i + 100),
                          Optional.of("Wayan " + (char) ('A' + i % 26)),
                          i % 2 == 0 ? Optional.of("PRS001") : Optional.empty(),
                          WORKER);
                  return i == 7
                      ? world.tryRegister(World.in("nowhere", good))
                      : world.register(good);
                });
    assertThat(outcomes).filteredOn(Registered.Done.class::isInstance).hasSize(39);
    assertThat(outcomes).filteredOn(RuntimeException.class::isInstance).hasSize(1);
    assertThat(world.count("application")).isEqualTo(39);
    assertThat(world.count("worker")).isEqualTo(39);
    assertThat(world.sent()).hasSize(39 + 20);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Registered.Done(String reference, Optional<String> agent)) {
        assertThat(agent.isPresent()).isEqualTo(i % 2 == 0);
        assertThat(
                world.text("SELECT agent FROM application WHERE reference = '" + reference + "'"))
            .isEqualTo(i % 2 == 0 ? "PRS001" : null);
      }
    }
  }

  private static <T> List<T> atOnce(int count, java.util.function.IntFunction<Callable<T>> work)
      throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<T> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> one = work.apply(i);
        running.add(
            threads.submit(
                () -> {
                  gate.await();
                  return one.call();
                }));
      }
      gate.countDown();
      for (Future<T> one : running) {
        outcomes.add(one.get());
      }
    }
    return outcomes;
  }

  @Test
  void aTakenCodeIsDrawnAgain() {
    // The same numbers twice over: the second registration draws the first one's codes, then new
    // ones.
    World repeating = new World(new RepeatingOnce());
    Registered first = repeating.register(repeating.registration("one"));
    Registered second =
        repeating.register(
            repeating.registration(
                "two", "5171991708900005", Optional.of("Made Rai"), Optional.of("PRS001"), WORKER));
    assertThat(first).isInstanceOf(Registered.Done.class);
    assertThat(second).isInstanceOf(Registered.Done.class).isNotEqualTo(first);
    assertThat(repeating.count("act_code")).isEqualTo(4);
    assertThat(repeating.count("worker")).isEqualTo(2);
    assertThat(repeating.sent()).hasSize(4);
  }

  /** Draws the 18 numbers of three codes, draws them again, and then others. */
  private static final class RepeatingOnce implements java.util.random.RandomGenerator {
    private static final int CODES = 18;
    private Random random = new Random(1);
    private int drawn;

    @Override
    public int nextInt(int bound) {
      if (drawn++ == CODES) {
        random = new Random(1);
      }
      return random.nextInt(bound);
    }

    @Override
    public long nextLong() {
      return random.nextLong();
    }
  }

  @Test
  void withoutAnActiveAgentItGoesToTheBranch() {
    for (Optional<String> agent :
        List.of(Optional.<String>empty(), Optional.of("PRS009"), Optional.of("XXX000"))) {
      World alone = new World();
      Registered outcome =
          alone.register(alone.registration("none", NIK, Optional.of(NAME), agent, WORKER));
      assertThat(outcome).isInstanceOf(Registered.Done.class);
      String reference = ((Registered.Done) outcome).reference();
      assertThat(alone.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
      assertThat(alone.sent())
          .singleElement()
          .satisfies(sms -> assertThat(sms.to()).isEqualTo(WORKER.digits()));
      assertThat(alone.register(alone.registration("none", NIK, Optional.of(NAME), agent, WORKER)))
          .isEqualTo(outcome);
    }
  }

  @Test
  void knowsANikByItsLatestState() {
    assertThat(world.enrolment.lookUp(NIK)).isEqualTo(Enrolment.Known.NEW);
    String reference = world.register();
    assertThat(world.enrolment.lookUp(NIK)).isEqualTo(Enrolment.Known.PENDING);
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BALI-000123"), "branch:test", T0);
    assertThat(world.enrolment.lookUp(NIK)).isEqualTo(Enrolment.Known.REGISTERED);
    assertThat(world.register(world.registration("more"))).isEqualTo(new Registered.Already());
  }

  @Test
  void aPhoneSeesItsOwnApplicationsOnlyNewestFirst() {
    String first = world.register();
    Registered other =
        world.register(
            world.registration(
                "b",
                "5171991708900005",
                Optional.of("Made Rai Astawa"),
                Optional.of("PRS001"),
                WORKER));
    String second = ((Registered.Done) other).reference();
    assertThat(world.enrolment.mine(WORKER, 30))
        .containsExactlyInAnyOrder(
            new Enrolment.Mine(second, "Made R*****"), new Enrolment.Mine(first, "Wayan S*****"));
    Msisdn stranger = new Msisdn("6281200010099");
    assertThat(world.enrolment.mine(stranger, 30)).isEmpty();
    assertThat(world.enrolment.standing(stranger, first)).isEmpty();
    Enrolment.Standing standing = world.enrolment.standing(WORKER, first).orElseThrow();
    assertThat(standing.status()).isEqualTo(Status.AWAITING_AGENT);
    assertThat(standing.agentName()).contains("Made Arta");
    assertThat(standing.until()).contains(T0.plus(Duration.ofDays(2)));
  }

  @Test
  void nothingPersonalRestsInClear() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(
        reference, new BranchDesk.Decision.Reject("Sudarmawan salah NIK"), "branch:test", T0);
    List<String> columns =
        world.jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns
                        WHERE table_schema = 'public' AND data_type IN ('text', 'bytea', 'character varying', 'json', 'jsonb')
                          AND table_name NOT IN ('left_to_send', 'flyway_schema_history')
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(columns).hasSizeGreaterThan(40);
    int cells = 0;
    for (String column : columns) {
      String[] parts = column.split(" ");
      for (String cell : cells(parts[0], parts[1], parts[2])) {
        cells++;
        for (String secret :
            List.of(NIK, "0900004", "udarmawan", WORKER.digits(), "200010001", "1990-08-17")) {
          assertThat(cell).as(column).doesNotContain(secret);
        }
      }
    }
    assertThat(cells).isGreaterThan(100);
  }

  private List<String> cells(String table, String column, String type) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL")
                .map(
                    (row, context) ->
                        type.equals("bytea")
                            ? new String(row.getBytes(1), StandardCharsets.ISO_8859_1)
                                + HexFormat.of().formatHex(row.getBytes(1))
                            : row.getString(1))
                .list());
  }

  @Test
  void theAuditIsAppendOnly() {
    world.register();
    assertThatThrownBy(() -> world.jdbi.useHandle(handle -> handle.execute("DELETE FROM audit")))
        .hasMessageContaining("append-only");
    assertThatThrownBy(
            () -> world.jdbi.useHandle(handle -> handle.execute("UPDATE audit SET who = 'x'")))
        .hasMessageContaining("append-only");
  }
}
