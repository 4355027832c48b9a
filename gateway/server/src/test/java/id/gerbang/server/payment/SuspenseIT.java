package id.gerbang.server.payment;

import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static id.gerbang.server.payment.Counter.PRICE;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.payment.PaymentDesk.Told;
import id.gerbang.server.payment.Taken.Reason;
import id.gerbang.server.payment.TillPayment.PaidFor;
import id.gerbang.server.record.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tills tell, and what the branch does with money in suspense. */
class SuspenseIT {
  private static final String NOBODYS = "77777999999999999";
  private static final Instant NEXT_DAY = T0.plus(Duration.ofDays(1));
  private static final Till DPS = Till.parse("DPS").orElseThrow();
  private static final Till DPS_2 = Till.parse("dps-2").orElseThrow();

  private final Counter counter = new Counter();
  private final String member = counter.member();
  private final Bill bill = counter.bill(member, T0);
  private final String account = bill.account().digits();

  @AfterEach
  void allIsAccountedFor() {
    assertThat(counter.broken()).isEmpty();
  }

  private Told tell(Till till, String receipt, PaidFor what, long rupiah, Instant paidAt) {
    return counter.desk.tell(new TillPayment(till, receipt, what, rupiah, paidAt), T0);
  }

  private Told tell(Till till, String receipt, long rupiah) {
    return tell(till, receipt, new PaidFor.Code(bill.paymentCode()), rupiah, T0);
  }

  private static Payment told(Told told) {
    return ((Told.Done) told).payment();
  }

  private static Reason reason(Payment payment) {
    return payment.parked().orElseThrow().reason();
  }

  @Test
  void aTillsReceiptPaysABillOnce() {
    Payment paid = told(tell(DPS, "A-1", PRICE));
    assertThat(paid.status()).isEqualTo(Payment.Status.PAID);
    assertThat(paid.bill()).contains(bill.paymentCode());
    assertThat(paid.virtualAccountNo()).isEqualTo(bill.account().snap());
    assertThat(paid.till()).contains(DPS);
    assertThat(tell(DPS, "A-1", PRICE)).isEqualTo(new Told.Done(paid, false));
    assertThat(counter.balance(Account.till("dps"))).isEqualTo(PRICE);
    assertThat(counter.world.audit()).contains("till:dps payment.received");
    assertThat(counted("paid")).isEqualTo(1);
    assertThat(counted("repeated")).isEqualTo(1);
  }

  private double counted(String result) {
    return counter
        .registry
        .get("gerbang_payments")
        .tags("bank", "till:dps", "source", "till", "result", result)
        .counter()
        .count();
  }

  @Test
  void whatWaitsForTheBranchIsMeasured() {
    counter.parked("s-1", NOBODYS, 1_000, T0);
    counter.giveBack(counter.parked("s-2", NOBODYS, 5_000, T0), T0);
    counter.parked("s-3", NOBODYS, 2_000, T0.plusSeconds(60));
    assertThat(counter.meters.look(NEXT_DAY)).isEqualTo(2);
    assertThat(counter.registry.get("gerbang_suspense_open_rupiah").gauge().value())
        .isEqualTo(3_000);
    assertThat(counter.registry.get("gerbang_suspense_oldest_seconds").gauge().value())
        .isEqualTo(86_400);
  }

  @Test
  void twoTillsHaveTheirOwnReceiptNumbers() {
    told(tell(DPS, "1", PRICE));
    Payment second = told(tell(DPS_2, "1", PRICE));
    assertThat(reason(second)).isEqualTo(Reason.PAID_BEFORE);
    assertThat(counter.balance(Account.till("dps"))).isEqualTo(2 * PRICE);
  }

  @Test
  void aReceiptThatContradictsItselfBooksNothing() {
    Payment first = told(tell(DPS, "1", PRICE));
    assertThat(tell(DPS, "1", PRICE + 1)).isEqualTo(new Told.ReceiptTaken(first));
    assertThat(tell(DPS, "1", new PaidFor.Account(NOBODYS), PRICE, T0))
        .isEqualTo(new Told.ReceiptTaken(first));
    assertThat(tell(Till.parse("JKT").orElseThrow(), "2", PRICE))
        .isEqualTo(new Told.UnknownBranch());
    assertThat(counter.number("SELECT count(*) FROM payment")).isEqualTo(1);
  }

  /** Money that has moved is never dropped, whatever is told of it. */
  @Test
  void cashThatFitsNoBillIsParkedWithAReason() {
    PaidFor code = new PaidFor.Code(bill.paymentCode());
    Duration year = Duration.ofDays(365);
    assertThat(reason(told(tell(DPS, "1", code, PRICE, T0.plus(year))))).isEqualTo(Reason.ODD_TIME);
    assertThat(reason(told(tell(DPS, "2", code, PRICE, T0.minus(year)))))
        .isEqualTo(Reason.ODD_TIME);
    assertThat(reason(told(tell(DPS, "3", new PaidFor.Account("9"), PRICE, T0))))
        .isEqualTo(Reason.NO_BILL);
    Payment unknown = told(tell(DPS, "4", new PaidFor.Code("123456789018"), PRICE, T0));
    assertThat(reason(unknown)).isEqualTo(Reason.NO_BILL);
    assertThat(unknown.virtualAccountNo()).isEqualTo("77777123456789018");
    assertThat(told(tell(DPS, "5", code, PRICE, T0.plus(Duration.ofMinutes(14)))).status())
        .isEqualTo(Payment.Status.PAID);
  }

  @Test
  void moneyForAnOldBillPaysTheNewerOne() {
    Bill newer = counter.bill(member, WORKER, 3, NEXT_DAY);
    String reference = counter.parked("s-1", account, newer.amount(), NEXT_DAY);
    assertThat(reason(counter.payment(reference))).isEqualTo(Reason.EXPIRED);
    assertThat(counter.payment(reference).openBill()).contains(newer.paymentCode());
    assertThat(counter.apply(reference, bill, NEXT_DAY))
        .isEqualTo(new Resolved.BillNotOpen(Bill.Status.REPLACED));
    assertThat(counter.receipts()).isZero();
    assertThat(counter.apply(reference, newer, NEXT_DAY))
        .isEqualTo(new Resolved.Done(Optional.empty(), Optional.empty()));
    Payment paid = counter.payment(reference);
    assertThat(paid.status()).isEqualTo(Payment.Status.PAID);
    assertThat(paid.bill()).contains(newer.paymentCode());
    assertThat(paid.parked().orElseThrow().why()).contains("asked for at the counter");
    assertThat(paid.openBill()).isEmpty();
    assertThat(counter.world.sentTo(WORKER).getLast()).contains("AKTIF", reference);
    assertThat(counter.world.audit()).contains("api:branch payment.applied");
    assertThat(counter.apply(reference, newer, NEXT_DAY))
        .isEqualTo(new Resolved.NotParked(Payment.Status.PAID));
    Taken again = counter.move("s-1", account, newer.amount(), NEXT_DAY);
    assertThat(again).isEqualTo(new Taken.Parked(reference, Reason.EXPIRED, false));
  }

  @Test
  void tooMuchPaysTheBillAndTheRestIsParkedByItself() {
    String reference = counter.parked("s-1", account, 2 * PRICE + 600, T0);
    Resolved.Done done = (Resolved.Done) counter.apply(reference, bill, T0);
    String rest = done.rest().orElseThrow();
    assertThat(counter.payment(reference).parked().orElseThrow().rest()).contains(rest);
    Payment parked = counter.payment(rest);
    assertThat(parked.amount()).isEqualTo(PRICE + 600);
    assertThat(reason(parked)).isEqualTo(Reason.REST);
    assertThat(parked.parked().orElseThrow().restOf()).contains(reference);

    Bill next = counter.bill(member, NEXT_DAY);
    String last = ((Resolved.Done) counter.apply(rest, next, NEXT_DAY)).rest().orElseThrow();
    assertThat(counter.giveBack(last, NEXT_DAY)).isInstanceOf(Resolved.Done.class);
    assertThat(counter.balance(Account.SUSPENSE)).isZero();
    assertThat(counter.balance(Account.clearing("bri"))).isEqualTo(2 * PRICE);
  }

  @Test
  void tooLittlePaysTogetherWithWhatMakesUpTheSum() {
    String first = counter.parked("s-1", account, 5_000, T0);
    assertThat(counter.apply(first, bill, T0)).isEqualTo(new Resolved.TooLittle(3_400));
    counter.parked("s-2", account, 3_000, T0);
    counter.parked("s-3", NOBODYS, 3_400, T0);
    assertThat(counter.apply(first, bill, T0)).isEqualTo(new Resolved.TooLittle(3_400));
    String second = counter.parked("s-4", account, 3_400, T0);
    assertThat(counter.apply(first, bill, T0))
        .isEqualTo(new Resolved.Done(Optional.of(second), Optional.empty()));
    assertThat(counter.payment(first).status()).isEqualTo(Payment.Status.PAID);
    assertThat(counter.payment(second).status()).isEqualTo(Payment.Status.JOINED);
    assertThat(counter.payment(second).bill()).contains(bill.paymentCode());
    assertThat(counter.giveBack(second, T0))
        .isEqualTo(new Resolved.NotParked(Payment.Status.JOINED));
  }

  @Test
  void whatCannotBeChangesNothing() {
    String reference = counter.parked("s-1", NOBODYS, PRICE, T0);
    assertThat(counter.apply("ZZZZZZ", bill, T0)).isEqualTo(new Resolved.Unknown());
    assertThat(
            counter.desk.resolve(
                reference,
                new Resolution.Applied("123456789018", Optional.empty()),
                Counter.BRANCH,
                T0))
        .isEqualTo(new Resolved.NoBill());
    Instant late = T0.plus(Duration.ofDays(4));
    assertThat(counter.apply(reference, bill, late))
        .isEqualTo(new Resolved.BillNotOpen(Bill.Status.EXPIRED));
    Payment paid = told(tell(DPS, "1", PRICE));
    assertThat(counter.giveBack(paid.reference(), T0))
        .isEqualTo(new Resolved.NotParked(Payment.Status.PAID));
    assertThat(counter.payment(reference).status()).isEqualTo(Payment.Status.SUSPENSE);
  }

  @Test
  void whatATillTookIsPaidBackFromTheTill() {
    Payment parked = told(tell(DPS, "1", PRICE - 1));
    counter.giveBack(parked.reference(), T0);
    assertThat(counter.balance(Account.till("dps"))).isZero();
    assertThat(told(tell(DPS, "1", PRICE - 1)).status()).isEqualTo(Payment.Status.RETURNED);
  }

  @Test
  void theListHasWhatIsOpenFirst() {
    List<String> references =
        IntStream.range(0, 7)
            .mapToObj(i -> counter.parked("s-" + i, NOBODYS, 1_000 + i, T0.plusSeconds(i)))
            .toList();
    counter.giveBack(references.get(0), T0);
    counter.giveBack(references.get(3), T0);
    List<String> listed = new ArrayList<>();
    Optional<SuspenseCursor> after = Optional.empty();
    do {
      Page<Payment> page = counter.desk.suspense(2, after, T0);
      page.items().forEach(payment -> listed.add(payment.reference()));
      after = page.next().flatMap(SuspenseCursor::read);
    } while (after.isPresent());
    assertThat(listed)
        .containsExactlyElementsOf(
            IntStream.of(1, 2, 4, 5, 6, 0, 3).mapToObj(references::get).toList());
  }

  @Test
  void aPhonesPaymentsAreThoseForItsBills() {
    Payment paid = told(tell(DPS, "1", PRICE));
    String late = counter.parked("s-1", account, 1, T0);
    counter.parked("s-2", NOBODYS, 2, T0);
    assertThat(counter.desk.list(Optional.of(WORKER), Optional.empty(), 9, Optional.empty(), T0))
        .extracting(Page::items)
        .isEqualTo(List.of(paid, counter.payment(late)));
    assertThat(
            counter
                .desk
                .list(Optional.empty(), Optional.of(Payment.Status.PAID), 9, Optional.empty(), T0)
                .items())
        .containsExactly(paid);
  }

  /** Cash, a bank and the branch at once: one of them pays the bill, and all money is there. */
  @Test
  void manySidesAtOncePayABillOnce() throws Exception {
    List<String> parked =
        IntStream.range(0, 4)
            .mapToObj(i -> counter.parked("s-" + i, NOBODYS, PRICE + i, T0))
            .toList();
    List<Callable<Object>> work = new ArrayList<>();
    parked.forEach(reference -> work.add(() -> counter.apply(reference, bill, T0)));
    parked.forEach(reference -> work.add(() -> counter.giveBack(reference, T0)));
    IntStream.range(0, 3).forEach(i -> work.add(() -> tell(DPS, "r-" + i, PRICE)));
    IntStream.range(0, 3).forEach(_ -> work.add(() -> tell(DPS_2, "same", PRICE)));
    IntStream.range(0, 3).forEach(i -> work.add(() -> counter.move("m-" + i, account, PRICE, T0)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> one : threads.invokeAll(work)) {
        one.get();
      }
    }
    assertThat(counter.number("SELECT count(*) FROM bill WHERE status = 'paid'")).isEqualTo(1);
    assertThat(counter.number("SELECT count(*) FROM payment WHERE bank = 'till:dps-2'"))
        .isEqualTo(1);
  }

  /** Whatever comes in whatever order, all is accounted for. The seed is in the name. */
  @Test
  void whateverComesAllIsAccountedFor() {
    for (long seed = 1; seed <= 3; seed++) {
      RandomMoney random = new RandomMoney(counter, new Random(seed), (int) seed);
      random.play(120);
      assertThat(counter.broken()).as("seed %d: %s", seed, random.played()).isEmpty();
    }
    assertThat(counter.number("SELECT count(*) FROM bill WHERE status = 'paid'"))
        .as("it was worth playing")
        .isGreaterThan(10);
    assertThat(counter.number("SELECT count(*) FROM payment WHERE status = 'joined'")).isPositive();
    assertThat(counter.number("SELECT count(*) FROM payment WHERE rest_of IS NOT NULL"))
        .isPositive();
  }
}
