package id.gerbang.server.claim;

import static id.gerbang.server.claim.ClaimWorld.RELATIVE;
import static id.gerbang.server.claim.ClaimWorld.REPORTER;
import static id.gerbang.server.claim.ClaimWorld.report;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.claim.ReportDesk.Filter;
import id.gerbang.server.claim.ReportDesk.Moved;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The branch's desk, and what the reporter can follow of it. */
class PostgresReportDeskIT {
  private static final Msisdn STRANGER = new Msisdn("6281200020003");

  private final ClaimWorld room = new ClaimWorld();
  private final World world = room.world;

  private Moved move(String reference, Stage stage, String note) {
    return room.desk.move(
        reference, stage, Optional.of(note).filter(n -> !n.isEmpty()), "api:branch", T0);
  }

  @Test
  void eachStageIsToldToTheReporterAndPromisesNothing() {
    String reference = room.made(report("i1"));
    assertThat(move(reference, Stage.STAGE_1, "Lengkapi KTP saksi")).isInstanceOf(Moved.Done.class);
    assertThat(world.sentTo(REPORTER).getLast())
        .contains(reference, "tahap I sudah diterima", "Catatan: Lengkapi KTP saksi");
    move(reference, Stage.STAGE_2, "");
    assertThat(world.sentTo(REPORTER).getLast())
        .contains("tahap II sudah diterima", "Tunggu keputusan")
        .doesNotContain("Catatan");
    move(reference, Stage.DECIDED, "");
    assertThat(world.sentTo(REPORTER).getLast())
        .contains("sudah diputuskan", "kantor cabang")
        .doesNotContain("setuju", "Rp", "santunan");
    assertThat(world.sentTo(REPORTER)).hasSize(4);
    assertThat(world.audit())
        .containsExactly(
            "reporter report.made",
            "api:branch report.stage_1",
            "api:branch report.stage_2",
            "api:branch report.decided");
  }

  @Test
  void itOnlyGoesOnAndMaySkip() {
    String reference = room.made(report("i1"));
    move(reference, Stage.DECIDED, "");
    int sent = world.sent().size();
    for (Stage stage : Stage.values()) {
      assertThat(move(reference, stage, "")).isEqualTo(new Moved.Conflict(Stage.DECIDED));
    }
    assertThat(move("ZZZZZZ", Stage.STAGE_1, "")).isEqualTo(new Moved.Unknown());
    assertThat(world.sent()).hasSize(sent);
    // decided and told again later is a report of its own
    assertThat(room.intake.report(report("i2"), T0)).isInstanceOf(Reported.Done.class);
  }

  @Test
  void whatTheBranchSeesIsMasked() {
    world.register();
    String reference = room.made(report("i1"));
    ReportDesk.Report seen = room.found(reference);
    assertThat(seen.nik()).contains("..0004");
    assertThat(seen.worker()).contains("Wayan S*****");
    assertThat(seen.phone()).isEqualTo("62812*****001");
    assertThat(seen.relative()).isEqualTo("62812*****002");
    assertThat(seen.place()).contains("tangga pura");
    assertThat(seen.day()).isEqualTo(LocalDate.of(2026, 10, 17));
    assertThat(seen.toString()).doesNotContain(NIK, "Sudarmawan", RELATIVE.digits());
  }

  @Test
  void listsOldestFirstByPagesAndFilters() {
    List<String> references = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      references.add(
          ((Reported.Done)
                  room.intake.report(
                      report("i" + i, Risk.ACCIDENT, Optional.empty()), T0.plusSeconds(i)))
              .reference());
    }
    List<String> listed = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<ReportDesk.Report> page =
          room.desk.list(filter(Optional.empty(), Optional.empty(), 2, after));
      page.items().forEach(item -> listed.add(item.reference()));
      after = page.next().flatMap(Cursor::read);
    } while (after.isPresent());
    assertThat(listed).isEqualTo(references);

    move(references.getFirst(), Stage.STAGE_1, "");
    assertThat(list(Optional.of(Stage.STAGE_1), Optional.empty()))
        .containsExactly(references.getFirst());
    assertThat(list(Optional.of(Stage.REPORTED), Optional.of(RELATIVE))).hasSize(4);
    assertThat(list(Optional.empty(), Optional.of(STRANGER))).isEmpty();
    assertThat(
            room.desk
                .list(
                    new Filter(
                        Optional.empty(),
                        Optional.of("Sesetan"),
                        Optional.empty(),
                        9,
                        Optional.empty()))
                .items())
        .isEmpty();
  }

  private List<String> list(Optional<Stage> stage, Optional<Msisdn> phone) {
    return room.desk.list(filter(stage, phone, 9, Optional.empty())).items().stream()
        .map(ReportDesk.Report::reference)
        .toList();
  }

  private static Filter filter(
      Optional<Stage> stage, Optional<Msisdn> phone, int limit, Optional<Cursor> after) {
    return new Filter(stage, Optional.of("Pecatu"), phone, limit, after);
  }

  @Test
  void reporterAndRelativeFollowItAndAStrangerSeesOnlyHowFar() {
    String reference = room.made(report("i1"));
    assertThat(room.following.mine(REPORTER, 9))
        .containsExactly(
            new ReportFollowing.Mine(reference, Risk.ACCIDENT, LocalDate.of(2026, 10, 17)));
    assertThat(room.following.mine(RELATIVE, 9)).hasSize(1);
    assertThat(room.following.mine(STRANGER, 9)).isEmpty();

    move(reference, Stage.STAGE_1, "Lengkapi KTP saksi");
    for (Msisdn phone : List.of(REPORTER, RELATIVE)) {
      assertThat(room.following.standing(phone, reference).orElseThrow().note())
          .contains("Lengkapi KTP saksi");
    }
    ReportFollowing.Standing strangers = room.following.standing(STRANGER, reference).orElseThrow();
    assertThat(strangers.stage()).isEqualTo(Stage.STAGE_1);
    assertThat(strangers.note()).isEmpty();
    assertThat(room.following.standing(REPORTER, "ZZZZZZ")).isEmpty();
  }

  @Test
  void offersWhomThisPhoneRegisteredEachOnce() {
    assertThat(room.following.people(WORKER, 9)).isEmpty();
    world.register();
    world.sms(WORKER, "BATAL " + world.withdrawCode(), T0);
    world.register(world.registration("again"));
    List<ReportFollowing.Person> people = room.following.people(WORKER, 9);
    assertThat(people).containsExactly(new ReportFollowing.Person(NIK, "Wayan S*****"));
    assertThat(people.toString()).doesNotContain(NIK);
    assertThat(room.following.people(STRANGER, 9)).isEmpty();
  }
}
