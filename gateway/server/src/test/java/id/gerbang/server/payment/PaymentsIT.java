package id.gerbang.server.payment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.LedgerCheck;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Taken.Reason;
import id.gerbang.server.payment.Taken.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Money on a real PostgreSQL: booked once and whole, or not at all. */
class PaymentsIT {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final long PRICE = 8_400;
  private static final Instant LATE = T0.plus(Duration.ofDays(4));

  private final World world = new World();
  private final LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
  private final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  private final Ledger ledger = new Ledger();
  private final Payments payments = room(world.outbox);
  private final Bill bill = issued();
  private final int toWorker = world.sentTo(WORKER).size();
  private final int toAgent = world.sentTo(AGENT).size();

  private Payments room(Outbox outbox) {
    return new Payments(
        bills,
        ledger,
        world.vault,
        outbox,
        new PaymentLetters(writer),
        new Codes(new Random(23))::next);
  }

  private Bill issued() {
    String member = world.register();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(member, new Decision.Approve("BPU-0000601"), "api:branch", T0);
    BillIssue issue =
        new BillIssue(
            world.jdbi,
            world.vault,
            world.outbox,
            new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"))),
            "77777",
            new BillTimes(Duration.ofHours(72), WITA),
            new Random(3),
            new BillLetters(writer));
    return ((Issued.Done) issue.issue(new NewBill(WORKER, member, 1, PRICE, "id", "i1"), T0))
        .bill();
  }

  private PaymentOrder order(String id, String account, long rupiah, Source source) {
    return new PaymentOrder("bri", id, source, account, rupiah, T0);
  }

  private Taken ask(String id, long rupiah, Instant at) {
    return world.jdbi.inTransaction(
        tx -> payments.asked(tx, order(id, bill.account().snap(), rupiah, Source.SNAP), at));
  }

  private Taken move(String id, String account, long rupiah, Instant at) {
    return world.jdbi.inTransaction(
        tx -> payments.moved(tx, order(id, account, rupiah, Source.SETTLEMENT), at));
  }

  private Taken move(String id, long rupiah, Instant at) {
    return move(id, bill.account().digits(), rupiah, at);
  }

  private long balance(Account account) {
    return world.jdbi.withHandle(handle -> ledger.balance(handle, account));
  }

  private long count(String what) {
    return world.jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  private void bookedOnce() {
    assertThat(balance(Account.clearing("bri"))).isEqualTo(PRICE);
    assertThat(balance(Account.CONTRIBUTIONS)).isEqualTo(-PRICE);
    assertThat(count("payment WHERE status = 'paid'")).isEqualTo(1);
    assertThat(count("bill WHERE status = 'paid'")).isEqualTo(1);
    assertThat(world.sentTo(WORKER)).hasSize(toWorker + 1);
    assertThat(world.sentTo(AGENT)).hasSize(toAgent + 1);
    assertThat(new LedgerCheck(world.jdbi).check().broken()).isEmpty();
  }

  private void nothingBooked() {
    assertThat(count("payment")).isZero();
    assertThat(count("ledger_entry")).isZero();
    assertThat(count("bill WHERE status = 'paid'")).isZero();
    assertThat(world.sentTo(WORKER)).hasSize(toWorker);
  }

  @Test
  void aPaymentIsBookedWithItsBillItsCoverAndItsReceipts() {
    Taken taken = ask("pr-1", PRICE, T0);
    assertThat(taken).isInstanceOf(Taken.Done.class);
    bookedOnce();
    assertThat(world.sentTo(WORKER).getLast())
        .contains("Rp8.400", bill.member(), "AKTIF", "17", ((Taken.Done) taken).reference());
    assertThat(world.sentTo(AGENT).getLast()).contains(bill.member(), "AKTIF");
  }

  @Test
  void toldAgainItHasItsFirstAnswer() {
    Taken.Done first = (Taken.Done) ask("pr-1", PRICE, T0);
    assertThat(ask("pr-1", PRICE, LATE)).isEqualTo(new Taken.Done(first.reference(), false));
    assertThat(move("pr-1", PRICE, LATE)).isEqualTo(new Taken.Done(first.reference(), false));
    assertThat(ask("pr-1", PRICE + 1, T0)).isEqualTo(new Taken.Refused(Why.SAME_ID));
    bookedOnce();
  }

  @Test
  void whatABankAsksAndIsWrongBooksNothing() {
    assertThat(ask("pr-1", PRICE - 1, T0)).isEqualTo(new Taken.Refused(Why.WRONG_AMOUNT));
    assertThat(ask("pr-1", PRICE + 1, T0)).isEqualTo(new Taken.Refused(Why.WRONG_AMOUNT));
    assertThat(ask("pr-1", PRICE, LATE)).isEqualTo(new Taken.Refused(Why.EXPIRED));
    Taken unknown =
        world.jdbi.inTransaction(
            tx -> payments.asked(tx, order("pr-1", "77777999999999999", PRICE, Source.SNAP), T0));
    assertThat(unknown).isEqualTo(new Taken.Refused(Why.NO_BILL));
    nothingBooked();
    ask("pr-1", PRICE, T0);
    assertThat(ask("pr-2", PRICE, T0)).isEqualTo(new Taken.Refused(Why.PAID_BEFORE));
    bookedOnce();
  }

  @Test
  void theSamePaymentFromManySidesAtOnceIsBookedOnce() throws Exception {
    List<Taken> all = atOnce(8, _ -> "pr-1");
    assertThat(all).allMatch(Taken.Done.class::isInstance);
    assertThat(all.stream().filter(taken -> ((Taken.Done) taken).first())).hasSize(1);
    bookedOnce();
  }

  @Test
  void ofManyPaymentsOfOneBillAtOnceOneIsTaken() throws Exception {
    List<Taken> all = atOnce(8, i -> "pr-" + i);
    assertThat(all.stream().filter(Taken.Done.class::isInstance)).hasSize(1);
    assertThat(all.stream().filter(new Taken.Refused(Why.PAID_BEFORE)::equals)).hasSize(7);
    bookedOnce();
  }

  private List<Taken> atOnce(int times, java.util.function.IntFunction<String> ids)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Taken>> work =
          IntStream.range(0, times)
              .<Callable<Taken>>mapToObj(i -> () -> ask(ids.apply(i), PRICE, T0))
              .toList();
      List<Taken> all = new ArrayList<>();
      for (Future<Taken> one : threads.invokeAll(work)) {
        all.add(one.get());
      }
      return all;
    }
  }

  /** The last of its writes fails, and then the commit itself. */
  @Test
  void whatBreaksOffLeavesNothing() {
    Payments breaking =
        room(
            (_, _) -> {
              throw new IllegalStateException("cut off");
            });
    PaymentOrder order = order("pr-1", bill.account().snap(), PRICE, Source.SNAP);
    assertThatThrownBy(() -> world.jdbi.useTransaction(tx -> breaking.asked(tx, order, T0)))
        .hasMessage("cut off");
    nothingBooked();
    assertThatThrownBy(
            () ->
                world.jdbi.useTransaction(
                    tx -> {
                      payments.asked(tx, order, T0);
                      throw new IllegalStateException("cut off");
                    }))
        .hasMessage("cut off");
    nothingBooked();
    assertThat(ask("pr-1", PRICE, T0)).isInstanceOf(Taken.Done.class);
    bookedOnce();
  }

  private void parked(Taken taken, Reason reason) {
    assertThat(taken).isInstanceOf(Taken.Parked.class);
    assertThat(((Taken.Parked) taken).reason()).isEqualTo(reason);
  }

  @Test
  void moneyThatMovedAndDoesNotFitIsParkedAndNeverDropped() {
    parked(move("s-1", PRICE + 1, T0), Reason.TOO_MUCH);
    parked(move("s-2", PRICE - 1, T0), Reason.TOO_LITTLE);
    parked(move("s-3", PRICE, LATE), Reason.EXPIRED);
    parked(move("s-4", "77777999999999999", PRICE, T0), Reason.NO_BILL);
    assertThat(move("s-5", PRICE, T0)).isInstanceOf(Taken.Done.class);
    parked(move("s-6", PRICE, T0), Reason.PAID_BEFORE);
    parked(move("s-5", PRICE + 5, T0), Reason.SAME_ID);
    assertThat(count("suspense WHERE resolved_at IS NULL")).isEqualTo(6);
    assertThat(balance(Account.SUSPENSE)).isEqualTo(-(6 * PRICE + 5));
    assertThat(balance(Account.clearing("bri"))).isEqualTo(7 * PRICE + 5);
    Taken again = move("s-1", PRICE + 1, LATE);
    parked(again, Reason.TOO_MUCH);
    assertThat(((Taken.Parked) again).first()).isFalse();
    parked(move("s-5", PRICE + 5, T0), Reason.SAME_ID);
    assertThat(count("payment")).isEqualTo(7);
    assertThat(new LedgerCheck(world.jdbi).check().broken()).isEmpty();
  }

  @Test
  void parkedMoneyIsReturnedOnceAndWithAReason() {
    String reference = ((Taken.Parked) move("s-1", PRICE + 1, T0)).reference();
    assertThat(returned(reference)).isInstanceOf(Resolved.Done.class);
    assertThat(returned(reference)).isEqualTo(new Resolved.NotParked(Payment.Status.RETURNED));
    assertThat(returned("ZZZZZZ")).isEqualTo(new Resolved.Unknown());
    assertThat(balance(Account.SUSPENSE)).isZero();
    assertThat(count("ledger_entry WHERE reason = 'paid back at the counter'")).isEqualTo(1);
  }

  private Resolved returned(String reference) {
    Suspense suspense =
        new Suspense(
            bills,
            ledger,
            world.vault,
            world.outbox,
            new PaymentLetters(writer),
            new Codes(new Random(29))::next);
    return world.jdbi.inTransaction(
        tx ->
            suspense.resolve(
                tx,
                reference,
                new Resolution.Returned("paid back at the counter"),
                "api:branch",
                T0));
  }

  @Test
  void anExternalIdIsUsedOnceADayOfWib() {
    Instant evening = Instant.parse("2026-10-18T16:59:59Z"); // 23.59.59 WIB
    assertThat(use("bri", "1", evening)).isTrue();
    assertThat(use("bri", "1", evening)).isFalse();
    assertThat(use("other", "1", evening)).isTrue();
    assertThat(use("bri", "1", evening.plusSeconds(1))).isTrue();
    ExternalIds ids = new ExternalIds(world.jdbi);
    assertThat(ids.runDue(evening)).isZero();
    assertThat(ids.runDue(evening.plus(Duration.ofDays(3)))).isEqualTo(2);
  }

  private boolean use(String bank, String id, Instant at) {
    return world.jdbi.inTransaction(tx -> ExternalIds.use(tx, bank, id, at));
  }
}
