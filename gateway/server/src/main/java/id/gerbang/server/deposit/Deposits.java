package id.gerbang.server.deposit;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Booked;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.Posting;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Intents;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes daily deposits (R10, R11, R13, R14): an agent under an institution with a valid MoU takes
 * cash of a member, whoever's worker that is; the member's own phone hears of it, so that cash that
 * was kept back is seen. The deposit, its ledger entry, what settles by it, all receipts and the
 * audit are one transaction.
 *
 * <p>Threads: any. The collector's row is locked first, then the member's, then their open bill:
 * who tells twice at once is answered one after the other.
 */
public final class Deposits {
  /** The same from the same within this is told, not booked (contract.md). */
  static final Duration REPEAT = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Vault vault;
  private final Outbox outbox;
  private final Ledger ledger;
  private final Collectors collectors;
  private final Savings savings;
  private final DepositLetters letters;
  private final Supplier<String> references;

  /**
   * @param references six characters each, fresh
   */
  Deposits(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Ledger ledger,
      Collectors collectors,
      Savings savings,
      DepositLetters letters,
      Supplier<String> references) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.ledger = ledger;
    this.collectors = collectors;
    this.savings = savings;
    this.letters = letters;
    this.references = references;
  }

  /** The reference of the member with this NIK. */
  Optional<String> member(Handle tx, String nik) {
    return Saver.byNik(tx, vault.lookup("nik", nik));
  }

  /** Whether a phone may collect, and where its collector stands. */
  Right right(Handle tx, Msisdn phone, Instant at) {
    return collectors.right(tx, phone, at);
  }

  /**
   * A member and what may be taken of them, before the collector confirms.
   *
   * @param worker masked
   */
  public record Quoted(String reference, String worker, long savings) {}

  /** The member of a NIK as a collector may see them; empty when the branch approved nobody. */
  public Optional<Quoted> quote(String nik) {
    return jdbi.inTransaction(
        tx ->
            member(tx, nik)
                .flatMap(reference -> Saver.find(tx, sealed, reference))
                .map(saver -> quoted(tx, saver)));
  }

  /** A member as a collector may see them; empty when it is none. Blocks. */
  public Optional<Quoted> byReference(String reference) {
    return jdbi.inTransaction(tx -> Saver.find(tx, sealed, reference).map(one -> quoted(tx, one)));
  }

  private Quoted quoted(Handle tx, Saver saver) {
    return new Quoted(saver.reference(), saver.masked(), savings.of(tx, saver.reference()));
  }

  /** The members whom the agent of a phone served last, the newest first. Blocks. */
  public List<Quoted> latest(Msisdn agent, int limit) {
    return jdbi.inTransaction(
        tx ->
            tx
                .createQuery(
                    """
                    SELECT a.reference FROM agent g
                    JOIN LATERAL (SELECT reference FROM application WHERE agent = g.code AND status = 'approved'
                      UNION SELECT application FROM deposit WHERE agent = g.code) s ON true
                    JOIN application a ON a.reference = s.reference AND a.status = 'approved'
                    WHERE g.phone_lookup = :phone AND g.status = 'active'
                    ORDER BY (SELECT max(d.created_at) FROM deposit d WHERE d.application = a.reference AND d.agent = g.code)
                      DESC NULLS LAST, a.updated_at DESC, a.reference LIMIT :limit
                    """)
                .bind("phone", vault.lookup("phone", agent.digits()))
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(reference -> Saver.find(tx, sealed, reference).stream())
                .map(saver -> quoted(tx, saver))
                .toList());
  }

  /** Where the agent of a phone stands with cash, whether or not they may take more. Blocks. */
  public Optional<Position> position(Msisdn phone, Instant at) {
    return jdbi.inTransaction(
        tx ->
            tx.createQuery(
                    "SELECT code FROM agent WHERE phone_lookup = ? AND status <> 'candidate'")
                .bind(0, vault.lookup("phone", phone.digits()))
                .mapTo(String.class)
                .findFirst()
                .map(agent -> collectors.position(tx, agent, at)));
  }

  /** What one of this phone's members has saved; 0 when the phone has no such member. Blocks. */
  public long saved(Msisdn phone, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT saved_by(reference) FROM application WHERE reference = ? AND"
                        + " phone_lookup = ?")
                .bind(0, reference)
                .bind(1, vault.lookup("phone", phone.digits()))
                .mapTo(Long.class)
                .findFirst()
                .orElse(0L));
  }

  /**
   * Takes a deposit of a menu, or answers what was recorded when its intent was done before.
   * Blocks.
   *
   * @param intent names this act
   * @param another whether the collector said that one alike is another one
   */
  public Deposited take(
      Msisdn collector, String member, long rupiah, boolean another, String intent, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<String> before = Intents.begin(tx, intent, "deposit.take", at);
          if (before.isPresent()) {
            return recorded(tx, before.get());
          }
          NewDeposit first =
              new NewDeposit(collector, member, rupiah, NewDeposit.FIRST, "menu:" + intent);
          Deposited taken = take(tx, first, at);
          if (another && taken instanceof Deposited.Repeated repeated) {
            taken =
                take(
                    tx,
                    new NewDeposit(collector, member, rupiah, repeated.next(), first.event()),
                    at);
          }
          if (taken instanceof Deposited.Done done) {
            Intents.done(tx, intent, done.reference());
          } else {
            Intents.forget(tx, intent);
          }
          return taken;
        });
  }

  /** A deposit that was taken before, as it stands now. */
  private Deposited recorded(Handle tx, String reference) {
    return tx.createQuery(
            "SELECT amount, saved_by(application) AS savings, cash_of(agent) AS cash FROM deposit"
                + " WHERE reference = ?")
        .bind(0, reference)
        .map(
            (row, _) ->
                new Deposited.Done(
                    reference,
                    row.getLong("amount"),
                    row.getLong("savings"),
                    0,
                    row.getLong("cash")))
        .one();
  }

  /** Takes a deposit in the transaction of {@code tx}. */
  Deposited take(Handle tx, NewDeposit wanted, Instant at) {
    return switch (collectors.right(tx, wanted.collector(), at)) {
      case Right.Not(Stop stop) -> new Deposited.Stopped(stop);
      case Right.May(Collector collector) -> {
        Optional<Saver> member = Saver.lock(tx, sealed, wanted.member());
        yield member.isEmpty()
            ? new Deposited.NoMember()
            : hindered(tx, collector, wanted, at)
                .orElseGet(() -> book(tx, collector, member.get(), wanted, at));
      }
    };
  }

  private Optional<Deposited> hindered(
      Handle tx, Collector collector, NewDeposit wanted, Instant at) {
    Optional<Deposited> repeated = repeated(tx, collector, wanted, at);
    if (repeated.isPresent()) {
      return repeated;
    }
    DepositLimits limits = collector.limits();
    if (wanted.rupiah() < limits.least() || wanted.rupiah() > limits.most()) {
      return Optional.of(new Deposited.WrongAmount(limits));
    }
    Position now = collectors.position(tx, collector.code(), at);
    if (now.cash() + wanted.rupiah() > limits.mostCash()) {
      return Optional.of(new Deposited.CashFull(now.cash(), limits));
    }
    if (now.today() + wanted.rupiah() > limits.mostADay()) {
      return Optional.of(new Deposited.DayFull(now.today(), limits));
    }
    return savings.ended(tx, wanted.member(), at)
        ? Optional.of(new Deposited.MemberEnded())
        : Optional.empty();
  }

  /** Also one that was taken back since: a repeat of the carrier does not bring it back. */
  private static Optional<Deposited> repeated(
      Handle tx, Collector collector, NewDeposit wanted, Instant at) {
    return tx.createQuery(
            """
            SELECT max(created_at) FILTER (WHERE ordinal = :ordinal) AS same_at, max(ordinal) AS latest FROM deposit
            WHERE agent = :agent AND application = :member AND amount = :amount AND created_at > :since
            """)
        .bind("ordinal", wanted.ordinal())
        .bind("agent", collector.code())
        .bind("member", wanted.member())
        .bind("amount", wanted.rupiah())
        .bind("since", at.minus(REPEAT))
        .map(
            (row, _) -> {
              var same = row.getTimestamp("same_at");
              int next = Math.min(row.getInt("latest") + 1, NewDeposit.LAST);
              return same == null
                  ? Optional.<Deposited>empty()
                  : Optional.<Deposited>of(
                      new Deposited.Repeated(wanted.rupiah(), same.toInstant(), next));
            })
        .one();
  }

  private Deposited book(
      Handle tx, Collector collector, Saver member, NewDeposit wanted, Instant at) {
    String who = "agent:" + collector.code();
    Booked booked =
        ledger.book(
            tx,
            at,
            who,
            "deposit:" + wanted.event(),
            "deposit.taken",
            List.of(
                new Posting(Account.cash(collector.code()), wanted.rupiah()),
                new Posting(Account.savings(member.reference()), -wanted.rupiah())));
    if (booked instanceof Booked.Before) {
      throw new IllegalStateException("the ledger has a deposit whose SMS or act is told as new");
    }
    String reference = references.get();
    tx.execute(
        "INSERT INTO deposit (reference, event, agent, institution, application, amount, ordinal,"
            + " entry, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        reference,
        wanted.event(),
        collector.code(),
        collector.institution(),
        member.reference(),
        wanted.rupiah(),
        wanted.ordinal(),
        booked.entry(),
        at);
    Audit.write(tx, at, who, "deposit.taken", about(reference));
    Savings.look(tx, member.reference(), at);
    long paid = savings.settle(tx, member.reference(), at);
    Deposited.Done done =
        new Deposited.Done(
            reference,
            wanted.rupiah(),
            savings.of(tx, member.reference()),
            paid,
            ledger.balance(tx, Account.cash(collector.code())));
    tell(tx, collector, member, wanted.collector(), done, at);
    return done;
  }

  private void tell(
      Handle tx,
      Collector collector,
      Saver member,
      Msisdn collectorsPhone,
      Deposited.Done done,
      Instant at) {
    List<NewSms> receipts = new ArrayList<>();
    member
        .phone()
        .ifPresent(
            phone ->
                receipts.add(
                    new NewSms(
                        phone,
                        letters.receipt(
                            member.language(), member.reference(), collector.name(), done),
                        about(done.reference()),
                        at)));
    receipts.add(
        new NewSms(
            collectorsPhone, letters.toCollector(member.nik(), done), about(done.reference()), at));
    outbox.add(tx, receipts.toArray(NewSms[]::new));
  }

  /** What a deposit is about, for the branch's eyes and the audit. */
  static String about(String reference) {
    return "deposit:" + reference;
  }
}
