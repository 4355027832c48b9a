package id.gerbang.bench.soak;

import id.gerbang.bench.soak.Bank.Answer;
import id.gerbang.bench.soak.MemberPhone.Bill;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * What one member does, drawn from the seed: a bill by phone, and money for it, rightly or wrongly,
 * through a bank or a till. What the gateway must answer is known beforehand and compared. One
 * thread.
 */
final class Doing {
  /** Of so many members who have paid, one pays for more months. */
  private static final int GOES_ON = 4;

  private static final String PAID = "2002500";
  private static final String NO_BILL = "4042512";
  private static final String WRONG_AMOUNT = "4042513";
  private static final String PAID_BEFORE = "4042514";
  private static final String SAME_ID = "4042518";
  private static final String EXPIRED = "4042519";

  private final Jdbi jdbi;
  private final Bank bank;
  private final Till till;
  private final Belief belief;
  private final Member member;
  private final Random dice;
  private final MemberPhone phone;

  Doing(Site site, Clients clients, Member member, long seed) {
    this.jdbi = site.jdbi();
    this.bank = clients.bank();
    this.till = clients.till();
    this.belief = clients.belief();
    this.member = member;
    // mixed first: neighbouring seeds of a Random begin alike
    this.dice = new Random(new SplittableRandom(seed * 31 + member.number()).nextLong());
    this.phone = new MemberPhone(clients.wire(), clients.times(), member.phone(), dice);
  }

  /** Those who ask the gateway, and what they believe. */
  record Clients(Wire wire, Bank bank, Till till, Belief belief, Times times) {}

  /** Gets the first bill. */
  Bill dials() {
    return bill(months(), "");
  }

  /** Does it; what is not as it must be is noted in the belief. */
  Kind pays(Bill bill) {
    Kind kind = Kind.drawn(dice);
    switch (kind) {
      case PAYS -> paysAndGoesOn(bill);
      case REPEATS -> repeats(bill, false);
      case REPEATS_THE_EXTERNAL_ID -> repeatsTheExternalId(bill);
      case ADVISES -> repeats(bill, true);
      case PAYS_TWICE -> paysTwice(bill);
      case OVERPAYS -> wrongAmount(bill, bill.rupiah() + 1 + dice.nextInt(100_000));
      case UNDERPAYS -> wrongAmount(bill, 1 + dice.nextInt((int) bill.rupiah() - 1));
      case PAYS_AFTER_EXPIRY -> paysAfterExpiry(bill);
      case PAYS_WHAT_WAS_REPLACED -> paysWhatWasReplaced(bill);
      case PAYS_NO_BILL -> paysNoBill(bill);
      case SAME_REQUEST_FOR_OTHER_MONEY -> sameRequest(bill);
      case TWO_AT_ONCE -> twoAtOnce(bill);
      case ONE_TWICE_AT_ONCE -> oneTwiceAtOnce(bill);
      case NEVER_PAYS -> looks(bill, "2002400");
      case AT_THE_TILL -> till("the till", bill, bill.rupiah(), "paid");
      case TILL_REPEATS -> tillRepeats(bill);
      case TILL_AND_BANK -> tillAndBank(bill);
      case TILL_TAKES_TOO_MUCH -> wrongAtTheTill(bill, bill.rupiah() + 50_000, "too_much");
      case TILL_TAKES_TOO_LITTLE -> wrongAtTheTill(bill, bill.rupiah() - 1, "too_little");
      case TILL_AFTER_EXPIRY -> tillAfterExpiry(bill);
      case TILL_FOR_NO_BILL -> till("a till for no bill", unknown(), bill.rupiah(), "no_bill");
    }
    return kind;
  }

  private int months() {
    return dice.nextInt(4) == 0 ? 3 : 1;
  }

  private Bill bill(int months, String not) {
    Bill bill =
        phone
            .bill(months, not)
            .orElseThrow(() -> new IllegalStateException(member.reference() + " got no bill"));
    belief.shown(bill.paymentCode(), member.number());
    return bill;
  }

  private String pay(String what, Bill bill, String requestId, long rupiah, String expected) {
    Answer answer = bank.pay(dice, bill.account(), requestId, rupiah);
    belief.expect(what + " of " + bill.paymentCode(), expected, answer.code());
    return answer.reference();
  }

  private void looks(Bill bill, String expected) {
    Answer seen = bank.inquire(dice, bill.account(), Bank.requestId(dice));
    belief.expect("an inquiry of " + bill.paymentCode(), expected, seen.code());
    if (expected.equals("2002400")) {
      String value = seen.data().getJsonObject("totalAmount").getString("value");
      belief.expect("the amount of " + bill.paymentCode(), bill.rupiah() + ".00", value);
    }
  }

  /** As most do: the bank looks first, under the same id. */
  private void paysIt(Bill bill) {
    looks(bill, "2002400");
    pay("a payment", bill, Bank.requestId(dice), bill.rupiah(), PAID);
  }

  private void paysAndGoesOn(Bill bill) {
    paysIt(bill);
    if (dice.nextInt(GOES_ON) == 0) {
      paysIt(bill(1, bill.paymentCode()));
    }
  }

  private void repeats(Bill bill, boolean advises) {
    String id = Bank.requestId(dice);
    String reference = pay("a payment", bill, id, bill.rupiah(), PAID);
    Answer again = bank.pay(dice, bill.account(), id, bill.rupiah(), advises);
    belief.expect("a repeat of " + bill.paymentCode(), PAID, again.code());
    belief.expect("its reference", reference, again.reference());
  }

  private void repeatsTheExternalId(Bill bill) {
    String id = Bank.requestId(dice);
    String externalId = bank.externalId();
    Optional<Answer> first = bank.payOnce(externalId, bill.account(), id, bill.rupiah());
    Optional<Answer> second = bank.payOnce(externalId, bill.account(), id, bill.rupiah());
    if (first.filter(Answer::decides).isPresent()) {
      second
          .map(Answer::code)
          .filter(code -> !code.startsWith("5"))
          .ifPresent(code -> belief.expect("an external id used twice", "4092500", code));
    }
    pay("a payment", bill, id, bill.rupiah(), PAID); // and so it is known for sure
  }

  private void paysTwice(Bill bill) {
    paysIt(bill);
    pay("a second payment", bill, Bank.requestId(dice), bill.rupiah(), PAID_BEFORE);
    looks(bill, "4042414");
  }

  private void wrongAmount(Bill bill, long rupiah) {
    pay("a wrong amount", bill, Bank.requestId(dice), rupiah, WRONG_AMOUNT);
    paysIt(bill);
  }

  private void paysAfterExpiry(Bill bill) {
    expire(bill);
    pay("a late payment", bill, Bank.requestId(dice), bill.rupiah(), EXPIRED);
    looks(bill, "4042419");
    paysIt(bill(1, bill.paymentCode()));
  }

  private void paysWhatWasReplaced(Bill bill) {
    Bill other = bill(6, bill.paymentCode());
    pay("a payment of what was replaced", bill, Bank.requestId(dice), bill.rupiah(), EXPIRED);
    paysIt(other);
  }

  private Bill unknown() {
    // its digits do not fit one another: no code is like it
    return new Bill("999999" + String.format("%06d", dice.nextInt(1_000_000)), 1);
  }

  private void paysNoBill(Bill bill) {
    pay("a payment of no bill", unknown(), Bank.requestId(dice), bill.rupiah(), NO_BILL);
    paysIt(bill);
  }

  private void sameRequest(Bill bill) {
    String id = Bank.requestId(dice);
    pay("a payment", bill, id, bill.rupiah(), PAID);
    pay("another under its id", bill, id, bill.rupiah() + 1, SAME_ID);
  }

  private void twoAtOnce(Bill bill) {
    Answer[] both = atOnce(bill, Bank.requestId(dice), Bank.requestId(dice));
    boolean firstWon = both[0].code().equals(PAID);
    belief.expect("one of two at once", PAID, both[firstWon ? 0 : 1].code());
    belief.expect("the other of two at once", PAID_BEFORE, both[firstWon ? 1 : 0].code());
  }

  private void oneTwiceAtOnce(Bill bill) {
    String id = Bank.requestId(dice);
    Answer[] both = atOnce(bill, id, id);
    belief.expect("one told twice at once", PAID, both[0].code());
    belief.expect("the same told twice at once", PAID, both[1].code());
    belief.expect("its reference", both[0].reference(), both[1].reference());
  }

  private Answer[] atOnce(Bill bill, String one, String other) {
    Random others = new Random(dice.nextLong());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> first =
          threads.submit(() -> bank.pay(dice, bill.account(), one, bill.rupiah()));
      Future<Answer> second =
          threads.submit(() -> bank.pay(others, bill.account(), other, bill.rupiah()));
      return new Answer[] {first.get(), second.get()};
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the soak is ended", e);
    }
  }

  private void till(String what, Bill bill, long rupiah, String expected) {
    String said = till.tell(dice, till.receiptNo(), bill.account(), rupiah);
    belief.expect(what + " for " + bill.paymentCode(), expected, said);
  }

  private void tillRepeats(Bill bill) {
    String receiptNo = till.receiptNo();
    for (int i = 0; i < 2; i++) {
      String said = till.tell(dice, receiptNo, bill.account(), bill.rupiah());
      belief.expect("a receipt told for time " + (i + 1), "paid", said);
    }
  }

  private void tillAndBank(Bill bill) {
    if (dice.nextBoolean()) {
      paysIt(bill);
      till("a till after a bank", bill, bill.rupiah(), "paid_before");
    } else {
      till("a till before a bank", bill, bill.rupiah(), "paid");
      pay("a bank after a till", bill, Bank.requestId(dice), bill.rupiah(), PAID_BEFORE);
    }
  }

  private void wrongAtTheTill(Bill bill, long rupiah, String expected) {
    till("a wrong amount at a till", bill, rupiah, expected);
    paysIt(bill);
  }

  private void tillAfterExpiry(Bill bill) {
    expire(bill);
    till("a till after expiry", bill, bill.rupiah(), "expired");
  }

  /**
   * Days pass for this bill: the settings allow no bill of less than an hour, and the tables no
   * change of one, so this is done past the triggers.
   */
  private void expire(Bill bill) {
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    while (true) {
      try {
        jdbi.useTransaction(
            tx -> {
              tx.execute("SET LOCAL session_replication_role = replica");
              tx.execute(
                  "UPDATE bill SET expires_at = issued_at + interval '1 millisecond' WHERE"
                      + " payment_code = ? AND status = 'issued'",
                  bill.paymentCode());
            });
        return;
      } catch (JdbiException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Wire.pause(); // PostgreSQL is being restarted
      }
    }
  }
}
