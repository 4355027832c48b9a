package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.enrolment.BranchDesk.Decided;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.BranchDesk.Filter;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresBranchDeskIT {
  private static final Decision APPROVE = new Decision.Approve("BALI-000123");
  private static final Decision REJECT = new Decision.Reject("Data tidak sesuai KTP");

  private final World world = new World();

  private String awaitingBranch() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    return reference;
  }

  @Test
  void approvesWithTheCardNumberAndTellsTheWorkerWithoutAPromise() {
    String reference = awaitingBranch();
    Decided decided = world.desk.decide(reference, APPROVE, "branch:desk", T0);
    assertThat(decided).isInstanceOf(Decided.Done.class);
    BranchDesk.Application application = ((Decided.Done) decided).application();
    assertThat(application.status()).isEqualTo(Status.APPROVED);
    assertThat(application.cardNumber()).contains("BALI-000123");
    assertThat(world.sentTo(WORKER).getLast())
        .contains("BALI-000123", "Perlindungan mulai setelah iuran pertama dibayar");
    assertThat(world.audit()).last().isEqualTo("branch:desk application.approved");
  }

  @Test
  void rejectsWithTheReasonAndANewOneMayBegin() {
    String reference = awaitingBranch();
    world.desk.decide(reference, REJECT, "branch:desk", T0);
    assertThat(world.application(reference).reason()).contains("Data tidak sesuai KTP");
    assertThat(world.sentTo(WORKER).getLast()).contains("ditolak", "Data tidak sesuai KTP");
    assertThat(world.register(world.registration("anew"))).isInstanceOf(Registered.Done.class);
  }

  @Test
  void aDecisionIsFinal() {
    String reference = awaitingBranch();
    world.desk.decide(reference, APPROVE, "branch:desk", T0);
    int sent = world.sent().size();
    for (Decision second : List.of(APPROVE, REJECT)) {
      assertThat(world.desk.decide(reference, second, "branch:desk", T0))
          .isEqualTo(new Decided.Conflict(Status.APPROVED));
    }
    assertThat(world.sent()).hasSize(sent);
  }

  @Test
  void decidesOnlyWhenItIsTheBranchsTurn() {
    String reference = world.register();
    assertThat(world.desk.decide(reference, APPROVE, "branch:desk", T0))
        .isEqualTo(new Decided.Conflict(Status.AWAITING_AGENT));
    assertThat(world.desk.decide("ZZZZZZ", APPROVE, "branch:desk", T0))
        .isEqualTo(new Decided.Unknown());
    world.sms(WORKER, "BATAL " + world.withdrawCode(), T0);
    assertThat(world.desk.decide(reference, REJECT, "branch:desk", T0))
        .isEqualTo(new Decided.Conflict(Status.WITHDRAWN));
  }

  @Test
  void listsOldestFirstByPagesAndFilters() {
    List<String> references = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Msisdn phone = new Msisdn("628120001010" + i);
      var outcome =
          world.registrar.register(
              world.registration(
                  "i" + i,
                  NIK.substring(0, 15) + i,
                  Optional.of("Ketut Rai"),
                  Optional.of("PRS001"),
                  phone),
              T0.plusSeconds(i));
      references.add(((Registered.Done) outcome).reference());
    }
    Page<BranchDesk.Application> first = world.desk.list(filter(2, Optional.empty()));
    Page<BranchDesk.Application> second =
        world.desk.list(filter(2, first.next().flatMap(Cursor::read)));
    Page<BranchDesk.Application> third =
        world.desk.list(filter(2, second.next().flatMap(Cursor::read)));
    assertThat(third.next()).isEmpty();
    List<String> listed = new ArrayList<>();
    List.of(first, second, third)
        .forEach(page -> page.items().forEach(item -> listed.add(item.reference())));
    assertThat(listed).isEqualTo(references);
    assertThat(list(Optional.of(Status.APPROVED), Optional.empty(), Optional.empty())).isEmpty();
    assertThat(list(Optional.of(Status.AWAITING_AGENT), Optional.of("Pecatu"), Optional.empty()))
        .hasSize(5);
    assertThat(
            list(
                Optional.empty(),
                Optional.of("5103052001"),
                Optional.of(new Msisdn("6281200010102"))))
        .hasSize(1);
    assertThat(list(Optional.empty(), Optional.of("Sesetan"), Optional.empty())).isEmpty();
  }

  @Test
  void aPageGoesOnWhereTheOneBeforeEndedWhateverWasAddedMeanwhile() {
    String first = register(0, T0);
    String second = register(1, T0); // the same moment: the reference tells them apart
    List<String> both = List.of(first, second).stream().sorted().toList();
    Page<BranchDesk.Application> page = world.desk.list(filter(1, Optional.empty()));
    assertThat(page.items())
        .extracting(BranchDesk.Application::reference)
        .containsExactly(both.get(0));
    String third = register(2, T0.plusNanos(1_000));
    Cursor cursor = Cursor.read(page.next().orElseThrow()).orElseThrow();
    Page<BranchDesk.Application> rest = world.desk.list(filter(5, Optional.of(cursor)));
    assertThat(rest.items())
        .extracting(BranchDesk.Application::reference)
        .containsExactly(both.get(1), third);
    assertThat(rest.next()).isEmpty();
    // the farthest that may be asked is still a moment for PostgreSQL
    assertThat(world.desk.list(filter(5, Cursor.read(LAST_CURSOR))).items()).isEmpty();
  }

  private static final String LAST_CURSOR =
      new Cursor(java.time.Instant.parse("9999-12-30T23:59:59.999999999Z"), "ZZZZZZ").written();

  private String register(int i, java.time.Instant at) {
    var outcome =
        world.registrar.register(
            world.registration(
                "page" + i,
                NIK.substring(0, 15) + i,
                Optional.of("Ketut Rai"),
                Optional.of("PRS001"),
                new Msisdn("628120001010" + i)),
            at);
    return ((Registered.Done) outcome).reference();
  }

  private static Filter filter(int limit, Optional<Cursor> after) {
    return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), limit, after);
  }

  private List<BranchDesk.Application> list(
      Optional<Status> status, Optional<String> village, Optional<Msisdn> phone) {
    return world.desk.list(new Filter(status, village, phone, 200, Optional.empty())).items();
  }
}
