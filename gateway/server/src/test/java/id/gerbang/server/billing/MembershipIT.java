package id.gerbang.server.billing;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.billing.MembershipDesk.Reopened;
import id.gerbang.server.consent.HeldData;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A membership that ended, and the branch that opens it anew; and how far ahead one may pay. */
class MembershipIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Programme PROGRAMME =
      ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"));

  /** The day after the fourth month that nobody paid. */
  private static final Instant ENDED = Instant.parse("2027-03-18T02:00:00Z");

  private final World world = new World();
  private final BillLetters letters = new BillLetters(new LetterWriter(ShippedLetters::book, WITA));
  private final BillIssue issue =
      new BillIssue(
          world.jdbi,
          world.vault,
          world.outbox,
          new Dues(PROGRAMME),
          "77777",
          new BillTimes(Duration.ofHours(72), WITA),
          new Random(3),
          letters);
  private final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  private final Standings standings =
      new Standings(world.jdbi, world.vault, new Dues(PROGRAMME), WITA);
  private final MembershipDesk desk =
      new PostgresMembershipDesk(world.jdbi, world.vault, world.outbox, PROGRAMME, WITA, letters);
  private final String member = approved();

  private String approved() {
    String reference = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new Decision.Approve("BPU-0000601"), "api:branch", T0);
    return reference;
  }

  private Issued wanted(String intent, int months, Instant at) {
    Due due = (Due) issue.due(WORKER, member, months, at).orElseThrow();
    return issue.issue(new NewBill(WORKER, member, months, due.total(), "id", intent), at);
  }

  private void pay(String intent, int months, Instant at) {
    Bill bill = ((Issued.Done) wanted(intent, months, at)).bill();
    assertThat(
            world.jdbi.<Bills.Paid, RuntimeException>inTransaction(
                tx -> bills.paid(tx, bill.account().digits(), at)))
        .isInstanceOf(Bills.Paid.Done.class);
  }

  private Protection stands(Instant at) {
    return standings.of(WORKER, member, at).orElseThrow();
  }

  @Test
  void whatEndedIsOpenedAnewWithoutArrearsAndKeepsItsReferenceCardAndHistory() {
    pay("i1", 1, T0);
    assertThat(stands(ENDED)).isEqualTo(new Protection.Ended(LocalDate.of(2027, 3, 18)));
    assertThat(desk.reopen(member, "datang ke cabang", "api:branch", ENDED))
        .isEqualTo(new Reopened.Done());

    assertThat(stands(ENDED))
        .isInstanceOfSatisfying(
            Protection.NotYet.class, not -> assertThat(not.first().total()).isEqualTo(16_800));
    assertThat(world.sentTo(WORKER).getLast())
        .contains(member, "dibuka lagi", "BELUM terlindungi", "BAYAR");
    assertThat(world.audit()).last().isEqualTo("api:branch member.reopened");
    Instant later = ENDED.plus(Duration.ofDays(200));
    assertThat(stands(later))
        .as("nothing is owed before it is paid")
        .isInstanceOf(Protection.NotYet.class);
    pay("i2", 1, later);
    LocalDate day = LocalDate.ofInstant(later, WITA);
    assertThat(stands(later))
        .isInstanceOfSatisfying(
            Protection.Active.class,
            active -> assertThat(active.until()).isEqualTo(day.plusMonths(1).minusDays(1)));
    assertThat(world.count("bill WHERE status = 'paid'")).isEqualTo(2);
    assertThat(world.application(member).cardNumber()).contains("BPU-0000601");
    assertThat(new HeldData(world.jdbi, world.vault).of(WORKER, "test", later).toString())
        .contains("datang ke cabang");
  }

  @Test
  void onlyWhatHasEndedAndWhoMayJoin() {
    assertThat(desk.reopen("NOBODY", "x", "api:branch", ENDED)).isEqualTo(new Reopened.Unknown());
    assertThat(desk.reopen(member, "x", "api:branch", ENDED)).isEqualTo(new Reopened.NotEnded());
    pay("i1", 1, T0);
    assertThat(desk.reopen(member, "x", "api:branch", ENDED.minus(Duration.ofDays(1))))
        .isEqualTo(new Reopened.NotEnded());
    String worker = world.text("SELECT encode(nik_lookup, 'hex') FROM worker");
    byte[] born = new SealedText(world.vault).seal("1962-03-18", "worker.birth_date:" + worker);
    world.jdbi.useHandle(handle -> handle.execute("UPDATE worker SET birth_date_sealed = ?", born));
    assertThat(desk.reopen(member, "x", "api:branch", ENDED)).isEqualTo(new Reopened.TooOld());
    assertThat(stands(ENDED)).isInstanceOf(Protection.Ended.class);
  }

  @Test
  void twiceAtOnceIsOnce() {
    pay("i1", 1, T0);
    assertThat(desk.reopen(member, "x", "api:branch", ENDED)).isEqualTo(new Reopened.Done());
    assertThat(desk.reopen(member, "x", "api:branch", ENDED)).isEqualTo(new Reopened.NotEnded());
  }

  @Test
  void nobodyPaysFurtherAheadThanTheFiguresAllow() {
    pay("i1", 12, T0);
    pay("i2", 1, T0.plusSeconds(60));
    assertThat(wanted("i3", 1, T0.plusSeconds(120)))
        .isEqualTo(new Issued.TooFar(LocalDate.of(2027, 11, 17)));
    assertThat(wanted("i3", 1, T0.plusSeconds(180)))
        .as("the same intent again")
        .isEqualTo(new Issued.TooFar(LocalDate.of(2027, 11, 17)));
    assertThat(world.count("bill")).isEqualTo(2);
    assertThat(wanted("i4", 1, T0.plus(Duration.ofDays(31)))).isInstanceOf(Issued.Done.class);
  }
}
