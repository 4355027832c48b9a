package id.gerbang.server.outreach;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.billing.Standings;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Programme;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.Registered;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.PostgresOutbox;
import id.gerbang.server.outbox.Routes;
import id.gerbang.server.subscriber.Msisdn;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Members with their bills on a real PostgreSQL, and the reminders of as many nodes as one likes.
 */
final class Reminded {
  static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  static final ReminderPlan PLAN =
      new ReminderPlan(
          List.of(5), true, List.of(7, 21, 45), Optional.of(7), List.of(3, 14), Optional.empty());
  static final OutreachLimits LIMITS =
      new OutreachLimits(
          new CallingHours(LocalTime.of(8, 0), LocalTime.of(19, 0)), 1_200, 350, 1_000_000);
  static final Programme PROGRAMME =
      ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"));

  final World world = new World();
  final PostgresOutbox outbox =
      new PostgresOutbox(world.vault, new Routes(List.of(new Routes.Route("first", List.of()))));
  final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  final Standings standings = new Standings(world.jdbi, world.vault, new Dues(PROGRAMME), WITA);
  final BillLetters billLetters = new BillLetters(new LetterWriter(ShippedLetters::book, WITA));
  final OutreachLetters letters = new OutreachLetters(new LetterWriter(ShippedLetters::book, WITA));
  private final BillIssue issue =
      new BillIssue(
          world.jdbi,
          world.vault,
          world.outbox,
          new Dues(PROGRAMME),
          "77777",
          new BillTimes(Duration.ofHours(72), WITA),
          new Random(3),
          billLetters);
  private int made;

  /** A member and their phone. */
  record Member(String reference, Msisdn phone) {}

  static Instant at(String wita) {
    return LocalDateTime.parse(wita).atZone(WITA).toInstant();
  }

  Reminders node() {
    return node(PLAN, LIMITS);
  }

  Reminders node(ReminderPlan plan, OutreachLimits limits) {
    return new Reminders(
        world.jdbi,
        new SealedText(world.vault),
        outbox,
        standings,
        plan,
        limits,
        WITA,
        letters,
        new OutreachMeters());
  }

  static ReminderPlan withAgents() {
    return new ReminderPlan(
        List.of(), false, List.of(), Optional.empty(), List.of(), Optional.of(DayOfWeek.MONDAY));
  }

  /** Approved on T0, of an active agent, with a phone of their own. */
  Member member() {
    return member(new Msisdn("62812000301%02d".formatted(made)));
  }

  Member member(Msisdn phone) {
    int number = made++;
    Registered done =
        world.register(
            world.registration(
                "member-" + number,
                "51719917089002%02d".formatted(number),
                Optional.of("Ketut Rai"),
                Optional.of("PRS001"),
                phone));
    String reference = ((Registered.Done) done).reference();
    world.sms(World.AGENT, "YA " + world.agentCode(), World.T0);
    world.desk.decide(reference, new Decision.Approve("BPU-0000601"), "api:branch", World.T0);
    return new Member(reference, phone);
  }

  /** A member who has paid one month on T0: covered from 18 October to 17 November 2026. */
  Member paid() {
    Member member = member();
    pay(member, 1, World.T0);
    return member;
  }

  Bill bill(Member member, int months, Instant at) {
    Due due = (Due) issue.due(member.phone(), member.reference(), months, at).orElseThrow();
    NewBill wanted =
        new NewBill(
            member.phone(), member.reference(), months, due.total(), "id", "bill-" + made++);
    return ((Issued.Done) issue.issue(wanted, at)).bill();
  }

  void pay(Member member, int months, Instant at) {
    settle(bill(member, months, at), at);
  }

  void settle(Bill bill, Instant at) {
    Bills.Paid paid = world.jdbi.inTransaction(tx -> bills.paid(tx, bill.account().digits(), at));
    if (!(paid instanceof Bills.Paid.Done)) {
      throw new AssertionError(paid);
    }
  }

  /** What waits or has left for a phone, oldest first. */
  List<String> sms(Msisdn phone) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT text_sealed FROM outbox WHERE to_lookup = ? AND status <> 'failed'"
                        + " ORDER BY id")
                .bind(0, world.vault.lookup("phone", phone.digits()))
                .map((row, _) -> new SealedText(world.vault).open(row.getBytes(1), "outbox.text:"))
                .list());
  }

  int all() {
    return world.count("outbox WHERE status <> 'failed'");
  }

  void execute(String sql, Object... values) {
    world.jdbi.useHandle(handle -> handle.execute(sql, values));
  }
}
