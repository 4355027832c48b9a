package id.gerbang.server.claim;

import static id.gerbang.server.claim.ClaimWorld.AGENT_OF_PECATU;
import static id.gerbang.server.claim.ClaimWorld.RELATIVE;
import static id.gerbang.server.claim.ClaimWorld.REPORTER;
import static id.gerbang.server.claim.ClaimWorld.report;
import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ReportIntakeIT {
  /** What two parts of an SMS hold. */
  private static final int TWO_PARTS = 306;

  private final ClaimWorld room = new ClaimWorld();
  private final World world = room.world;

  @Test
  void aReportOfSomebodyUnknownAlertsTheAgentOfTheVillageAtOnce() {
    Reported reported = room.intake.report(report("i1"), T0);
    Reported.Done done = (Reported.Done) reported;
    assertThat(done.until()).isEqualTo(T0.plus(Duration.ofHours(48)));
    assertThat(done.agentTold()).isTrue();

    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(1);
    assertThat(world.sentTo(AGENT_OF_PECATU).getFirst())
        .contains(
            "KECELAKAAN",
            done.reference(),
            "NIK ..0004",
            "Pecatu",
            "17 Okt 2026",
            "081200020002",
            "20/10 17.00 WITA")
        .doesNotContain(NIK, "tangga pura");
    assertThat(world.sentTo(REPORTER)).hasSize(1);
    assertThat(world.sentTo(REPORTER).getFirst())
        .contains(
            done.reference(),
            "20/10 17.00 WITA",
            "formulir 3,",
            "kronologi",
            "KTP 2 saksi",
            "surat polisi",
            "3a & 3b",
            "kuitansi",
            "buku tabungan",
            "cabang yang memutuskan");
    assertThat(world.sentTo(RELATIVE)).isEmpty();
    world
        .sent()
        .forEach(
            sms -> {
              assertThat(Gsm7.septets(sms.text())).isLessThanOrEqualTo(TWO_PARTS);
              assertThat(sms.about()).isEqualTo("report:" + done.reference());
              assertThat(sms.text()).doesNotContain("Rp", "santunan", "juta");
            });
    assertThat(world.audit()).containsExactly("reporter report.made");

    ReportDesk.Report found = room.found(done.reference());
    assertThat(found.stage()).isEqualTo(Stage.REPORTED);
    assertThat(found.worker()).isEmpty();
    assertThat(found.application()).isEmpty();
    assertThat(found.agent()).contains("PRS002");
    assertThat(found.branch()).contains("DPS");
  }

  @Test
  void theAgentOfTheMembersApplicationComesBeforeThatOfTheVillage() {
    String application = world.register();
    int before = world.sentTo(AGENT).size();
    String reference = room.made(report("i1"));
    assertThat(world.sentTo(AGENT)).hasSize(before + 1);
    assertThat(world.sentTo(AGENT).getLast())
        .contains("Wayan S*****, NIK ..0004", reference)
        .doesNotContain("Sudarmawan");
    assertThat(world.sentTo(AGENT_OF_PECATU)).isEmpty();
    assertThat(room.found(reference).worker()).contains("Wayan S*****");
    assertThat(room.found(reference).application()).contains(application);
  }

  @Test
  void aSuspendedAgentOfTheApplicationIsNotAsked() {
    world.register();
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    world.agents.refresh();
    room.made(report("i1"));
    assertThat(world.sentTo(AGENT_OF_PECATU)).hasSize(1);
  }

  @Test
  void aDeathHasOtherPapers() {
    room.made(report("i1", Risk.DEATH, Optional.of(NIK)));
    assertThat(world.sentTo(AGENT_OF_PECATU).getFirst()).contains("KEMATIAN");
    assertThat(world.sentTo(REPORTER).getFirst())
        .contains("turut berduka", "akta kematian", "ahli waris", "KK,")
        .doesNotContain("formulir 3", "saksi", "Rp");
  }

  @Test
  void whoDoesNotKnowTheNikIsHeardAsWell() {
    String reference = room.made(report("i1", Risk.ACCIDENT, Optional.empty()));
    assertThat(world.sentTo(AGENT_OF_PECATU).getFirst()).contains("NIK belum diketahui");
    assertThat(room.found(reference).nik()).isEmpty();
    assertThat(room.found(reference).worker()).isEmpty();
  }

  @Test
  void withoutAnyAgentTheBranchHasItAlone() {
    world.jdbi.useHandle(handle -> handle.execute("UPDATE agent SET status = 'suspended'"));
    world.agents.refresh();
    Reported.Done done = (Reported.Done) room.intake.report(report("i1"), T0);
    assertThat(done.agentTold()).isFalse();
    assertThat(world.sent()).hasSize(1);
    assertThat(room.found(done.reference()).agent()).isEmpty();
    assertThat(room.deadlines.runDue(T0.plus(Duration.ofHours(24)))).isEqualTo(1);
    assertThat(world.sent()).hasSize(1);
  }

  @Test
  void aReplayIsAnsweredWhatWasRecorded() {
    Reported first = room.intake.report(report("i1"), T0);
    Reported again = room.intake.report(report("i1"), T0.plusSeconds(60));
    assertThat(again).isEqualTo(first);
    assertThat(world.sent()).hasSize(2);
    assertThat(world.count("risk_report")).isEqualTo(1);
  }

  @Test
  void theSameToldAgainAlertsNobodyTwice() {
    String reference = room.made(report("i1"));
    Reported.Already already = new Reported.Already(reference);
    assertThat(room.intake.report(report("i2"), T0.plusSeconds(60))).isEqualTo(already);
    assertThat(room.intake.report(report("i2"), T0.plusSeconds(90))).isEqualTo(already);
    assertThat(world.sent()).hasSize(2);
    // a death after the accident is news
    assertThat(room.intake.report(report("i3", Risk.DEATH, Optional.of(NIK)), T0))
        .isInstanceOf(Reported.Done.class);
  }

  @Test
  void aPhoneIsHeardFiveTimesADay() {
    for (int i = 0; i < ReportIntake.MOST_A_DAY; i++) {
      room.made(report("i" + i, Risk.ACCIDENT, Optional.empty()));
    }
    int sent = world.sent().size();
    NewReport sixth = report("sixth", Risk.ACCIDENT, Optional.empty());
    assertThat(room.intake.report(sixth, T0.plusSeconds(1))).isEqualTo(new Reported.TooMany());
    assertThat(room.intake.report(sixth, T0.plusSeconds(2))).isEqualTo(new Reported.TooMany());
    assertThat(world.sent()).hasSize(sent);
    NewReport tomorrow = report("tomorrow", Risk.ACCIDENT, Optional.empty());
    assertThat(room.intake.report(tomorrow, T0.plus(Duration.ofDays(1))))
        .isInstanceOf(Reported.Done.class);
  }

  @Test
  void oneIntentIsDoneOnceHoweverManyAskAtTheSameTime() throws Exception {
    List<Future<Reported>> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String intent = i % 2 == 0 ? "even" : "odd";
        answers.add(many.submit(() -> room.intake.report(report(intent), T0)));
      }
    }
    HashSet<Reported> outcomes = new HashSet<>();
    for (Future<Reported> answer : answers) {
      outcomes.add(answer.get());
    }
    // the two intents told the same: one made it, the other hears of it
    assertThat(outcomes).hasSize(2);
    assertThat(world.count("risk_report")).isEqualTo(1);
    assertThat(world.sent()).hasSize(2);
  }

  @Test
  void nothingPersonalRestsInClear() {
    String reference = room.made(report("i1"));
    room.desk.move(reference, Stage.STAGE_1, Optional.of("Bawa KTP Wayan"), "api:branch", T0);
    String rows =
        world.text("SELECT string_agg(r::text, ' ') FROM risk_report r")
            + world.text("SELECT string_agg(i::text, ' ') FROM intent i")
            + world.text("SELECT string_agg(a::text, ' ') FROM audit a");
    for (String personal :
        List.of(NIK, REPORTER.digits(), RELATIVE.digits(), "tangga pura", "Bawa KTP Wayan")) {
      assertThat(rows).doesNotContain(personal, hex(personal));
    }
    assertThat(report("i1").toString())
        .doesNotContain(NIK, REPORTER.digits(), RELATIVE.digits(), "tangga");
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void theReporterMayBeTheOneToCall() {
    NewReport r = report("i1");
    NewReport own =
        new NewReport(
            r.phone(),
            r.risk(),
            r.nik(),
            r.village(),
            Optional.empty(),
            r.day(),
            Optional.empty(),
            r.channel(),
            "en",
            r.intent());
    String reference = room.made(own);
    assertThat(world.sentTo(AGENT_OF_PECATU).getFirst()).contains("081200020001");
    assertThat(world.sentTo(REPORTER).getFirst()).contains("Stage I papers to the branch by");
    assertThat(room.found(reference).place()).isEmpty();
    assertThat(room.found(reference).relative()).isEqualTo(REPORTER.masked());
    assertThat(room.following.mine(new Msisdn("6281200020009"), 9)).isEmpty();
  }
}
