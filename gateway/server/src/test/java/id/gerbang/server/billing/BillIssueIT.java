package id.gerbang.server.billing;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.consent.HeldData;
import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillIssueIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Path FIGURES = Path.of("..", "..", "config", "programme.yaml");
  private static final Programme PROGRAMME = ProgrammeFile.read(FIGURES);
  private static final LocalDate DAY = LocalDate.of(2026, 10, 18); // T0's

  private final World world = new World();
  private final BillIssue room = room(PROGRAMME, world.outbox);
  private final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  private final BillDesk desk =
      new PostgresBillDesk(
          world.jdbi, world.vault, new Dues(PROGRAMME), WITA, room, PROGRAMME.months());
  private final String member = approved();
  private final int before = world.sentTo(WORKER).size();

  private BillIssue room(Programme programme, Outbox outbox) {
    return new BillIssue(
        world.jdbi,
        world.vault,
        outbox,
        new Dues(programme),
        "77777",
        new BillTimes(Duration.ofHours(72), WITA),
        new Random(3),
        new BillLetters(new LetterWriter(ShippedLetters::book, WITA)));
  }

  private String approved() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new Decision.Approve("BPU-0000601"), "api:branch", T0);
    return reference;
  }

  private NewBill wanted(String intent, int months, long shown) {
    return new NewBill(WORKER, member, months, shown, "id", intent);
  }

  private Bill issued(String intent, int months, long shown, Instant at) {
    Issued issued = room.issue(wanted(intent, months, shown), at);
    assertThat(issued).isInstanceOf(Issued.Done.class);
    return ((Issued.Done) issued).bill();
  }

  private Bills.Paid pay(Bill bill, Instant at) {
    return world.jdbi.inTransaction(tx -> bills.paid(tx, bill.account().snap(), at));
  }

  private List<String> sms() {
    List<String> all = world.sentTo(WORKER);
    return all.subList(before, all.size());
  }

  private List<Bill> all(Instant at) {
    return desk.list(Optional.of(WORKER), 50, Optional.empty(), at).items();
  }

  @Test
  void aBillComesWithItsSmsAndPromisesNothing() {
    Bill bill = issued("i1", 3, 33_600 - 8_400, T0);
    assertThat(PaymentCode.isOne(bill.paymentCode())).isTrue();
    assertThat(bill.cover()).isEqualTo(new CoverPeriod(DAY, LocalDate.of(2027, 1, 17)));
    assertThat(bill.expiresAt()).isEqualTo(T0.plus(Duration.ofHours(72)));
    assertThat(sms()).hasSize(1);
    assertThat(sms().getFirst())
        .contains(
            member,
            bill.paymentCode(),
            "Rp25.200",
            "3 bulan",
            "77777" + bill.paymentCode(),
            "21/10 17.00 WITA",
            "Baru melindungi setelah dibayar");
    assertThat(world.audit()).last().isEqualTo("worker bill.issued");
    Bill stored =
        world.jdbi.inTransaction(tx -> bills.find(tx, bill.account().digits(), T0).orElseThrow());
    assertThat(stored).isEqualTo(bill);
  }

  @Test
  void aReplayFindsTheSameBillAndSendsNothing() {
    Bill bill = issued("i1", 1, 8_400, T0);
    assertThat(room.issue(wanted("i1", 1, 8_400), T0.plusSeconds(60)))
        .isEqualTo(new Issued.Done(bill));
    assertThat(sms()).hasSize(1);
    assertThat(world.count("bill")).isEqualTo(1);
  }

  @Test
  void manyAtOnceOfOneIntentAreOneBillWithOneSms() throws Exception {
    List<Future<Issued>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> room.issue(wanted("i1", 1, 8_400), T0)));
      }
    }
    for (Future<Issued> answer : answers) {
      assertThat(answer.get()).isEqualTo(answers.getFirst().get());
    }
    assertThat(world.count("bill")).isEqualTo(1);
    assertThat(sms()).hasSize(1);
  }

  @Test
  void whatDiesBeforeTheCommitLeavesNeitherBillNorSmsNorIntent() {
    BillIssue dying =
        room(
            PROGRAMME,
            (tx, messages) -> {
              world.outbox.add(tx, messages);
              throw new IllegalStateException("the node dies");
            });
    assertThatThrownBy(() -> dying.issue(wanted("i1", 1, 8_400), T0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(world.count("bill")).isZero();
    assertThat(sms()).isEmpty();
    issued("i1", 1, 8_400, T0);
    assertThat(sms()).hasSize(1);
  }

  @Test
  void anotherChoiceReplacesTheOpenOneAndTheSameDoesNot() {
    Bill one = issued("i1", 1, 8_400, T0);
    assertThat(room.issue(wanted("i2", 1, 8_400), T0.plusSeconds(60)))
        .isEqualTo(new Issued.StillOpen(one));
    Bill three = issued("i3", 3, 25_200, T0.plusSeconds(120));
    assertThat(all(T0.plusSeconds(180)))
        .extracting(Bill::paymentCode, Bill::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(one.paymentCode(), Bill.Status.REPLACED),
            org.assertj.core.groups.Tuple.tuple(three.paymentCode(), Bill.Status.ISSUED));
    assertThat(pay(one, T0.plusSeconds(200))).isInstanceOf(Bills.Paid.Expired.class);
    assertThat(sms()).hasSize(2);
  }

  @Test
  void tooManyInADayAreRefusedAndTheLastStays() {
    int[] choices = {1, 3, 1, 3, 1};
    Bill last = null;
    for (int i = 0; i < choices.length; i++) {
      last = issued("i" + i, choices[i], 8_400L * choices[i], T0.plusSeconds(i));
    }
    assertThat(room.issue(wanted("x", 3, 25_200), T0.plusSeconds(9)))
        .isEqualTo(new Issued.TooMany());
    assertThat(room.open(WORKER, member, T0.plusSeconds(10))).contains(last);
  }

  @Test
  void onlyMembersAndOnlyTheirOwnPhone() {
    NewBill strangers = new NewBill(AGENT, member, 1, 8_400, "id", "i1");
    assertThat(room.issue(strangers, T0)).isEqualTo(new Issued.Gone());
    world.jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE application SET status = 'awaiting_branch', card_number_sealed = NULL"));
    assertThat(room.issue(wanted("i2", 1, 8_400), T0)).isEqualTo(new Issued.Gone());
    assertThat(room.due(WORKER, member, 1, T0)).isEmpty();
    assertThat(world.count("bill")).isZero();
  }

  @Test
  void anotherPriceThanTheOneShownIsNotBilled() {
    assertThat(room.issue(wanted("i1", 1, 16_800), T0)).isEqualTo(new Issued.Changed());
    assertThat(room.issue(wanted("i1", 1, 8_400), T0)).isEqualTo(new Issued.Changed());
    assertThat(world.count("bill")).isZero();
  }

  @Test
  void theFirstCoverBeginsOnTheDayItIsPaidAndTheNextFollows() {
    Bill first = issued("i1", 1, 8_400, T0);
    Instant next = T0.plus(Duration.ofDays(2));
    CoverPeriod cover = new CoverPeriod(DAY.plusDays(2), LocalDate.of(2026, 11, 19));
    assertThat(pay(first, next))
        .isInstanceOfSatisfying(
            Bills.Paid.Done.class,
            done -> {
              assertThat(done.cover()).isEqualTo(cover);
              assertThat(done.bill().status()).isEqualTo(Bill.Status.PAID);
            });
    assertThat(pay(first, next)).isInstanceOf(Bills.Paid.AlreadyPaid.class);
    assertThat(desk.standing(member, next).orElseThrow().paid().orElseThrow().until())
        .isEqualTo(cover.until());
    Bill second = issued("i2", 1, 8_400, next);
    assertThat(second.cover())
        .isEqualTo(new CoverPeriod(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 12, 19)));
  }

  @Test
  void aBillsTimeEndsWhereItsPriceWould() {
    Instant lastDay = Instant.parse("2026-12-30T20:00:00Z"); // 31 December in Bali
    Bill bill = issued("i1", 1, 8_400, lastDay);
    assertThat(bill.expiresAt()).isEqualTo(Instant.parse("2026-12-31T16:00:00Z"));
    assertThat(pay(bill, bill.expiresAt())).isInstanceOf(Bills.Paid.Expired.class);
    assertThat(bills.runDue(bill.expiresAt().minusSeconds(1))).isZero();
    assertThat(bills.runDue(bill.expiresAt())).isEqualTo(1);
    assertThat(bills.runDue(bill.expiresAt())).isZero();
    assertThat(issued("i2", 1, 16_800, bill.expiresAt()).amount()).isEqualTo(16_800);
  }

  @Test
  void whoAsksWhatIsHeldSeesTheirBills() {
    Bill bill = issued("i1", 1, 8_400, T0);
    assertThat(new HeldData(world.jdbi, world.vault).of(WORKER, "test", T0).toString())
        .contains("bills=[{payment_code=" + bill.paymentCode(), "status=issued");
  }

  @Test
  void anUnknownAccountIsUnknown() {
    assertThat(
            world.jdbi.<Bills.Paid, RuntimeException>inTransaction(
                tx -> bills.paid(tx, "   77777111111111111", T0)))
        .isEqualTo(new Bills.Paid.Unknown());
  }

  @Test
  void arrearsAreOnTheBillInFullAndAFourthMonthEndsIt() {
    pay(issued("i1", 1, 8_400, T0), T0); // until 17 November
    Instant late = Instant.parse("2027-01-20T02:00:00Z");
    Bill bill = issued("i2", 1, 16_800 * 3, late); // Nov and Dec in arrears, then Jan
    assertThat(bill.months()).isEqualTo(1);
    assertThat(bill.lines()).hasSize(3).allMatch(line -> line.discount() == 0);
    assertThat(bill.cover())
        .isEqualTo(new CoverPeriod(LocalDate.of(2027, 1, 20), LocalDate.of(2027, 2, 17)));
    Instant muchLater = Instant.parse("2027-03-20T02:00:00Z");
    assertThat(room.issue(wanted("i3", 1, 1), muchLater)).isEqualTo(new Issued.Ended());
  }

  @TempDir private Path folder;

  @Test
  void changingTheFiguresChangesNoBillThatWasIssued() throws Exception {
    Bill bill = issued("i1", 3, 25_200, T0);
    Path dearer = folder.resolve("programme.yaml");
    Files.writeString(
        dearer, Files.readString(FIGURES).replace("jkm: {value: 6800", "jkm: {value: 9000"));
    BillIssue later = room(ProgrammeFile.read(dearer), world.outbox);
    assertThat(later.open(WORKER, member, T0)).contains(bill);
    assertThat(pay(bill, T0)).isInstanceOf(Bills.Paid.Done.class);
    assertThat(later.issue(wanted("i2", 1, 8_400), T0)).isEqualTo(new Issued.Changed());
  }

  @Test
  void theTablesThemselvesKeepABillAsItIs() {
    Bill bill = issued("i1", 1, 8_400, T0);
    Stream.of(
            "UPDATE bill SET amount = 1",
            "UPDATE bill SET expires_at = expires_at + interval '1 day'",
            "DELETE FROM bill_line",
            "UPDATE bill_line SET normal = normal + 1",
            "DELETE FROM bill",
            "INSERT INTO bill_line SELECT bill, 2, programme, kind, cover_from, cover_until,"
                + " priced, normal, discount FROM bill_line")
        .forEach(
            sql ->
                assertThatThrownBy(() -> world.jdbi.useTransaction(tx -> tx.execute(sql)))
                    .as(sql)
                    .hasStackTraceContaining("bill"));
    pay(bill, T0);
    assertThatThrownBy(
            () ->
                world.jdbi.useHandle(
                    handle -> handle.execute("UPDATE bill SET status = 'issued', paid_at = NULL")))
        .hasMessageContaining("bill");
  }

  @Test
  void aPaymentAndANewBillAtOnceNeverSellTheSameMonthTwice() throws Exception {
    for (int round = 0; round < 10; round++) {
      Instant at = T0.plus(Duration.ofDays(2L * round));
      long price = ((Due) room.due(WORKER, member, 1, at).orElseThrow()).total();
      Bill bill = issued("a" + round, 1, price, at);
      long three = ((Due) room.due(WORKER, member, 3, at).orElseThrow()).total();
      int nth = round;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Bills.Paid> paid = threads.submit(() -> pay(bill, at));
        Future<Issued> other = threads.submit(() -> room.issue(wanted("b" + nth, 3, three), at));
        boolean wasPaid = paid.get() instanceof Bills.Paid.Done;
        if (other.get() instanceof Issued.Done(Bill next) && wasPaid) {
          assertThat(next.lines().getFirst().cover().from())
              .isEqualTo(
                  desk.standing(member, at).orElseThrow().paid().orElseThrow().until().plusDays(1));
        }
      }
      assertThat(
              world.jdbi.<Integer, RuntimeException>withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT count(*) FROM bill WHERE status = 'issued'")
                          .mapTo(Integer.class)
                          .one()))
          .isLessThanOrEqualTo(1);
    }
  }

  private BillIssue through(FirstContribution first) {
    return new BillIssue(
        world.jdbi,
        world.vault,
        world.outbox,
        new Dues(PROGRAMME),
        "77777",
        new BillTimes(Duration.ofHours(72), WITA),
        new Random(4),
        new BillLetters(new LetterWriter(ShippedLetters::book, WITA)),
        first);
  }

  @Test
  void aFirstContributionMayGoThroughTheAgentsSystemAndTheBranchRecordsIt() {
    BillIssue agents = through(FirstContribution.AGENT_SYSTEM);
    Issued.ThroughAgent made = new Issued.ThroughAgent("Made Arta", AGENT.digits());
    assertThat(agents.through(WORKER, member)).contains(made);
    assertThat(agents.issue(wanted("i1", 1, 8_400), T0)).isEqualTo(made);
    assertThat(agents.issue(wanted("i1", 1, 8_400), T0)).isEqualTo(made);
    assertThat(world.count("bill")).isZero();
    assertThat(sms()).isEmpty();

    BillDesk recording =
        new PostgresBillDesk(
            world.jdbi, world.vault, new Dues(PROGRAMME), WITA, agents, PROGRAMME.months());
    Issued issued = recording.issue(member, 1, "api:branch", T0);
    assertThat(issued).isInstanceOf(Issued.Done.class);
    assertThat(recording.issue(member, 1, "api:branch", T0))
        .isEqualTo(new Issued.StillOpen(((Issued.Done) issued).bill()));
    assertThat(sms()).isEmpty();
    assertThat(world.audit()).last().isEqualTo("api:branch bill.issued");
    assertThat(pay(((Issued.Done) issued).bill(), T0)).isInstanceOf(Bills.Paid.Done.class);
    assertThat(recording.issue("ABCDEF", 1, "api:branch", T0)).isEqualTo(new Issued.Gone());

    // the second is paid as every other
    assertThat(agents.through(WORKER, member)).isEmpty();
    assertThat(agents.issue(wanted("i2", 1, 8_400), T0)).isInstanceOf(Issued.Done.class);
  }

  @Test
  void withoutAnActiveAgentOrWithTheOtherSettingItIsPaidDirectly() {
    assertThat(through(FirstContribution.DIRECT).through(WORKER, member)).isEmpty();
    world.jdbi.useHandle(
        handle -> handle.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    BillIssue agents = through(FirstContribution.AGENT_SYSTEM);
    assertThat(agents.through(WORKER, member)).isEmpty();
    assertThat(agents.issue(wanted("i1", 1, 8_400), T0)).isInstanceOf(Issued.Done.class);
  }
}
