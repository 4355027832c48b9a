package id.gerbang.server.signal;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NAME;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.consent.Erasure;
import id.gerbang.server.consent.HeldData;
import id.gerbang.server.consent.SubjectLetters;
import id.gerbang.server.enrolment.BranchDesk.Decided;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.enrolment.Particulars;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.signal.SignalDesk.Filter;
import id.gerbang.server.signal.SignalDesk.Finding;
import id.gerbang.server.signal.SignalDesk.Signal;
import id.gerbang.server.signal.SignalDesk.State;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is flagged, on a real PostgreSQL; and that a flag stops nobody. */
class SignalIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Msisdn KIOSK = new Msisdn("6281200030001");
  private static final Duration LATER = Duration.ofMinutes(1);
  private static final Map<Rule, Threshold> RULES =
      Map.of(
          Rule.MANY_FROM_PHONE, of(4, 720, 0),
          Rule.BURST_PHONE, of(3, 1, 0),
          Rule.BURST_AGENT, of(6, 1, 0),
          Rule.SAME_PERSON, of(2, 8760, 0),
          Rule.QUICK_ANSWERS, of(2, 24, 20));

  private final World world = new World();
  private final LookOut lookOut = new LookOut(world.jdbi, world.vault, RULES);
  private final SignalDesk desk = new PostgresSignalDesk(world.jdbi, world.vault, WITA);
  private int registered;

  private static Threshold of(int count, int hours, int seconds) {
    return new Threshold(count, Duration.ofHours(hours), Duration.ofSeconds(seconds));
  }

  private static final String[] NAMES = {
    "Wayan Satu", "Made Dua", "Nyoman Tiga", "Ketut Empat", "Gede Lima", "Luh Enam", "Putu Tujuh"
  };

  /** Somebody new. */
  private String register(Msisdn phone, Instant at) {
    int number = registered++;
    return register(phone, NAMES[number % NAMES.length] + " Ke" + (char) ('a' + number), at);
  }

  private String register(Msisdn phone, String name, Instant at) {
    return register(phone, name, at, Particulars.NONE);
  }

  private String register(Msisdn phone, String name, Instant at, Particulars particulars) {
    String nik = "517199170890%04d".formatted(100 + world.count("worker"));
    var usual =
        world.registration("i-" + nik, nik, Optional.of(name), Optional.of("PRS001"), phone);
    return world.registered(
        new id.gerbang.server.enrolment.Registration(
            usual.phone(),
            usual.nik(),
            usual.name(),
            usual.birthDate(),
            usual.village(),
            usual.occupation(),
            usual.permanence(),
            usual.band(),
            usual.plan(),
            usual.agent(),
            usual.consent(),
            usual.channel(),
            usual.language(),
            usual.intent(),
            particulars),
        at);
  }

  private static Msisdn phone(int number) {
    return new Msisdn("62812000400%02d".formatted(number));
  }

  private List<Signal> all() {
    return desk.list(new Filter(Optional.empty(), Optional.empty(), Optional.empty(), 50, none()))
        .items();
  }

  private static Optional<id.gerbang.server.record.Cursor> none() {
    return Optional.empty();
  }

  private List<Signal> of(Rule rule) {
    return all().stream().filter(signal -> signal.rule() == rule).toList();
  }

  @Test
  void manyFromOnePhoneAreFlaggedOnceAndNothingPersonalIsKept() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(register(KIOSK, T0.plus(Duration.ofHours(2L * i))));
    }
    lookOut.runDue(T0.plus(Duration.ofDays(1)));
    assertThat(all()).isEmpty();
    made.add(register(KIOSK, T0.plus(Duration.ofDays(2))));
    Instant then = T0.plus(Duration.ofDays(2)).plus(LATER);
    lookOut.runDue(then);
    assertThat(lookOut.runDue(then.plus(LATER))).isZero();
    assertThat(all()).hasSize(1);
    Signal signal = all().getFirst();
    assertThat(signal.rule()).isEqualTo(Rule.MANY_FROM_PHONE);
    assertThat(signal.subject()).isEqualTo("phone:" + made.getFirst());
    assertThat(signal.applications()).containsExactlyInAnyOrderElementsOf(made);
    assertThat(signal.count()).isEqualTo(4);
    assertThat(signal.threshold()).isEqualTo(4);
    assertThat(signal.from()).isBeforeOrEqualTo(T0.plus(Duration.ofDays(2)));
    assertThat(world.audit()).last().isEqualTo("system signal.raised");
    assertThat(signal.toString()).doesNotContain(KIOSK.digits(), "Wayan");
  }

  @Test
  void whoHelpsManyIsFlaggedByTheHelpersPhone() {
    for (int i = 0; i < 4; i++) {
      register(
          phone(i),
          "Wayan Baru" + (char) ('a' + i),
          T0.plus(Duration.ofHours(2L * i)),
          new Particulars(Optional.empty(), List.of(), Optional.of(KIOSK), false));
    }
    lookOut.runDue(T0.plus(Duration.ofDays(1)));
    assertThat(all()).singleElement().extracting(Signal::rule).isEqualTo(Rule.MANY_FROM_PHONE);
  }

  @Test
  void aBurstAcrossTheHourIsSeenAndOneHourHasOneSignal() {
    register(KIOSK, T0.minusSeconds(600));
    register(KIOSK, T0.minusSeconds(300));
    lookOut.runDue(T0);
    assertThat(all()).isEmpty();
    register(KIOSK, T0.plusSeconds(300));
    lookOut.runDue(T0.plusSeconds(400));
    register(KIOSK, T0.plusSeconds(600));
    lookOut.runDue(T0.plusSeconds(700));
    assertThat(of(Rule.BURST_PHONE)).hasSize(1);
    assertThat(of(Rule.BURST_PHONE).getFirst().count()).isEqualTo(4);
    assertThat(of(Rule.BURST_PHONE).getFirst().from()).isEqualTo(T0);
  }

  @Test
  void aBurstOfAnAgentIsFlaggedWhateverThePhones() {
    for (int i = 0; i < 6; i++) {
      register(phone(i), T0.plusSeconds(60L * i));
    }
    lookOut.runDue(T0.plus(Duration.ofHours(1)));
    assertThat(all()).singleElement().extracting(Signal::subject).isEqualTo("agent:PRS001");
    assertThat(byAgent("PRS001")).hasSize(1);
    assertThat(byAgent("PRS002")).isEmpty();
  }

  private List<Signal> byAgent(String agent) {
    return desk.list(
            new Filter(Optional.of(State.OPEN), Optional.empty(), Optional.of(agent), 50, none()))
        .items();
  }

  @Test
  void oneNameAndBirthDateUnderTwoNiksIsFlaggedHoweverItIsSpelt() {
    String first = register(phone(1), NAME, T0);
    String other = register(phone(2), "sudarmawan  WAYAN", T0.plus(Duration.ofDays(40)));
    register(phone(3), "Wayan Sudarmawan Putra", T0.plus(Duration.ofDays(40)));
    lookOut.runDue(T0.plus(Duration.ofDays(41)));
    assertThat(all()).hasSize(1);
    assertThat(all().getFirst().rule()).isEqualTo(Rule.SAME_PERSON);
    assertThat(all().getFirst().subject()).isEqualTo("person:" + first);
    assertThat(all().getFirst().applications()).containsExactlyInAnyOrder(first, other);
    assertThat(desk.of(other)).hasSize(1);
  }

  @Test
  void whoMistypedANikAndAppliesAgainIsOnePerson() {
    register(phone(1), NAME, T0);
    world.sms(AGENT, "TOLAK " + world.agentCode() + " NIK salah", T0.plusSeconds(600));
    register(phone(1), NAME, T0.plus(Duration.ofDays(1)));
    lookOut.runDue(T0.plus(Duration.ofDays(2)));
    assertThat(all()).isEmpty();
  }

  @Test
  void aNameThatAnAgentAddsLaterIsLookedAtToo() {
    register(phone(1), NAME, T0);
    world.registered(
        world.registration(
            "later", "5171991708909999", Optional.empty(), Optional.of("PRS001"), phone(2)),
        T0.plusSeconds(60));
    lookOut.runDue(T0.plus(Duration.ofHours(1)));
    assertThat(all()).isEmpty();
    world.sms(AGENT, "YA " + world.agentCode() + " " + NAME, T0.plus(Duration.ofHours(2)));
    lookOut.runDue(T0.plus(Duration.ofHours(3)));
    assertThat(of(Rule.SAME_PERSON)).hasSize(1);
    assertThat(world.count("worker WHERE person_lookup IS NULL")).isZero();
  }

  @Test
  void quickAnswersAreFlaggedWhenTheyAreARowAndNotOne() {
    register(phone(1), T0);
    world.sms(AGENT, "YA " + world.agentCode(), T0.plusSeconds(8));
    register(phone(2), T0.plus(Duration.ofHours(1)));
    world.sms(AGENT, "YA " + world.agentCode(), T0.plus(Duration.ofHours(1)).plusSeconds(21));
    lookOut.runDue(T0.plus(Duration.ofHours(2)));
    assertThat(all()).isEmpty();
    register(phone(3), T0.plus(Duration.ofHours(3)));
    world.sms(AGENT, "YA " + world.agentCode(), T0.plus(Duration.ofHours(3)).plusSeconds(20));
    lookOut.runDue(T0.plus(Duration.ofHours(4)));
    assertThat(all()).singleElement().extracting(Signal::rule).isEqualTo(Rule.QUICK_ANSWERS);
    assertThat(all().getFirst().count()).isEqualTo(2);
  }

  @Test
  void aSignalStopsNobody() {
    for (int i = 0; i < 4; i++) {
      register(KIOSK, NAME, T0.plusSeconds(i));
    }
    lookOut.runDue(T0.plus(LATER));
    assertThat(all()).extracting(Signal::rule).contains(Rule.BURST_PHONE, Rule.SAME_PERSON);
    // the fifth registers, its agent confirms, the branch approves: as if nothing were
    String reference = register(KIOSK, NAME, T0.plus(LATER));
    world.sms(AGENT, "YA " + world.agentCode(), T0.plus(LATER).plusSeconds(30));
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
    lookOut.runDue(T0.plus(Duration.ofHours(1)));
    assertThat(desk.of(reference)).isNotEmpty().allMatch(s -> s.state() == State.OPEN);
    assertThat(
            world.desk.decide(
                reference, new Decision.Approve("BPU-0000601"), "api:branch", T0.plus(LATER)))
        .isInstanceOf(Decided.Done.class);
  }

  @Test
  void aReviewIsKeptWithWhoAndWhenAndAsMuchAgainOpensItAnew() {
    for (int i = 0; i < 3; i++) {
      register(KIOSK, T0.plusSeconds(i));
    }
    lookOut.runDue(T0.plus(LATER));
    long id = all().getFirst().id();
    Instant looked = T0.plusSeconds(300);
    Signal reviewed =
        desk.review(id, Finding.OK, Optional.of("warung Bu Sari"), "api:branch", looked)
            .orElseThrow();
    assertThat(reviewed.state()).isEqualTo(State.REVIEWED);
    assertThat(reviewed.review())
        .contains(
            new SignalDesk.Review(Finding.OK, Optional.of("warung Bu Sari"), "api:branch", looked));
    assertThat(world.audit()).last().isEqualTo("api:branch signal.found_ok");
    assertThat(world.count("signal WHERE note_sealed::text LIKE '%536172%'")).isZero();
    for (int i = 0; i < 2; i++) {
      register(KIOSK, T0.plusSeconds(400 + i));
    }
    lookOut.runDue(T0.plusSeconds(500));
    assertThat(of(Rule.BURST_PHONE).getFirst().state()).isEqualTo(State.REVIEWED);
    register(KIOSK, T0.plusSeconds(600));
    lookOut.runDue(T0.plusSeconds(700));
    assertThat(of(Rule.BURST_PHONE).getFirst().state()).isEqualTo(State.OPEN);
    assertThat(of(Rule.BURST_PHONE).getFirst().review()).isPresent();
    assertThat(world.audit()).contains("system signal.reopened");
    assertThat(desk.review(999, Finding.OK, Optional.empty(), "api:branch", looked)).isEmpty();
  }

  @Test
  void severalAtOnceAndWhoDiesBeforeTheCommitRaiseOneSignalEach() throws Exception {
    for (int i = 0; i < 30; i++) {
      register(KIOSK, T0.plusSeconds(i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        runs.add(threads.submit(() -> lookOut.runDue(T0.plus(LATER))));
      }
      for (Future<Integer> run : runs) {
        run.get();
      }
    }
    lookOut.runDue(T0.plus(LATER));
    assertThat(world.count("signal")).isEqualTo(3);
    assertThat(of(Rule.BURST_AGENT).getFirst().count()).isEqualTo(30);
    // looked at from the beginning again: nothing comes twice
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE signal_progress SET at = '-infinity', reference = ''"));
    lookOut.runDue(T0.plus(LATER));
    assertThat(world.count("signal")).isEqualTo(3);
  }

  @Test
  void whatIsWrittenWithinTheLagIsLookedAtLater() {
    for (int i = 0; i < 3; i++) {
      register(KIOSK, T0.plusSeconds(i));
    }
    lookOut.runDue(T0.plusSeconds(29));
    assertThat(world.count("signal")).isZero();
    lookOut.runDue(T0.plusSeconds(33));
    assertThat(world.count("signal")).isEqualTo(1);
  }

  @Test
  void theOwnerIsShownTheSignalAndAnErasureTakesTheNote() {
    String reference = register(KIOSK, T0);
    register(KIOSK, T0.plusSeconds(1));
    register(KIOSK, T0.plusSeconds(2));
    lookOut.runDue(T0.plus(LATER));
    desk.review(
        all().getFirst().id(), Finding.UNCLEAR, Optional.of("tanya Bu Sari"), "api:branch", T0);
    HeldData held = new HeldData(world.jdbi, world.vault);
    assertThat(held.of(KIOSK, "operator", T0).get("applications").toString())
        .contains("burst_phone", "unclear")
        .doesNotContain("tanya Bu Sari"); // who knows whom it is about
    new Erasure(
            world.jdbi,
            world.vault,
            world.outbox,
            new SubjectLetters(new LetterWriter(ShippedLetters::book, WITA)))
        .erase(List.of(reference), "operator", T0);
    assertThat(all().getFirst().review().orElseThrow().note()).isEmpty();
  }

  @Test
  void anAgentsConductAddsUp() {
    register(phone(1), T0);
    world.sms(AGENT, "YA " + world.agentCode(), T0.plusSeconds(40));
    register(phone(2), T0);
    world.sms(AGENT, "YA " + world.agentCode(), T0.plusSeconds(60));
    register(phone(3), T0);
    world.sms(AGENT, "TOLAK " + world.agentCode() + " tidak kenal", T0.plusSeconds(100));
    register(phone(4), T0);
    world.deadlines.runDue(T0.plus(Duration.ofHours(25)));
    world.deadlines.runDue(T0.plus(Duration.ofHours(49)));
    String waiting = register(phone(5), T0.plus(Duration.ofHours(50)));
    LocalDate day = LocalDate.of(2026, 10, 18);
    SignalDesk.Conduct conduct = desk.conduct("PRS001", day, day.plusDays(5)).orElseThrow();
    assertThat(waiting).isNotNull();
    assertThat(List.of(conduct.asked(), conduct.confirmed(), conduct.rejected()))
        .containsExactly(5L, 2L, 1L);
    assertThat(List.of(conduct.escalated(), conduct.waiting(), conduct.lapsed()))
        .containsExactly(1L, 1L, 0L);
    assertThat(conduct.median()).contains(Duration.ofSeconds(60));
    assertThat(conduct.quickest()).contains(Duration.ofSeconds(40));
    assertThat(desk.conduct("PRS001", day.minusDays(5), day.minusDays(1)).orElseThrow().asked())
        .isZero();
    assertThat(desk.conduct("XXX001", day, day)).isEmpty();
    assertThat(desk.month(T0.plus(Duration.ofHours(9))).today()).isEqualTo(day.plusDays(1));
  }

  @Test
  void theGaugesCountWhatIsOpen() {
    for (int i = 0; i < 3; i++) {
      register(KIOSK, T0.plusSeconds(i));
    }
    lookOut.runDue(T0.plus(LATER));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SignalGauges gauges = new SignalGauges(world.jdbi, registry);
    assertThat(gauges.look(T0)).isEqualTo(1);
    Map<String, Double> open = new HashMap<>();
    registry
        .get("gerbang_signals_open")
        .gauges()
        .forEach(gauge -> open.put(gauge.getId().getTag("rule"), gauge.value()));
    assertThat(open).hasSize(5).containsEntry("burst_phone", 1.0).containsEntry("same_person", 0.0);
  }

  @Test
  void theShippedFiguresAreRead() {
    Map<Rule, Threshold> shipped = SignalFile.read(Path.of("..", "..", "config", "signals.yaml"));
    assertThat(shipped).hasSize(Rule.values().length);
    assertThat(shipped.get(Rule.QUICK_ANSWERS).within()).isEqualTo(Duration.ofSeconds(20));
  }
}
