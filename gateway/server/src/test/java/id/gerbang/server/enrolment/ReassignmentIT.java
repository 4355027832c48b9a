package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NAME;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.agent.AgentDesk;
import id.gerbang.server.agent.AgentDesk.Change;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.agent.AgentLetters;
import id.gerbang.server.agent.PostgresAgentDesk;
import id.gerbang.server.agent.Reassignment;
import id.gerbang.server.agent.ReassignmentDesk.Moved;
import id.gerbang.server.agent.ReassignmentDesk.Reassigned;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.claim.ClaimLetters;
import id.gerbang.server.claim.NewReport;
import id.gerbang.server.claim.ReportIntake;
import id.gerbang.server.claim.ReportTimes;
import id.gerbang.server.claim.ReportWork;
import id.gerbang.server.claim.Risk;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What was with an agent who cannot act goes to another, once, and nothing waits. */
class ReassignmentIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Msisdn OTHER = new Msisdn("6281200000002");
  private static final Instant LATER = T0.plus(Duration.ofHours(1));
  private static final Duration AFTER = Duration.ofHours(4);
  private static final Pattern YES = Pattern.compile("YA ([A-Z2-9]{6})");

  private final World world = new World();
  private final LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
  private final Letters letters = ShippedLetters.in(WITA);
  private final AgentLetters agentLetters = new AgentLetters(writer);
  private final ClaimLetters claimLetters = new ClaimLetters(writer);
  private final AgentDesk desk =
      new PostgresAgentDesk(
          world.jdbi, world.vault, world.outbox, world.villages, world.agents, agentLetters);
  private final Reassignment work =
      new Reassignment(
          world.jdbi,
          world.agents,
          List.of(
              new ReportWork(world.vault, world.outbox, claimLetters),
              new AskedWork(
                  world.vault,
                  world.outbox,
                  new Codes(new Random(17)),
                  new EnrolmentTimes(
                      Duration.ofDays(1),
                      Duration.ofDays(2),
                      Duration.ofHours(72),
                      Duration.ofHours(72),
                      WITA),
                  letters),
              CaredWork.entered(world.vault, world.outbox, letters, agentLetters),
              CaredWork.members(world.vault, world.outbox, letters, agentLetters)),
          AFTER);

  private void to(String code, Status status, Instant at) {
    assertThat(
            desk.change(
                code,
                new Change(status, "alasan", Optional.empty(), Optional.empty()),
                "api:branch",
                at))
        .isInstanceOf(AgentDesk.Changed.Done.class);
  }

  private Moved moved(String from, String to, Instant at) {
    return ((Reassigned.Done) work.reassign(from, Optional.ofNullable(to), "api:branch", at))
        .moved();
  }

  private static String code(List<String> texts) {
    Matcher code = YES.matcher(texts.getLast());
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private String enrolledBy(String reference) {
    return world.text(
        "SELECT enrolled_by(a) FROM application a WHERE reference = '" + reference + "'");
  }

  @Test
  void theOldCodeDiesANewOneConfirmsAndTheWorkerKnowsWhom() {
    String reference = world.register();
    String old = world.agentCode();
    to("PRS001", Status.SUSPENDED, LATER);
    assertThat(world.sms(AGENT, "YA " + old, LATER).getFirst()).contains("tidak aktif");
    assertThat(moved("PRS001", "PRS002", LATER)).isEqualTo(new Moved(1, 0, 0, 0, 0, false));

    String asked = world.sentTo(OTHER).getLast();
    assertThat(asked).contains("Wayan S*****", "..0004", "Batas 20/10 17.00 WITA");
    assertThat(world.sentTo(WORKER).getLast())
        .isEqualTo(
            "No. "
                + reference
                + ": agen Perisai Anda sekarang Ketut Rai, HP 081200000002. BELUM"
                + " terlindungi.");
    String fresh = code(world.sentTo(OTHER));
    assertThat(fresh).isNotEqualTo(old);
    assertThat(world.sms(AGENT, "YA " + old, LATER))
        .containsExactly(
            "Kode "
                + old
                + " sudah dialihkan ke agen lain, jadi tidak ada yang berubah. Hubungi"
                + " kantor cabang.");
    assertThat(world.sms(AGENT, "YA " + fresh, LATER).getFirst()).contains("tidak dikenal");
    assertThat(world.queue.waiting(OTHER, 9, LATER)).hasSize(1);
    assertThat(world.queue.waiting(AGENT, 9, LATER)).isEmpty();
    world.sms(OTHER, "YA " + fresh, LATER);
    assertThat(world.application(reference).status()).isEqualTo(BranchDesk.Status.AWAITING_BRANCH);
    assertThat(world.application(reference).unconfirmed()).isFalse();
    assertThat(world.application(reference).agent()).contains("PRS002");
    assertThat(enrolledBy(reference)).isEqualTo("PRS002");
    assertThat(world.audit())
        .containsSubsequence(
            "api:branch agent.suspended",
            "api:branch application.moved",
            "agent:PRS002 application.confirmed");
    int sent = world.sent().size();
    assertThat(moved("PRS001", "PRS002", LATER)).isEqualTo(new Moved(0, 0, 0, 0, 0, false));
    assertThat(world.sent()).hasSize(sent);
  }

  @Test
  void theWorkersDaysGoOn() {
    String reference = world.register();
    to("PRS001", Status.SUSPENDED, LATER);
    moved("PRS001", null, LATER);
    assertThat(world.application(reference).agent()).contains("PRS002");
    String fresh = code(world.sentTo(OTHER));
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(1)))).isEqualTo(1);
    assertThat(world.sentTo(OTHER).getLast()).contains("YA " + fresh);
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(world.application(reference).unconfirmed()).isTrue();
    assertThat(world.sms(OTHER, "YA " + fresh, T0.plus(Duration.ofDays(2))).getFirst())
        .contains("sudah diteruskan ke kantor cabang");
  }

  @Test
  void whereNobodyIsNearOrTooLittleTimeIsLeftTheBranchGoesOn() {
    String reference = world.register();
    String old = world.agentCode();
    to("PRS001", Status.SUSPENDED, LATER);
    to("PRS002", Status.ENDED, LATER);
    assertThat(moved("PRS001", null, LATER)).isEqualTo(new Moved(1, 0, 0, 0, 1, false));
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(BranchDesk.Status.AWAITING_BRANCH);
    assertThat(application.unconfirmed()).isTrue();
    assertThat(application.agent()).isEmpty();
    assertThat(world.sentTo(WORKER).getLast()).contains("kantor cabang meneruskan", "BELUM");
    assertThat(world.sms(AGENT, "YA " + old, LATER).getFirst()).contains("dialihkan");
    assertThat(world.deadlines.runDue(T0.plus(Duration.ofDays(9)))).isZero();
    assertThat(world.count("act_code WHERE act = 'agent_answer' AND used_at IS NULL")).isZero();
  }

  @Test
  void whoHasFewerThanSixHoursLeftIsNotAskedAnyMore() {
    String reference = world.register();
    Instant late = T0.plus(Duration.ofHours(43));
    to("PRS001", Status.SUSPENDED, late);
    moved("PRS001", "PRS002", late);
    assertThat(world.application(reference).status()).isEqualTo(BranchDesk.Status.AWAITING_BRANCH);
    assertThat(world.application(reference).agent()).contains("PRS002");
    assertThat(world.sentTo(OTHER)).isEmpty();
  }

  @Test
  void onlyWhoCannotActIsRelievedAndOnlyWhoCanTakesOver() {
    assertThat(work.reassign("PRS001", Optional.of("PRS002"), "x", T0))
        .isEqualTo(new Reassigned.StillActs());
    assertThat(work.reassign("PRS777", Optional.empty(), "x", T0))
        .isEqualTo(new Reassigned.Unknown());
    for (String nobody : List.of("PRS009", "PRS777")) {
      assertThat(work.reassign("PRS009", Optional.of(nobody), "x", T0))
          .isEqualTo(new Reassigned.NoSuccessor());
    }
    world.jdbi.useHandle(
        handle -> {
          handle.execute("INSERT INTO branch VALUES ('SGR', 'Singaraja', 'Asia/Makassar')");
          handle.execute("UPDATE area SET branch = 'SGR' WHERE code = '5103'");
        });
    assertThat(work.reassign("PRS009", Optional.of("PRS002"), "x", T0))
        .as("another branch's (R8)")
        .isEqualTo(new Reassigned.NoSuccessor());
    assertThat(work.reassign("PRS009", Optional.of("PRS001"), "x", T0))
        .isInstanceOf(Reassigned.Done.class);
  }

  private String entered() {
    Entry entry =
        new Entry(
            AGENT,
            WORKER,
            NIK,
            NAME,
            LocalDate.of(1990, 8, 17),
            "5171011003",
            "trader",
            Optional.of("stall"),
            "b1",
            "jkk_jkm",
            Optional.empty(),
            Channel.USSD);
    return ((Entered.Done) world.entries.enter(entry, "intent-e", T0)).reference();
  }

  @Test
  void whomTheAgentEnteredConsentsByTheSameCodeAndTheEntryStaysTheAgents() {
    String reference = entered();
    Matcher consent =
        Pattern.compile("SETUJU ([A-Z2-9]{6})").matcher(world.sentTo(WORKER).getLast());
    assertThat(consent.find()).isTrue();
    to("PRS001", Status.SUSPENDED, LATER);
    assertThat(moved("PRS001", "PRS002", LATER)).isEqualTo(new Moved(0, 1, 0, 0, 0, false));
    assertThat(world.sentTo(WORKER).getLast()).contains("Ketut Rai", "081200000002", "BELUM");
    assertThat(world.sentTo(OTHER))
        .singleElement()
        .asString()
        .contains("1 pekerja dari agen PRS001");
    world.sms(WORKER, "SETUJU " + consent.group(1), LATER);
    assertThat(world.application(reference).status()).isEqualTo(BranchDesk.Status.AWAITING_BRANCH);
    assertThat(world.application(reference).agent()).contains("PRS002");
    assertThat(enrolledBy(reference)).isEqualTo("PRS001");
    assertThat(world.count("agent_entry WHERE agent = 'PRS001'")).isEqualTo(1);
  }

  private String member() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("BPU-1"), "api:branch", T0);
    return reference;
  }

  @Test
  void aMemberIsCaredForByAnotherAndStaysBroughtByTheFirst() {
    String reference = member();
    to("PRS001", Status.SUSPENDED, LATER);
    assertThat(work.runDue(LATER.plus(AFTER))).as("a member waits for nothing").isZero();
    assertThat(moved("PRS001", "PRS002", LATER)).isEqualTo(new Moved(0, 0, 0, 1, 0, false));
    assertThat(world.sentTo(WORKER).getLast())
        .isEqualTo("No. " + reference + ": agen Perisai Anda sekarang Ketut Rai, HP 081200000002.");
    assertThat(world.workers.byReference(OTHER, reference)).isPresent();
    assertThat(enrolledBy(reference)).isEqualTo("PRS001");
    to("PRS001", Status.ACTIVE, LATER);
    AgentWorkers.Month month = world.workers.month(AGENT, LATER).orElseThrow();
    assertThat(month.confirmed()).isEqualTo(1);
    assertThat(month.approved()).isEqualTo(1);
    assertThat(world.workers.month(OTHER, LATER).orElseThrow().approved()).isZero();

    to("PRS002", Status.ENDED, LATER);
    to("PRS001", Status.SUSPENDED, LATER);
    assertThat(work.runDue(LATER.plus(AFTER).minusMillis(1))).isZero();
    assertThat(work.runDue(LATER.plus(AFTER))).isEqualTo(1);
    assertThat(world.application(reference).agent()).isEmpty();
    assertThat(world.sentTo(WORKER).getLast()).contains("tidak bertugas lagi");
    assertThat(enrolledBy(reference)).isEqualTo("PRS001");
  }

  @Test
  void aReportIsFollowedByAnother() {
    ReportIntake intake =
        new ReportIntake(
            world.jdbi,
            world.vault,
            world.outbox,
            world.villages,
            world.agents,
            new Codes(new Random(11)),
            ReportTimes.R18,
            claimLetters);
    intake.report(
        new NewReport(
            WORKER,
            Risk.ACCIDENT,
            Optional.empty(),
            "5171011003",
            Optional.empty(),
            LocalDate.of(2026, 10, 17),
            Optional.empty(),
            Channel.USSD,
            "id",
            "r1"),
        T0);
    to("PRS001", Status.SUSPENDED, LATER);
    assertThat(work.runDue(LATER.plus(AFTER))).isEqualTo(1);
    assertThat(world.sentTo(OTHER).getLast()).contains("belum sampai tahap I", "Batas");
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE risk_report SET stage = 'stage_1', next_deadline = NULL"));
    to("PRS001", Status.ACTIVE, LATER);
    to("PRS002", Status.SUSPENDED, LATER);
    assertThat(moved("PRS002", null, LATER)).isEqualTo(new Moved(0, 0, 1, 0, 0, false));
    assertThat(world.sentTo(AGENT).getLast()).contains("kini Anda dampingi", "081200010001");
    assertThat(Gsm7.septets(world.sentTo(AGENT).getLast())).isLessThan(306);
  }

  @Test
  void whatTheBranchLeavesGoesByItselfAndStopsWhenTheAgentIsBack() {
    String reference = world.register();
    to("PRS001", Status.SUSPENDED, T0);
    assertThat(work.runDue(T0.plus(AFTER).minusMillis(1))).isZero();
    to("PRS001", Status.ACTIVE, T0.plus(AFTER).minusMillis(1));
    assertThat(work.runDue(T0.plus(AFTER))).isZero();
    to("PRS001", Status.SUSPENDED, T0.plus(AFTER));
    assertThat(work.runDue(T0.plus(AFTER.multipliedBy(2)))).isEqualTo(1);
    assertThat(world.application(reference).agent()).contains("PRS002");
    assertThat(world.audit()).contains("system application.moved");
  }

  private void registered(int many) {
    for (int i = 0; i < many; i++) {
      world.register(
          world.registration(
              "i" + i,
              "51719917089001%02d".formatted(i),
              Optional.of("Nyoman Sari"),
              Optional.of("PRS001"),
              new Msisdn("62812000700" + (10 + i))));
    }
  }

  private List<String> codes() {
    return world.sentTo(AGENT).stream()
        .map(YES::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  /** A confirmation counts, or it is refused with words; nothing is done twice, nothing is lost. */
  @Test
  void aSuspensionWhileTheAgentConfirms() throws Exception {
    int many = 30;
    registered(many);
    List<Callable<Object>> acts = new ArrayList<>();
    List<String> codes = codes();
    for (int i = 0; i < many; i++) {
      String code = codes.get(i);
      acts.add(() -> world.sms(AGENT, "YA " + code, LATER));
      if (i % 10 == 5) {
        acts.add(
            () -> {
              desk.change(
                  "PRS001",
                  new Change(Status.SUSPENDED, "alasan", Optional.empty(), Optional.empty()),
                  "api:branch",
                  LATER);
              return work.reassign("PRS001", Optional.of("PRS002"), "api:branch", LATER);
            });
      }
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var act : threads.invokeAll(acts)) {
        act.get();
      }
    }
    moved("PRS001", "PRS002", LATER);
    int confirmed = world.count("audit WHERE what = 'application.confirmed'");
    int moved = world.count("application WHERE status = 'awaiting_agent' AND agent = 'PRS002'");
    assertThat(confirmed + moved).isEqualTo(many);
    assertThat(world.count("application WHERE agent = 'PRS001'")).isZero();
    assertThat(world.count("application WHERE unconfirmed")).isZero();
    assertThat(world.count("act_code WHERE act = 'agent_answer' AND used_at IS NULL"))
        .isEqualTo(moved);
    assertThat(world.sentTo(OTHER).stream().filter(text -> YES.matcher(text).find()).count())
        .isEqualTo(moved);
    List<String> answers = world.sentTo(AGENT);
    assertThat(answers.stream().filter(text -> text.contains("tercatat: YA")).count())
        .isEqualTo(confirmed);
    assertThat(
            answers.stream()
                .filter(text -> text.contains("dialihkan ke") || text.contains("tidak aktif"))
                .count())
        .isEqualTo(many - confirmed);
    assertThat(world.count("application_move WHERE from_agent = 'PRS001'")).isEqualTo(many);
  }

  @Test
  void requestsAtOnceMoveEachOnce() throws Exception {
    int many = 70; // more than a batch
    registered(many);
    to("PRS001", Status.SUSPENDED, LATER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Moved> request = () -> moved("PRS001", null, LATER);
      int moved = 0;
      for (var done : threads.invokeAll(List.of(request, request, request))) {
        moved += done.get().asked();
      }
      assertThat(moved).isEqualTo(many);
    }
    assertThat(world.count("application_move")).isEqualTo(many);
    assertThat(world.count("act_code WHERE act = 'agent_answer' AND used_at IS NULL"))
        .isEqualTo(many);
    assertThat(world.sentTo(OTHER)).hasSize(many);
  }
}
