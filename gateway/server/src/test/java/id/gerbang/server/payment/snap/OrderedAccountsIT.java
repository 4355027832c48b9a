package id.gerbang.server.payment.snap;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.bank.BankIdentity;
import id.gerbang.server.bank.BankSimulator;
import id.gerbang.server.bank.Teller;
import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.payment.AccountName;
import id.gerbang.server.payment.SnapSignature.Form;
import id.gerbang.server.payment.snap.LossyFront.Fate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts at a bank that keeps them, which signs, refuses, forgets to answer and goes away. */
class OrderedAccountsIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final Duration HOUR = Duration.ofHours(1);

  private final World world = new World();
  private final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of("88888"));
  private final VaOrders orders = new VaOrders(world.jdbi, new AccountName(world.vault));
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private volatile Instant now = T0;
  private BankSimulator bank;
  private LossyFront front;
  private VaWorker worker;
  private String member;

  @BeforeEach
  void open() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair theirs = generator.generateKeyPair();
    KeyPair ours = generator.generateKeyPair();
    BankIdentity identity =
        new BankIdentity(
            "bank", "s1", "partner", "88888", theirs.getPrivate(), "us", "s2", ours.getPublic());
    bank =
        new BankSimulator(
            vertx,
            0,
            identity,
            new Teller(identity, "http://127.0.0.1:1", new Random(1), (_, _) -> {}),
            Runnable::run,
            new Random(2));
    front = new LossyFront(vertx, bank.url().replace("/snap/v1.0", ""));
    worker =
        new VaWorker(
            new BankApi(
                new BankAccess(
                    "push",
                    "88888",
                    URI.create(front.url() + "/snap/v1.0"),
                    "us",
                    "s2",
                    "partner",
                    "00009",
                    ours.getPrivate(),
                    Form.BASE64,
                    true,
                    Duration.ofSeconds(3),
                    100),
                new OwnIds(world.jdbi),
                () -> now,
                registry),
            orders,
            () -> now,
            new Random(3),
            registry);
    member = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(member, new Decision.Approve("BPU-0000701"), "api:branch", T0);
    orders.banks(List.of("push"));
  }

  @AfterEach
  void close() {
    worker.close();
    front.close();
    bank.close();
    vertx.close();
  }

  private Bill issue(int months, long price, String intent) {
    BillIssue issue =
        new BillIssue(
            world.jdbi,
            world.vault,
            world.outbox,
            new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"))),
            "77777",
            new BillTimes(Duration.ofHours(72), WITA),
            new Random(months),
            new BillLetters(new LetterWriter(ShippedLetters::book, WITA)));
    return ((Issued.Done)
            issue.issue(new NewBill(WORKER, member, months, price, "id", intent), now))
        .bill();
  }

  private Bill issue() {
    return issue(1, 8_400, "i1");
  }

  private Optional<JsonObject> kept(Bill bill) {
    return bank.kept("88888" + bill.paymentCode());
  }

  private String order(Bill bill, String column) {
    return world.jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT " + column + "::text FROM va_order WHERE bill = ?")
                .bind(0, bill.paymentCode())
                .mapTo(String.class)
                .one());
  }

  private void pay(Bill bill) {
    world.jdbi.useTransaction(tx -> bills.paid(tx, "88888" + bill.paymentCode(), now));
  }

  /** Everything that becomes due within an hour or two. */
  private void workOn() throws InterruptedException {
    for (int i = 0; i < 2 * VaWorker.MOST_REFUSALS; i++) {
      worker.work();
      now = now.plus(Duration.ofMinutes(6));
    }
  }

  @Test
  void anAccountComesWithItsBillAndGoesWithIt() throws InterruptedException {
    Bill bill = issue();
    assertThat(kept(bill)).isEmpty();
    assertThat(worker.work()).isEqualTo(1);
    JsonObject account = kept(bill).orElseThrow();
    assertThat(account.getString("virtualAccountNo")).isEqualTo("   88888" + bill.paymentCode());
    assertThat(account.getString("trxId")).isEqualTo(bill.paymentCode());
    assertThat(account.getJsonObject("totalAmount").getString("value")).isEqualTo("8400.00");
    assertThat(account.getString("virtualAccountTrxType")).isEqualTo("C");
    assertThat(account.getString("virtualAccountName")).contains("*").doesNotContain("Sudarma");
    assertThat(SnapTime.parse(account.getString("expiredDate"))).contains(bill.expiresAt());
    assertThat(order(bill, "status")).isEqualTo("done");
    assertThat(worker.work()).as("once").isZero();

    pay(bill);
    assertThat(worker.work()).isEqualTo(1);
    assertThat(kept(bill)).isEmpty();
    assertThat(order(bill, "status")).isEqualTo("done");
    assertThat(front.count("b2b")).as("one token for all").isEqualTo(1);
    assertThat(
            registry
                .counter("gerbang_snap_calls", "bank", "push", "service", "27", "outcome", "done")
                .count())
        .isEqualTo(1);
  }

  @Test
  void anotherBillReplacesTheAccountAndOneThatEndsIsRemoved() throws InterruptedException {
    Bill first = issue();
    worker.work();
    Bill second = issue(3, 25_200, "i2");
    worker.work();
    assertThat(kept(first)).isEmpty();
    assertThat(kept(second)).isPresent();
    now = second.expiresAt().plus(HOUR);
    bills.runDue(now);
    worker.work();
    assertThat(kept(second)).isEmpty();
  }

  @Test
  void aBillThatWasNotCommittedHasNoOrder() {
    world.jdbi.useHandle(
        handle -> {
          handle.begin();
          handle.execute(
              "INSERT INTO bill (payment_code, service_id, virtual_account, application, amount,"
                  + " months, arrears, cover_from, cover_until, status, issued_at, expires_at)"
                  + " VALUES ('712345678901', '77777', '77777712345678901', ?, 1, 1, 0,"
                  + " '2026-11-01', '2026-11-30', 'issued', now(), now() + interval '1 h')",
              member);
          assertThat(handle.createQuery("SELECT count(*) FROM va_order").mapTo(int.class).one())
              .isEqualTo(1);
          handle.rollback();
        });
    assertThat(orders.count("push", "due")).isZero();
  }

  @Test
  void anAnswerThatWasLostIsFoundAgain() throws InterruptedException {
    Bill bill = issue();
    front.fate = path -> (path.equals("create-va") ? Fate.LOST : Fate.PASSED).name();
    worker.work();
    assertThat(order(bill, "status")).isEqualTo("due");
    assertThat(kept(bill)).as("the bank did it").isPresent();
    workOn();
    assertThat(order(bill, "status")).isEqualTo("done");
    assertThat(front.count("create-va")).isEqualTo(1);
    assertThat(front.count("inquiry-va")).isEqualTo(1);
  }

  @Test
  void whatANodeTookThatDiedIsTakenAgainAndLookedAtFirst() throws InterruptedException {
    Bill bill = issue();
    assertThat(orders.take("push", 8, Duration.ofMinutes(2), now)).hasSize(1);
    assertThat(worker.work()).as("it may still be at it").isZero();
    now = now.plus(Duration.ofMinutes(3));
    assertThat(worker.work()).isEqualTo(1);
    assertThat(front.count("inquiry-va")).isEqualTo(1);
    assertThat(kept(bill)).isPresent();
    assertThat(order(bill, "status")).isEqualTo("done");
  }

  @Test
  void anAccountOfAnotherAmountIsPutRight() throws InterruptedException {
    Bill bill = issue();
    front.fate = path -> (path.equals("create-va") ? Fate.LOST : Fate.PASSED).name();
    worker.work();
    kept(bill).orElseThrow().getJsonObject("totalAmount").put("value", "1.00");
    workOn();
    assertThat(kept(bill).orElseThrow().getJsonObject("totalAmount").getString("value"))
        .isEqualTo("8400.00");
    assertThat(order(bill, "status")).isEqualTo("done");
  }

  @Test
  void aBankThatIsAwayHearsOfItWhenItIsBack() throws InterruptedException {
    Bill bill = issue();
    for (Fate fate : List.of(Fate.BUSY, Fate.UNAUTHORISED)) {
      front.fate = path -> (path.equals("b2b") ? Fate.PASSED : fate).name();
      workOn();
      assertThat(order(bill, "status")).isEqualTo("due");
      assertThat(order(bill, "refusals")).as("%s is not the account's fault", fate).isEqualTo("0");
    }
    front.fate = _ -> Fate.PASSED.name();
    workOn();
    assertThat(order(bill, "status")).isEqualTo("done");
    assertThat(kept(bill)).isPresent();
  }

  @Test
  void whatIsRefusedIsParkedAndGoesOnWhenItsBillChanges() throws InterruptedException {
    Bill bill = issue();
    front.fate = path -> (path.equals("create-va") ? Fate.REFUSED : Fate.PASSED).name();
    workOn();
    assertThat(order(bill, "status")).isEqualTo("parked");
    assertThat(order(bill, "said")).isEqualTo("400xx01");
    assertThat(orders.count("push", "parked")).isEqualTo(1);
    long tries = front.count("create-va");
    assertThat(tries).isEqualTo(VaWorker.MOST_REFUSALS);
    pay(bill);
    workOn();
    assertThat(order(bill, "status")).isEqualTo("done");
  }

  @Test
  void anAnswerToAnEarlierWishDoesNotEndALaterOne() throws InterruptedException {
    Bill bill = issue();
    front.fate =
        path -> {
          if (path.equals("create-va")) {
            pay(bill); // while the bank is asked
          }
          return Fate.PASSED.name();
        };
    worker.work();
    assertThat(kept(bill)).isPresent();
    assertThat(order(bill, "status")).isEqualTo("due");
    worker.work();
    assertThat(kept(bill)).isEmpty();
    assertThat(order(bill, "status")).isEqualTo("done");
  }

  @Test
  void aBankThatIsNewGetsWhatIsOpen() throws InterruptedException {
    orders.banks(List.of());
    Bill bill = issue();
    assertThat(worker.work()).isZero();
    orders.banks(List.of("push"));
    orders.banks(List.of("push"));
    assertThat(worker.work()).isEqualTo(1);
    assertThat(kept(bill)).isPresent();
  }

  @Test
  void twoNodesNeverUseTheSameExternalId() throws InterruptedException {
    OwnIds one = new OwnIds(world.jdbi);
    OwnIds other = new OwnIds(world.jdbi);
    Set<String> used = new HashSet<>();
    List<Thread> threads =
        List.of(
            Thread.startVirtualThread(() -> draw(one, used)),
            Thread.startVirtualThread(() -> draw(other, used)));
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(used).hasSize(200).allMatch(id -> id.matches("[0-9]{9}"));
    Instant tomorrow = T0.plus(Duration.ofDays(1));
    assertThat(one.next("push", tomorrow)).isEqualTo("100000001");
    one.runDue(T0.plus(Duration.ofDays(9)));
    assertThat(one.next("push", T0)).isEqualTo("100000001");
  }

  private static void draw(OwnIds ids, Set<String> used) {
    for (int i = 0; i < 100; i++) {
      String id = ids.next("push", T0);
      synchronized (used) {
        used.add(id);
      }
    }
  }
}
