package id.gerbang.server.payment;

import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.NewBill;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Registered;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.LedgerCheck;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.subscriber.Msisdn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Everything that takes money, on a real PostgreSQL, with members who ask for bills. */
final class Counter {
  static final ZoneId WITA = ZoneId.of("Asia/Makassar");

  /** A month's price in October 2026. */
  static final long PRICE = 8_400;

  static final String BRANCH = "api:branch";

  final World world = new World();
  final Ledger ledger = new Ledger();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final PaymentMeters meters = new PaymentMeters(registry, world.jdbi);
  final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  final Payments payments;
  final Suspense suspense;
  final PostgresPaymentDesk desk;
  final BillIssue issue;
  private int intents;

  Counter() {
    LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
    PaymentLetters letters = new PaymentLetters(writer);
    Codes codes = new Codes(new Random(31));
    payments = new Payments(bills, ledger, world.vault, world.outbox, letters, codes::next);
    suspense = new Suspense(bills, ledger, world.vault, world.outbox, letters, codes::next);
    desk = new PostgresPaymentDesk(world.jdbi, world.vault, payments, suspense, "77777", meters);
    issue =
        new BillIssue(
            world.jdbi,
            world.vault,
            world.outbox,
            new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"))),
            "77777",
            new BillTimes(Duration.ofHours(72), WITA),
            new Random(37),
            new BillLetters(writer));
  }

  /** An approved member of the usual worker's phone. */
  String member() {
    return approved(((Registered.Done) world.register(world.registration("m0"))).reference(), 0);
  }

  /** Another, with a phone of their own. */
  String member(int number) {
    return approved(
        ((Registered.Done)
                world.register(
                    world.registration(
                        "m" + number,
                        "517199170890%04d".formatted(100 + number),
                        Optional.of("Made Contoh " + (char) ('A' + number)),
                        Optional.of("PRS001"),
                        phone(number))))
            .reference(),
        number);
  }

  static Msisdn phone(int number) {
    return new Msisdn("62812000101%02d".formatted(number));
  }

  private String approved(String reference, int number) {
    world.jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE application SET status = 'awaiting_branch', next_deadline = NULL WHERE"
                    + " reference = ?",
                reference));
    world.desk.decide(
        reference, new Decision.Approve("BPU-%07d".formatted(700 + number)), BRANCH, T0);
    return reference;
  }

  Bill bill(String member, Msisdn phone, int months, Instant at) {
    Due due = (Due) issue.due(phone, member, months, at).orElseThrow();
    return switch (issue.issue(
        new NewBill(phone, member, months, due.total(), "id", "c" + intents++), at)) {
      case Issued.Done(Bill bill) -> bill;
      case Issued.StillOpen(Bill bill) -> bill;
      case Issued other -> throw new AssertionError(other);
    };
  }

  Bill bill(String member, Instant at) {
    return bill(member, WORKER, 1, at);
  }

  Taken move(String id, String account, long rupiah, Instant at) {
    return world.jdbi.inTransaction(
        tx ->
            payments.moved(
                tx, new PaymentOrder("bri", id, Source.SETTLEMENT, account, rupiah, at), at));
  }

  /** Money that fits no bill. */
  String parked(String id, String account, long rupiah, Instant at) {
    return ((Taken.Parked) move(id, account, rupiah, at)).reference();
  }

  Resolved apply(String reference, Bill bill, Instant at) {
    return desk.resolve(
        reference,
        new Resolution.Applied(bill.paymentCode(), Optional.of("asked for at the counter")),
        BRANCH,
        at);
  }

  Resolved giveBack(String reference, Instant at) {
    return desk.resolve(reference, new Resolution.Returned("paid back"), BRANCH, at);
  }

  Payment payment(String reference) {
    return desk.find(reference, T0).orElseThrow();
  }

  long balance(Account account) {
    return world.jdbi.withHandle(handle -> ledger.balance(handle, account));
  }

  long number(String sql) {
    return world.jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** How many receipts members were sent. */
  long receipts() {
    return number(
        "SELECT count(*) FROM left_to_send WHERE about LIKE 'payment:%' AND phone NOT IN ("
            + "'6281200000001')");
  }

  /** What is true after whatever came in. */
  List<String> broken() {
    List<String> broken = new java.util.ArrayList<>(new LedgerCheck(world.jdbi).check().broken());
    same(broken, "the ledger sums to zero", number("SELECT sum(amount) FROM ledger_posting"), 0);
    same(
        broken,
        "suspense is what is parked",
        -balance(Account.SUSPENSE),
        number("SELECT coalesce(sum(amount), 0) FROM payment WHERE status = 'suspense'"));
    same(
        broken,
        "what is parked is open",
        number("SELECT count(*) FROM payment WHERE status = 'suspense'"),
        number("SELECT count(*) FROM suspense WHERE resolved_at IS NULL"));
    same(
        broken,
        "contributions are the paid bills",
        -balance(Account.CONTRIBUTIONS),
        number("SELECT coalesce(sum(amount), 0) FROM bill WHERE status = 'paid'"));
    same(
        broken,
        "a paid bill has one payment",
        number("SELECT count(*) FROM bill WHERE status = 'paid'"),
        number(
            "SELECT count(*) FROM bill b WHERE status = 'paid' AND (SELECT count(*) FROM payment p"
                + " WHERE p.bill = b.payment_code AND p.status = 'paid') = 1"));
    same(
        broken,
        "no other bill has any",
        number(
            "SELECT count(*) FROM payment p JOIN bill b ON b.payment_code = p.bill WHERE b.status"
                + " <> 'paid'"),
        0);
    same(
        broken,
        "what came in and was not paid back is with a bank or in a till",
        number(
            "SELECT coalesce(sum(p.amount), 0) FROM ledger_posting p JOIN ledger_account a ON"
                + " a.code = p.account WHERE a.kind = 'asset'"),
        number(
            "SELECT (SELECT coalesce(sum(amount), 0) FROM payment WHERE rest_of IS NULL) - (SELECT"
                + " coalesce(sum(amount), 0) FROM payment WHERE status = 'returned')"));
    same(
        broken,
        "a receipt for each paid bill",
        receipts(),
        number("SELECT count(*) FROM bill WHERE status = 'paid'"));
    return broken;
  }

  private static void same(List<String> broken, String what, long one, long other) {
    if (one != other) {
      broken.add(what + ": " + one + " is not " + other);
    }
  }
}
