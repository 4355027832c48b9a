package id.gerbang.server.payment;

import static id.gerbang.server.enrolment.World.T0;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.TillPayment.PaidFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Members who ask for bills, a bank, tills and a branch that do what comes to their minds: right
 * and wrong sums, again, too late, for other bills. Given back by its seed.
 */
final class RandomMoney {
  private static final Till DPS = Till.parse("DPS").orElseThrow();
  private static final int MEMBERS = 2;

  private final Counter counter;
  private final Random random;
  private final List<String> played = new ArrayList<>();
  private final List<String> members = new ArrayList<>();
  private final List<Integer> phones = new ArrayList<>();
  private final List<Bill> bills = new ArrayList<>();
  private final String prefix;
  private Instant now;
  private int ids;

  RandomMoney(Counter counter, Random random, int world) {
    this.counter = counter;
    this.random = random;
    this.prefix = "w" + world + "-";
    // worlds follow one another
    this.now = T0.plus(Duration.ofDays(20L * (world - 1)));
    for (int i = 0; i < MEMBERS; i++) {
      phones.add(10 * world + i);
      members.add(counter.member(10 * world + i));
    }
    issue();
  }

  String played() {
    return String.join(" ", played);
  }

  void play(int steps) {
    for (int step = 0; step < steps; step++) {
      int what = random.nextInt(100);
      if (what < 12) {
        issue();
      } else if (what < 20) {
        now = now.plus(Duration.ofHours(1 + random.nextInt(12)));
      } else if (what < 35) {
        ask();
      } else if (what < 55) {
        move();
      } else if (what < 70) {
        till();
      } else if (what < 90) {
        apply();
      } else {
        parked().ifPresent(reference -> note("returned", counter.giveBack(reference, now)));
      }
    }
  }

  private void note(String what, Object answer) {
    played.add(what + "=" + answer.getClass().getSimpleName());
  }

  private void issue() {
    int which = random.nextInt(MEMBERS);
    try {
      bills.add(
          counter.bill(
              members.get(which),
              Counter.phone(phones.get(which)),
              random.nextBoolean() ? 1 : 3,
              now));
      played.add("bill");
    } catch (AssertionError | ClassCastException tooMany) {
      now = now.plus(Duration.ofHours(6));
      played.add("no bill");
    }
  }

  private Bill any() {
    // mostly one of the latest: the others are over
    int back = random.nextInt(3) > 0 ? Math.min(2, bills.size()) : bills.size();
    return bills.get(bills.size() - 1 - random.nextInt(back));
  }

  private long rupiah(Bill bill) {
    return switch (random.nextInt(5)) {
      case 0 -> bill.amount() - 1_000;
      case 1 -> bill.amount() + 1_000;
      case 2 -> 1_000;
      default -> bill.amount();
    };
  }

  private String id() {
    return prefix + (ids > 0 && random.nextInt(6) == 0 ? random.nextInt(ids) : ids++);
  }

  private void ask() {
    Bill bill = any();
    PaymentOrder order =
        new PaymentOrder("bri", id(), Source.SNAP, bill.account().digits(), rupiah(bill), now);
    note("asked", counter.world.jdbi.inTransaction(tx -> counter.payments.asked(tx, order, now)));
  }

  private void move() {
    Bill bill = any();
    note("moved", counter.move(id(), bill.account().digits(), rupiah(bill), now));
  }

  private void till() {
    Bill bill = any();
    TillPayment payment =
        new TillPayment(DPS, id(), new PaidFor.Code(bill.paymentCode()), rupiah(bill), now);
    note("till", counter.desk.tell(payment, now));
  }

  private void apply() {
    parked().ifPresent(reference -> note("applied", counter.apply(reference, any(), now)));
  }

  private Optional<String> parked() {
    List<String> open =
        counter.world.jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT payment FROM suspense WHERE resolved_at IS NULL ORDER BY payment")
                    .mapTo(String.class)
                    .list());
    return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
  }
}
