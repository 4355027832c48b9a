package id.gerbang.server.commission;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.Bills;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.commission.CommissionDesk.Book;
import id.gerbang.server.commission.CommissionDesk.Corrected;
import id.gerbang.server.commission.CommissionDesk.Kind;
import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Figure;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.subscriber.Subscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What agents are paid, of bills on a real PostgreSQL: issued once, and never changed. */
class CommissionIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final Path CONFIG = Path.of("..", "..", "config");
  private static final CommissionRules RULES =
      CommissionFile.read(CONFIG.resolve("commission.yaml"));

  /** 2 November, 9.00 WITA. */
  private static final Instant ISSUED = Instant.parse("2026-11-02T01:00:00Z");

  private final World world = new World();
  private final LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
  private final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  private final BillIssue issue =
      new BillIssue(
          world.jdbi,
          world.vault,
          world.outbox,
          new Dues(ProgrammeFile.read(CONFIG.resolve("programme.yaml"))),
          "77777",
          new BillTimes(Duration.ofHours(72), WITA),
          new Random(3),
          new BillLetters(writer));
  private final CommissionDesk desk = new PostgresCommissionDesk(world.jdbi, RULES, WITA);
  private final CommissionIssue statements = statements(RULES, world.outbox);
  private int members;

  private CommissionIssue statements(CommissionRules rules, Outbox outbox) {
    return new CommissionIssue(
        world.jdbi, world.vault, outbox, rules, new CommissionLetters(writer), WITA);
  }

  /** The same rules with another share for the first months. */
  private static CommissionRules but(long earlyPercent) {
    return new CommissionRules(
        RULES.two(),
        RULES.three(),
        RULES.leastNew(),
        Figure.always(earlyPercent),
        RULES.earlyMonths(),
        RULES.latePercent(),
        RULES.lateMonths(),
        RULES.taxPerMille(),
        RULES.issuedOn(),
        RULES.paidBy(),
        RULES.firstContribution(),
        0);
  }

  private String member() {
    String nik = "517199170890%04d".formatted(++members);
    String reference =
        world.registered(
            world.registration(
                "i" + members, nik, Optional.of("Wayan Ke"), Optional.of("PRS001"), WORKER),
            T0);
    world.sms(AGENT, "YA " + world.agentCode(), T0.plusSeconds(600));
    world.desk.decide(
        reference, new Decision.Approve("BPU-%07d".formatted(members)), "api:branch", T0);
    return reference;
  }

  private long pays(String member, int months, Instant at) {
    long price = ((Due) issue.due(WORKER, member, months, at).orElseThrow()).total();
    Issued issued =
        issue.issue(
            new NewBill(WORKER, member, months, price, "id", member + at.getEpochSecond()), at);
    Bill bill = ((Issued.Done) issued).bill();
    assertThat(
            world.jdbi.<Bills.Paid, RuntimeException>inTransaction(
                tx -> bills.paid(tx, bill.account().digits(), at)))
        .isInstanceOf(Bills.Paid.Done.class);
    return price;
  }

  private Book book(YearMonth period) {
    return desk.of(period, Optional.empty(), ISSUED).orElseThrow();
  }

  private Line only(YearMonth period) {
    assertThat(book(period).lines()).hasSize(1);
    return book(period).lines().getFirst();
  }

  private long institution(String name) {
    return Long.parseLong(world.text("SELECT id FROM institution WHERE name = '" + name + "'"));
  }

  private void execute(String sql) {
    world.jdbi.useHandle(handle -> handle.execute(sql));
  }

  @Test
  void whatWasPaidIsCountedAndWhatIsOnlyIssuedIsNot() {
    String first = member();
    long paid = pays(first, 3, T0) + pays(first, 1, T0.plus(Duration.ofDays(3)));
    issue.issue(new NewBill(WORKER, member(), 1, 8_400, "id", "open"), T0);
    Line line = only(OCTOBER);
    assertThat(line.id()).isZero();
    assertThat(line.earned()).isEqualTo(new Earned(1, 0, paid, 0));
    assertThat(line.pay().early()).isEqualTo(paid * 15 / 100);
    assertThat(line.pay().acquisition()).isZero();
    assertThat(line.institution().orElseThrow().name()).isEqualTo("Bumdes Sesetan");
    assertThat(book(OCTOBER).closedAt()).isEmpty();
    assertThat(book(NOVEMBER).lines()).isEmpty();
  }

  @Test
  void twentyFiveNewOnesArePaidForAndTheirStatementIsIssuedOnceWithItsSms() {
    long paid = 0;
    for (int i = 0; i < 25; i++) {
      paid += pays(member(), 1, T0.plusSeconds(i));
    }
    int before = world.sentTo(AGENT).size();
    assertThat(statements.runDue(ISSUED.minusSeconds(1))).isZero();
    assertThat(statements.runDue(ISSUED)).isEqualTo(1);
    assertThat(statements.runDue(ISSUED.plusSeconds(60))).isZero();
    Line line = only(OCTOBER);
    assertThat(line.pay())
        .isEqualTo(new Pay(250_000, paid * 15 / 100, 0, 0, (250_000 + paid * 15 / 100) / 40));
    assertThat(book(OCTOBER).closedAt()).contains(ISSUED);
    List<String> sent = world.sentTo(AGENT).subList(before, world.sentTo(AGENT).size());
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst())
        .contains("PRS001", "perkiraan", "belum pasti", "Peserta baru: 25", "lembaga");
    assertThat(world.audit()).endsWith("system commission.issued", "system commission.closed");
  }

  @Test
  void whatWasIssuedStaysWhateverBecomesOfTheRules() {
    pays(member(), 1, T0);
    statements.runDue(ISSUED);
    Pay issued = only(OCTOBER).pay();
    CommissionDesk other = new PostgresCommissionDesk(world.jdbi, but(99), WITA);
    statements(but(99), world.outbox).runDue(ISSUED.plus(Duration.ofDays(1)));
    assertThat(other.of(OCTOBER, Optional.empty(), ISSUED).orElseThrow().total()).isEqualTo(issued);
    assertThat(only(OCTOBER).rules()).contains("15 % to month 24");
    assertThatThrownBy(() -> execute("UPDATE commission SET net = net + 1, tax = tax - 1"))
        .hasMessageContaining("stays as it was issued");
    assertThatThrownBy(() -> execute("DELETE FROM commission"))
        .hasMessageContaining("stays as it was issued");
    assertThatThrownBy(() -> execute("TRUNCATE commission"))
        .hasMessageContaining("stays as it was issued");
  }

  @Test
  void aMistakeIsPutRightByAnotherLine() {
    pays(member(), 1, T0);
    assertThat(desk.correct(OCTOBER, "PRS001", 5_000, "x", "operator", T0))
        .isEqualTo(new Corrected.NotIssued());
    statements.runDue(ISSUED);
    Pay issued = only(OCTOBER).pay();
    assertThat(desk.correct(OCTOBER, "XXX001", 5_000, "x", "operator", ISSUED))
        .isEqualTo(new Corrected.UnknownAgent());
    Corrected corrected =
        desk.correct(OCTOBER, "PRS001", -1_000, "bukti no. 7 ganda", "operator", ISSUED);
    assertThat(((Corrected.Done) corrected).line().pay()).isEqualTo(new Pay(0, 0, 0, -1_000, -25));
    assertThat(book(OCTOBER).lines())
        .extracting(Line::kind)
        .containsExactly(Kind.STATEMENT, Kind.CORRECTION);
    assertThat(book(OCTOBER).total().net()).isEqualTo(issued.net() - 975);
    assertThat(world.audit()).last().isEqualTo("operator commission.corrected");
  }

  @Test
  void whoIsGivenAnotherAgentLeavesWhatWasPaidWhereItWas() {
    String member = member();
    pays(member, 1, T0);
    execute("UPDATE application SET agent = 'PRS002'");
    pays(member, 1, T0.plus(Duration.ofDays(2)));
    assertThat(book(OCTOBER).lines())
        .extracting(Line::agent, line -> line.earned().newTwo())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("PRS001", 1),
            org.assertj.core.groups.Tuple.tuple("PRS002", 0));
    Book sesetan =
        desk.of(OCTOBER, Optional.of(institution("Bumdes Sesetan")), ISSUED).orElseThrow();
    assertThat(sesetan.lines()).extracting(Line::agent).containsExactly("PRS001");
    statements.runDue(ISSUED);
    assertThat(
            desk.of(OCTOBER, Optional.of(institution("Bumdes Pecatu")), ISSUED)
                .orElseThrow()
                .lines())
        .extracting(Line::agent)
        .containsExactly("PRS002");
    assertThat(desk.of(OCTOBER, Optional.of(999L), ISSUED)).isEmpty();
  }

  @Test
  void monthsThatWereMissedAreIssuedInTheirOrderAndOnlyTheLastHasAnSms() {
    String member = member();
    pays(member, 1, T0);
    pays(member, 1, T0.plus(Duration.ofDays(70))); // December: none is paid in November
    int before = world.sentTo(AGENT).size();
    assertThat(statements.runDue(Instant.parse("2027-01-02T01:00:00Z"))).isEqualTo(2);
    assertThat(world.sentTo(AGENT)).hasSize(before + 1);
    assertThat(world.sentTo(AGENT).getLast()).contains("Peserta baru: 0");
    assertThat(world.count("commission_period")).isEqualTo(3);
    assertThat(book(NOVEMBER).closedAt()).isPresent();
    assertThat(book(NOVEMBER).lines()).isEmpty();
  }

  @Test
  void whatDiesBeforeTheCommitLeavesNeitherStatementNorSms() {
    pays(member(), 1, T0);
    CommissionIssue dying =
        statements(
            RULES,
            (tx, messages) -> {
              world.outbox.add(tx, messages);
              throw new IllegalStateException("the node dies");
            });
    int before = world.sentTo(AGENT).size();
    assertThatThrownBy(() -> dying.runDue(ISSUED)).isInstanceOf(IllegalStateException.class);
    assertThat(world.count("commission")).isZero();
    assertThat(statements.runDue(ISSUED)).isEqualTo(1);
    assertThat(world.sentTo(AGENT)).hasSize(before + 1);
  }

  @Test
  void anAgentIsWrittenToInTheLanguageOfTheMenusAndWithoutAnInstitutionSentToTheBranch() {
    pays(member(), 1, T0);
    execute("UPDATE agent SET institution = NULL WHERE code = 'PRS001'");
    try (Subscribers subscribers = new Subscribers(world.jdbi, world.vault)) {
      subscribers.speaks(AGENT, "en", T0);
    }
    statements.runDue(ISSUED);
    assertThat(world.sentTo(AGENT).getLast())
        .contains("estimated", "not confirmed yet", "ask the branch");
  }
}
