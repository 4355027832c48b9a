package id.gerbang.server.payment;

import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.payment.Counter.PRICE;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Reconciliation.By;
import id.gerbang.server.payment.Reconciliation.Kind;
import id.gerbang.server.payment.Settlement.Days;
import id.gerbang.server.payment.Settlement.Outcome;
import id.gerbang.server.payment.Settlement.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank's settlement report and the ledger, on a real PostgreSQL. */
class SettlementIT {
  private static final Account AT_THE_BANK = Account.clearing("bri");
  private static final Account PAID_OUT = Account.settled("bri");
  private static final Instant LATER = T0.plus(Duration.ofHours(3));

  @TempDir private Path folder;

  private final Counter counter = new Counter();
  private final String member = counter.member();
  private final Bill bill = counter.bill(member, T0);
  private final String account = bill.account().digits();
  private final Settlement settlement =
      new Settlement(counter.world.jdbi, counter.payments, counter.ledger);

  @AfterEach
  void allIsAccountedFor() {
    assertThat(counter.broken()).isEmpty();
  }

  private SettlementFile file(String... lines) {
    try {
      return SettlementFile.read(
          Files.writeString(
              folder.resolve("report.csv"),
              "virtualAccountNo,trxDateTime,amount,paymentRequestId\n"
                  + String.join("\n", lines)
                  + "\n"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(String account, Instant at, long rupiah, String id) {
    return account + "," + at + "," + rupiah + ".00," + id;
  }

  private Outcome run(SettlementFile file, boolean settle, boolean book) {
    return settlement.run(
        file,
        new Wanted(
            "bri", By.ACCOUNT_TIME, Days.of(file.lines()).orElseThrow(), settle, book, "operator"),
        LATER);
  }

  private void ask(String id, Instant at) {
    counter.world.jdbi.useTransaction(
        tx ->
            counter.payments.asked(
                tx, new PaymentOrder("bri", id, Source.SNAP, account, PRICE, at), at));
  }

  private static List<Kind> kinds(Outcome outcome) {
    return outcome.found().differences().stream().map(Reconciliation.Difference::kind).toList();
  }

  @Test
  void whatIsInBothIsSettledOnce() {
    ask("pr-1", T0);
    SettlementFile file = file(line(account, T0, PRICE, ""));
    assertThat(run(file, false, false).settled()).isZero();
    assertThat(counter.balance(PAID_OUT)).as("a look changes nothing").isZero();
    Outcome first = run(file, true, false);
    assertThat(kinds(first)).isEmpty();
    assertThat(first.settled()).isEqualTo(1);
    assertThat(counter.balance(AT_THE_BANK)).isZero();
    assertThat(counter.balance(PAID_OUT)).isEqualTo(PRICE);
    Outcome again = run(file, true, true);
    assertThat(kinds(again)).isEmpty();
    assertThat(again.settled()).isZero();
    Outcome inAnotherFile = run(file(line(account, T0, PRICE, "pr-1")), true, true);
    assertThat(kinds(inAnotherFile)).isEmpty();
    assertThat(counter.balance(PAID_OUT)).isEqualTo(PRICE);
  }

  @Test
  void whatNobodyToldUsIsBookedWhenWanted() {
    String[] lines = {
      line(account, T0, PRICE, "pr-1"),
      line(account, T0.plusSeconds(90), PRICE, "pr-2"),
      line("77777999999999999", T0, 5_000, ""),
    };
    assertThat(kinds(run(file(lines), true, false)))
        .containsExactly(Kind.NOT_BOOKED, Kind.NOT_BOOKED, Kind.NOT_BOOKED);
    assertThat(counter.number("SELECT count(*) FROM payment")).isZero();
    Outcome booked = run(file(lines), true, true);
    assertThat(booked.booked().get(2L)).isInstanceOf(Taken.Done.class);
    assertThat(((Taken.Parked) booked.booked().get(3L)).reason())
        .isEqualTo(Taken.Reason.PAID_BEFORE);
    assertThat(((Taken.Parked) booked.booked().get(4L)).reason()).isEqualTo(Taken.Reason.NO_BILL);
    assertThat(counter.balance(PAID_OUT)).isEqualTo(2 * PRICE + 5_000);
    assertThat(counter.balance(AT_THE_BANK)).isZero();
    assertThat(kinds(run(file(lines), true, true))).as("the same file again").isEmpty();
    assertThat(counter.number("SELECT count(*) FROM payment")).isEqualTo(3);
  }

  @Test
  void whatTheBankDoesNotPayOutIsToldAndStaysWithTheBank() {
    ask("pr-1", T0);
    String parked = counter.parked("s-1", "77777999999999999", 700, T0.plusSeconds(600));
    SettlementFile file = file(line("77777888888888888", T0, 1, ""));
    assertThat(kinds(run(file, true, false)))
        .containsExactly(Kind.NOT_BOOKED, Kind.NOT_IN_FILE, Kind.NOT_IN_FILE);
    counter.giveBack(parked, T0);
    assertThat(kinds(run(file, true, false)))
        .as("what was paid back is not awaited")
        .containsExactly(Kind.NOT_BOOKED, Kind.NOT_IN_FILE);
    assertThat(counter.balance(AT_THE_BANK)).isEqualTo(PRICE);
  }

  @Test
  void anotherAmountAndASecondTimeAreToldAndNothingIsBooked() {
    ask("pr-1", T0);
    Outcome outcome =
        run(
            file(line(account, T0, PRICE + 1, "pr-1"), line(account, T0, PRICE + 1, "pr-1")),
            true,
            true);
    assertThat(kinds(outcome)).containsExactly(Kind.OTHER_AMOUNT, Kind.TWICE);
    assertThat(counter.balance(PAID_OUT)).isZero();
    assertThat(counter.number("SELECT count(*) FROM payment")).isEqualTo(1);
  }

  @Test
  void whatWasPaidOutIsPaidBackFromThere() {
    String parked = counter.parked("s-1", account, PRICE + 600, T0);
    run(file(line(account, T0, PRICE + 600, "s-1")), true, false);
    String rest = ((Resolved.Done) counter.apply(parked, bill, LATER)).rest().orElseThrow();
    counter.giveBack(rest, LATER);
    assertThat(counter.balance(PAID_OUT)).isEqualTo(PRICE);
    assertThat(counter.balance(AT_THE_BANK)).isZero();
    assertThat(kinds(run(file(line(account, T0, PRICE + 600, "s-1")), true, true)))
        .as("a rest is no payment of the bank's")
        .isEmpty();
  }

  @Test
  void twoRunsAtOnceSettleAndBookOnce() throws Exception {
    ask("pr-1", T0);
    SettlementFile file =
        file(line(account, T0, PRICE, "pr-1"), line("77777999999999999", T0, 5_000, "pr-2"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Outcome>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(() -> run(file, true, true));
      }
      for (Future<Outcome> one : threads.invokeAll(runs)) {
        one.get();
      }
    }
    assertThat(counter.balance(PAID_OUT)).isEqualTo(PRICE + 5_000);
    assertThat(counter.number("SELECT count(*) FROM payment")).isEqualTo(2);
  }
}
