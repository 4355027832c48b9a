package id.gerbang.server.deposit;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.T0;

import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.billing.BillLetters;
import id.gerbang.server.billing.BillTimes;
import id.gerbang.server.billing.PostgresBills;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.ProgrammeFile;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.enrolment.Registered;
import id.gerbang.server.enrolment.ShippedLetters;
import id.gerbang.server.enrolment.World;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.payment.PaymentLetters;
import id.gerbang.server.payment.Payments;
import id.gerbang.server.subscriber.Msisdn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Collectors and members on a real PostgreSQL. */
final class Collecting {
  static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  static final Msisdn OTHER_AGENT = new Msisdn("6281200000002");
  static final DepositLimits LIMITS = new DepositLimits(1_000, 50_000, 60_000, 40_000);

  /** What the usual worker owes for a month: farmer, b1, JKK and JKM, discounted. */
  static final long PRICE = 8_400;

  final World world = new World();
  final LetterWriter writer = new LetterWriter(ShippedLetters::book, WITA);
  final Ledger ledger = new Ledger();
  final PostgresBills bills = new PostgresBills(world.jdbi, WITA, Set.of());
  final BillIssue issue;
  final Payments payments;
  final DepositRoom room;
  private final AtomicInteger messages = new AtomicInteger();

  Collecting() {
    Codes codes = new Codes(new Random(41));
    issue =
        new BillIssue(
            world.jdbi,
            world.vault,
            world.outbox,
            new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"))),
            "77777",
            new BillTimes(Duration.ofHours(72), WITA),
            new Random(5),
            new BillLetters(writer));
    payments =
        new Payments(
            bills, ledger, world.vault, world.outbox, new PaymentLetters(writer), codes::next);
    room =
        new DepositRoom(
            world.jdbi,
            world.vault,
            world.outbox,
            issue,
            payments,
            writer,
            LIMITS,
            WITA,
            codes::next);
  }

  /** A member of PRS001, approved. */
  String member() {
    return member(World.NIK, World.WORKER);
  }

  String member(String nik, Msisdn phone) {
    String reference =
        ((Registered.Done)
                world.register(
                    world.registration(
                        "i-" + nik, nik, Optional.of(World.NAME), Optional.of("PRS001"), phone)))
            .reference();
    world.sms(AGENT, "YA " + world.agentCode(), T0);
    world.desk.decide(reference, new Decision.Approve("BPU-" + nik.substring(9)), "api:branch", T0);
    return reference;
  }

  /** Sends an SMS as the gateway handles it, and gives what was left for its sender by it. */
  List<String> sms(Msisdn from, String text, Instant at) {
    int before = world.sentTo(from).size();
    String id = "sms-" + messages.incrementAndGet();
    world.jdbi.useTransaction(
        tx ->
            SmsHandler.firstOf(List.of(room.sms, world.commands))
                .handle(tx, new SmsHandler.Whole(from, text, at, id)));
    List<String> after = world.sentTo(from);
    return after.subList(before, after.size());
  }

  List<String> deposit(long rupiah, Instant at) {
    return sms(AGENT, "SETOR#" + World.NIK + "#" + rupiah, at);
  }

  long balance(Account account) {
    return world.jdbi.withHandle(handle -> ledger.balance(handle, account));
  }

  long cash() {
    return balance(Account.cash("PRS001"));
  }

  long savings(String member) {
    return -balance(Account.savings(member));
  }

  long contributions() {
    return -balance(Account.CONTRIBUTIONS);
  }

  long count(String what) {
    return world.jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  void execute(String sql) {
    world.jdbi.useHandle(handle -> handle.execute(sql));
  }

  String text(String sql) {
    return world.text(sql);
  }
}
