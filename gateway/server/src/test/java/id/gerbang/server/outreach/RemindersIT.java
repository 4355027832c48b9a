package id.gerbang.server.outreach;

import static id.gerbang.server.outreach.Reminded.LIMITS;
import static id.gerbang.server.outreach.Reminded.PLAN;
import static id.gerbang.server.outreach.Reminded.at;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.SmsCut;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.outreach.Reminded.Member;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cover of who has paid a month runs from 18 October to 17 November 2026. */
class RemindersIT {
  private static final Instant BEFORE = at("2026-11-12T08:00:00");
  private static final Instant THE_DAY = at("2026-11-17T09:00:00");

  private final Reminded world = new Reminded();
  private final Reminders node = world.node();

  /** Every quarter of a minute of an hour, as a watch looks. */
  private void anHourFrom(Instant begin) {
    for (int look = 0; look < 240; look += 20) {
      node.runDue(begin.plusSeconds(15L * look));
    }
  }

  @Test
  void fiveDaysBeforeOnTheDayAfterAndBeforeTheEnd() {
    Member member = world.paid();
    node.runDue(at("2026-11-11T18:59:00"));
    assertThat(world.sms(member.phone())).isEmpty();
    node.runDue(at("2026-11-12T07:59:59"));
    assertThat(world.sms(member.phone())).as("quiet hours").isEmpty();

    node.runDue(BEFORE);
    assertThat(world.sms(member.phone()))
        .containsExactly(
            "BPJS TK no. "
                + member.reference()
                + ": AKTIF s.d. 17 Nov 2026. Iuran berikut Rp8.400. Balas BAYAR. Agen 081200000001."
                + " Tanpa pengingat: STOP");
    node.runDue(BEFORE.plus(Duration.ofDays(1)));
    node.runDue(THE_DAY);
    node.runDue(at("2026-11-24T09:00:00"));
    node.runDue(at("2026-12-08T09:00:00"));
    node.runDue(at("2027-01-01T09:00:00"));
    node.runDue(at("2027-03-11T09:00:00"));
    node.runDue(at("2027-03-18T09:00:00"));
    node.runDue(at("2027-03-19T12:00:00"));
    List<String> all = world.sms(member.phone());
    assertThat(all).hasSize(7).allSatisfy(one -> assertThat(SmsCut.of(one).parts()).hasSize(1));
    assertThat(all.get(1)).contains("AKTIF s.d. 17 Nov 2026");
    assertThat(all.get(2)).contains("TIDAK terlindungi sejak 18 Nov 2026", "Rp8.400");
    assertThat(all.get(3)).contains("TIDAK terlindungi sejak 18 Nov 2026", "Rp8.400");
    assertThat(all.get(4))
        .contains("MENUNGGAK 1 bln", "TIDAK terlindungi", "Lunasi Rp25.200 s.d. 17 Mar 2027");
    assertThat(all.get(5)).contains("BERHENTI setelah 17 Mar 2027", "Rp67.200");
    assertThat(all.get(6)).contains("BERHENTI sejak 18 Mar 2027", "agen 081200000001");
    assertThat(all.subList(2, 7)).noneMatch(one -> one.contains("AKTIF"));
  }

  @Test
  void anOpenBillIsNamedByItsCodeAndItsAmount() {
    Member member = world.paid();
    String code = world.bill(member, 3, at("2026-11-11T10:00:00")).paymentCode();
    node.runDue(BEFORE);
    assertThat(world.sms(member.phone()).getFirst())
        .contains("Kode bayar " + code, "Rp33.600")
        .doesNotContain("Balas BAYAR");
  }

  @Test
  void whoHasPaidHearsNothing() {
    Member member = world.paid();
    world.pay(member, 1, at("2026-11-10T10:00:00"));
    anHourFrom(BEFORE);
    anHourFrom(THE_DAY);
    assertThat(world.all()).isZero();
  }

  @Test
  void aPaymentUnderWayIsWaitedForAndEndsTheReminder() throws Exception {
    Member member = world.paid();
    var bill = world.bill(member, 1, at("2026-11-11T10:00:00"));
    CountDownLatch paid = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> bank =
          threads.submit(
              () -> {
                world.world.jdbi.useTransaction(
                    tx -> {
                      world.bills.paid(tx, bill.account().digits(), BEFORE);
                      paid.countDown();
                      commit.await(30, TimeUnit.SECONDS);
                    });
                return null;
              });
      assertThat(paid.await(30, TimeUnit.SECONDS)).isTrue();
      Future<?> run = threads.submit(() -> node.runDue(BEFORE));
      awaitALockThatIsWaitedFor();
      commit.countDown();
      bank.get();
      run.get();
    }
    assertThat(world.all()).isZero();
    assertThat(world.world.count("reminder WHERE NOT sent")).isEqualTo(1);
  }

  private void awaitALockThatIsWaitedFor() {
    id.gerbang.server.testing.TestRecords.await(
        "the reminder waits for the payment",
        () ->
            world.world.count(
                    "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
                        + " current_database()")
                > 0);
  }

  @Test
  void nodesThatRaceWriteEachOnce() throws Exception {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      members.add(world.paid());
    }
    List<Reminders> nodes = List.of(world.node(), world.node(), world.node(), world.node());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int look = 0; look < 6; look++) {
        Instant now = BEFORE.plusSeconds(15L * look);
        List<Callable<Integer>> looks =
            nodes.stream().map(one -> (Callable<Integer>) () -> one.runDue(now)).toList();
        for (Future<Integer> done : threads.invokeAll(looks)) {
          done.get();
        }
      }
    }
    assertThat(members).allSatisfy(one -> assertThat(world.sms(one.phone())).hasSize(1));
    assertThat(world.world.count("reminder")).isEqualTo(30);
  }

  @Test
  void thePaceIsKeptOverAllNodesAndSpreadsThem() {
    for (int i = 0; i < 12; i++) {
      world.paid();
    }
    OutreachLimits slow = new OutreachLimits(LIMITS.hours(), 4, 350, 1_000_000);
    List<Reminders> nodes = List.of(world.node(PLAN, slow), world.node(PLAN, slow));
    List<Integer> written = new ArrayList<>();
    for (int look = 0; look <= 8; look++) {
      for (Reminders one : nodes) {
        one.runDue(BEFORE.plusSeconds(15L * look));
      }
      written.add(world.all());
    }
    assertThat(written.get(4)).isBetween(4, 6);
    assertThat(written.get(8)).isBetween(8, 10);
  }

  @Test
  void onePhoneHearsOnceADayOverAllKinds() {
    Msisdn shared = new Msisdn("6281200030177");
    List<Member> members = List.of(world.member(shared), world.member(shared));
    members.forEach(one -> world.pay(one, 1, World.T0));
    anHourFrom(BEFORE);
    assertThat(world.sms(shared)).hasSize(1);
    anHourFrom(BEFORE.plus(Duration.ofHours(10)));
    assertThat(world.sms(shared)).hasSize(1);
    anHourFrom(BEFORE.plus(Duration.ofHours(25)));
    assertThat(world.sms(shared)).as("the other member, a day later").hasSize(2);
    assertThat(String.join(" ", world.sms(shared)))
        .contains(members.getFirst().reference(), members.getLast().reference());
  }

  @Test
  void anOfferToGoOnIsTheMessageOfItsDay() {
    Member member = world.paid();
    new UnfinishedReminder(
            world.world.jdbi,
            world.world.vault,
            world.outbox,
            world.letters,
            ScreenOffer.NONE,
            () -> BEFORE.minusSeconds(60),
            new OutreachMeters())
        .left(member.phone(), "call", "register", "id");
    anHourFrom(BEFORE);
    assertThat(world.sms(member.phone())).hasSize(1).first().asString().contains("pendaftaran");
    node.runDue(BEFORE.plus(Duration.ofDays(1)));
    assertThat(world.sms(member.phone())).hasSize(2);
  }

  @Test
  void nobodyWhoSaidStopOrWhoseDataMayNotBeUsedIsReminded() {
    Member stopped = world.paid();
    world.execute(
        "INSERT INTO silence (phone_lookup, since) VALUES (?, ?)",
        world.world.vault.lookup("phone", stopped.phone().digits()),
        World.T0);
    Member withdrawn = world.paid();
    world.execute(
        "UPDATE consent SET withdrawn_at = ? WHERE application = ?",
        World.T0,
        withdrawn.reference());
    Member borrowed = world.paid();
    world.execute(
        "UPDATE application SET phone_borrowed = true WHERE reference = ?", borrowed.reference());
    Member dead = world.paid();
    world.execute(
        """
        INSERT INTO risk_report (reference, risk, nik_sealed, nik_lookup, village, day, phone_sealed, phone_lookup, relative_sealed,
          relative_lookup, language, channel, created_at, updated_at, until)
        SELECT 'REPPRT', 'death', w.nik_sealed, w.nik_lookup, a.village, '2026-11-01', a.phone_sealed, a.phone_lookup, a.phone_sealed,
          a.phone_lookup, 'id', 'ussd', a.created_at, a.created_at, a.created_at
        FROM application a JOIN worker w ON w.id = a.worker WHERE a.reference = ?
        """,
        dead.reference());
    anHourFrom(BEFORE);
    anHourFrom(THE_DAY);
    assertThat(world.all()).isZero();
  }

  @Test
  void thePersonsLanguageIsSpoken() {
    Member member = world.paid();
    world.execute(
        "INSERT INTO subscriber (phone_lookup, language, chosen_at) VALUES (?, 'en', ?)",
        world.world.vault.lookup("phone", member.phone().digits()),
        World.T0);
    node.runDue(BEFORE);
    assertThat(world.sms(member.phone()).getFirst()).contains("ACTIVE until 17 Nov 2026");
  }

  @Test
  void theQuietHoursAreThoseOfTheBranch() {
    Member member = world.paid();
    world.execute("UPDATE branch SET time_zone = 'Asia/Jakarta' WHERE code = 'DPS'");
    node.runDue(at("2026-11-12T08:30:00")); // 07.30 in Jakarta
    assertThat(world.sms(member.phone())).isEmpty();
    node.runDue(at("2026-11-12T09:00:00"));
    assertThat(world.sms(member.phone())).hasSize(1);
  }

  @Test
  void theCeilingOfADayHoldsTheRestBack() {
    for (int i = 0; i < 5; i++) {
      world.paid();
    }
    Reminders poor = world.node(PLAN, new OutreachLimits(LIMITS.hours(), 1_200, 350, 3 * 350));
    for (int look = 0; look < 8; look++) {
      poor.runDue(BEFORE.plusSeconds(15L * look));
    }
    assertThat(world.all()).isEqualTo(3);
    for (int look = 0; look < 8; look++) {
      poor.runDue(BEFORE.plus(Duration.ofDays(1)).plusSeconds(15L * look));
    }
    assertThat(world.all()).isEqualTo(5);
  }

  @Test
  void whatCouldNotLeaveIsTakenBackWhenQuietHoursBeginAndWrittenAnew() {
    Member member = world.paid();
    node.runDue(at("2026-11-12T18:59:00"));
    assertThat(world.sms(member.phone())).hasSize(1);
    node.runDue(at("2026-11-12T19:00:00"));
    assertThat(world.sms(member.phone())).isEmpty();
    assertThat(world.world.count("reminder")).isZero();
    node.runDue(at("2026-11-13T08:00:00"));
    assertThat(world.sms(member.phone())).hasSize(1);
  }

  @Test
  void whatWaitsIsTakenBackWhenItsMemberPaysAndWhatHasLeftIsNot() {
    Member waiting = world.paid();
    Member gone = world.paid();
    node.runDue(BEFORE);
    node.runDue(BEFORE.plusSeconds(15));
    assertThat(world.all()).isEqualTo(2);
    world.execute("UPDATE outbox SET status = 'sent' WHERE about LIKE ?", "%" + gone.reference());
    world.pay(waiting, 1, BEFORE.plusSeconds(60));
    world.pay(gone, 1, BEFORE.plusSeconds(60));
    node.runDue(BEFORE.plusSeconds(75));
    assertThat(world.sms(waiting.phone())).isEmpty();
    assertThat(world.sms(gone.phone())).hasSize(1);
    anHourFrom(BEFORE.plus(Duration.ofDays(1)));
    assertThat(world.sms(waiting.phone())).isEmpty();
  }

  @Test
  void whoNeverPaidIsRemindedThatNothingIsProtected() {
    Member member = world.member();
    node.runDue(at("2026-10-21T09:00:00"));
    assertThat(world.sms(member.phone()).getFirst())
        .contains("disetujui, BELUM terlindungi", "Rp8.400", "Balas BAYAR");
    anHourFrom(at("2026-10-22T09:00:00"));
    assertThat(world.sms(member.phone())).hasSize(1);
  }

  @Test
  void aCodeThatExpiredIsToldOnceUnlessAnotherIsThere() {
    Member late = world.member();
    Member other = world.member();
    String code = world.bill(late, 1, at("2026-10-19T09:00:00")).paymentCode();
    world.bill(other, 1, at("2026-10-19T09:00:00"));
    Instant over = at("2026-10-22T09:00:00");
    world.bills.runDue(over);
    world.bill(other, 1, over.plusSeconds(60));
    ReminderPlan onlyOnTheDay =
        new ReminderPlan(
            List.of(),
            true,
            List.of(),
            java.util.Optional.empty(),
            List.of(),
            java.util.Optional.empty());
    Reminders one = world.node(onlyOnTheDay, LIMITS);
    one.runDue(over.plusSeconds(120));
    one.runDue(over.plus(Duration.ofHours(25)));
    assertThat(world.sms(late.phone()))
        .singleElement()
        .asString()
        .contains("kode bayar " + code + " sudah lewat", "Balas BAYAR");
    assertThat(world.sms(other.phone())).isEmpty();
  }

  @Test
  void anAgentHearsFiguresOnceAWeekAndNothingWhenThereAreNone() {
    Member due = world.paid();
    world.member();
    Reminders agents = world.node(Reminded.withAgents(), LIMITS);
    Instant monday = at("2026-11-16T08:00:00");
    agents.runDue(monday);
    agents.runDue(monday.plus(Duration.ofDays(2)));
    assertThat(world.sms(World.AGENT))
        .singleElement()
        .asString()
        .contains("1 peserta Anda jatuh tempo, 0 sudah lewat, 1 belum iuran pertama")
        .doesNotContain(due.reference());
    assertThat(world.sms(new Msisdn("6281200000002"))).as("has no members").isEmpty();
    assertThat(world.sms(World.SUSPENDED)).isEmpty();
    agents.runDue(monday.plus(Duration.ofDays(7)));
    assertThat(world.sms(World.AGENT)).hasSize(2);
  }

  @Test
  void aNodeThatDiesBeforeTheCommitHasWrittenNothing() {
    Member member = world.paid();
    Reminders dying =
        new Reminders(
            world.world.jdbi,
            new id.gerbang.server.crypt.SealedText(world.world.vault),
            (tx, messages) -> {
              world.outbox.add(tx, messages);
              throw new IllegalStateException("the node dies");
            },
            world.standings,
            PLAN,
            LIMITS,
            Reminded.WITA,
            world.letters,
            new OutreachMeters());
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> dying.runDue(BEFORE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(world.all()).isZero();
    assertThat(world.world.count("reminder")).isZero();
    assertThat(world.world.count("reminded")).isZero();
    node.runDue(BEFORE);
    assertThat(world.sms(member.phone())).hasSize(1);
  }
}
