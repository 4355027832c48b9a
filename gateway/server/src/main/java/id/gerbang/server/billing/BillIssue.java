package id.gerbang.server.billing;

import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.Dues;
import id.gerbang.server.contribution.Member;
import id.gerbang.server.contribution.PaidSoFar;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Says to a phone what its members owe, and issues bills: each once, whatever is replayed, in one
 * transaction with its SMS. Blocks; safe for any thread.
 */
public final class BillIssue {
  /** A payment code that exists already is drawn anew; three in a row do not happen. */
  private static final int DRAWS = 3;

  private static final String UNIQUE_VIOLATION = "23505";

  /** Who changes their mind more often than this pays at the branch: every bill is an SMS. */
  static final int MOST_A_DAY = 5;

  private static final Duration A_DAY = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Dues dues;
  private final String serviceId;
  private final BillTimes times;
  private final RandomGenerator random;
  private final BillLetters letters;

  /**
   * @param serviceId the bank's number for us, before the payment code
   * @param random unpredictable in production: payment codes come from it
   */
  public BillIssue(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Dues dues,
      String serviceId,
      BillTimes times,
      RandomGenerator random,
      BillLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.dues = dues;
    this.serviceId = serviceId;
    this.times = times;
    this.random = random;
    this.letters = letters;
  }

  /** What a payment code is about, for the branch's eyes and the audit. */
  static String about(String paymentCode) {
    return "bill:" + paymentCode;
  }

  /**
   * What one of this phone's members owes; empty when the phone has no such member.
   *
   * @param months how many are chosen
   */
  public Optional<Assessment> due(Msisdn phone, String reference, int months, Instant at) {
    return jdbi.withHandle(handle -> member(handle, phone, reference, false))
        .map(found -> dues.on(day(at), found.member(), months));
  }

  /** The bill of one of this phone's members that can be paid. */
  public Optional<Bill> open(Msisdn phone, String reference, Instant at) {
    return jdbi.withHandle(
        handle ->
            member(handle, phone, reference, false)
                .flatMap(_ -> BillRows.open(handle, reference, at)));
  }

  /** Whether {@code due} has no month that begins too far ahead to be paid now. */
  public boolean mayBePaid(Due due, Instant at) {
    return !dues.isTooFarAhead(day(at), due);
  }

  /**
   * Issues a bill, or answers what was recorded when this intent was done before.
   *
   * @throws org.jdbi.v3.core.JdbiException when PostgreSQL is away; nothing was changed, or asking
   *     again with the same intent finds what became of it
   */
  public Issued issue(NewBill wanted, Instant at) {
    for (int draw = 1; ; draw++) {
      String code = PaymentCode.next(random);
      try {
        return jdbi.inTransaction(tx -> issue(tx, wanted, code, at));
      } catch (UnableToExecuteStatementException e) {
        if (draw == DRAWS
            || !(e.getCause() instanceof SQLException sql)
            || !UNIQUE_VIOLATION.equals(sql.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private Issued issue(Handle tx, NewBill wanted, String code, Instant at) {
    int fresh =
        tx.execute(
            "INSERT INTO intent (id, action, outcome, gives, at) VALUES (?, 'billing.issue',"
                + " 'issued', ?, ?) ON CONFLICT DO NOTHING",
            wanted.intent(),
            code,
            at);
    if (fresh == 0) {
      return recorded(tx, wanted.intent(), at);
    }
    Optional<BillRows.Found> found = member(tx, wanted.phone(), wanted.member(), true);
    if (found.isEmpty()) {
      return note(tx, wanted, "gone", "", new Issued.Gone());
    }
    Member member = found.get().member();
    return switch (dues.on(day(at), member, wanted.months())) {
      case Assessment.Ended _ -> note(tx, wanted, "ended", "", new Issued.Ended());
      case Due due when !mayBePaid(due, at) ->
          note(
              tx,
              wanted,
              "too_far",
              paidUntil(member).toString(),
              new Issued.TooFar(paidUntil(member)));
      case Due due when due.total() != wanted.shown() ->
          note(tx, wanted, "changed", "", new Issued.Changed());
      case Due due -> issue(tx, wanted, found.get(), bill(wanted.member(), member, due, code, at));
    };
  }

  private static LocalDate paidUntil(Member member) {
    return member.paid().map(PaidSoFar::until).orElse(member.approvedOn());
  }

  private Bill bill(String reference, Member member, Due due, String code, Instant at) {
    Instant latest = at.plus(times.valid());
    LocalDate same = dues.sameUntil(day(latest), due, day(at), member);
    Instant otherPrice = same.plusDays(1).atStartOfDay(times.zone()).toInstant();
    return new Bill(
        code,
        new VirtualAccount(serviceId, code),
        reference,
        due.total(),
        due.lines().size() - due.arrearsMonths(),
        due.cover(),
        Bill.Status.ISSUED,
        at,
        otherPrice.isBefore(latest) ? otherPrice : latest,
        Optional.empty(),
        due.lines());
  }

  private Issued issue(Handle tx, NewBill wanted, BillRows.Found found, Bill bill) {
    Instant at = bill.issuedAt();
    Optional<Bill> open = BillRows.open(tx, bill.member(), at);
    if (open.isPresent() && open.get().isSameAs(bill)) {
      return note(tx, wanted, "open", open.get().paymentCode(), new Issued.StillOpen(open.get()));
    }
    if (since(tx, bill.member(), at.minus(A_DAY)) >= MOST_A_DAY) {
      return note(tx, wanted, "too_many", "", new Issued.TooMany());
    }
    tx.execute(
        "UPDATE bill SET status = CASE WHEN expires_at <= ? THEN 'expired' ELSE 'replaced' END"
            + " WHERE application = ? AND status = 'issued'",
        at,
        bill.member());
    BillRows.insert(tx, bill, bill.lines().size() - bill.months());
    Audit.write(tx, at, "worker", "bill.issued", about(bill.paymentCode()));
    Msisdn to = new Msisdn(sealed.open(found.phoneSealed(), "application.phone:" + bill.member()));
    outbox.add(
        tx, new NewSms(to, letters.issued(wanted.language(), bill), about(bill.paymentCode()), at));
    return new Issued.Done(bill);
  }

  private Optional<BillRows.Found> member(Handle tx, Msisdn phone, String reference, boolean lock) {
    return BillRows.member(
        tx, reference, Optional.of(vault.lookup("phone", phone.digits())), times.zone(), lock);
  }

  private static int since(Handle tx, String reference, Instant from) {
    return tx.createQuery("SELECT count(*) FROM bill WHERE application = ? AND issued_at > ?")
        .bind(0, reference)
        .bind(1, from)
        .mapTo(int.class)
        .one();
  }

  private LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, times.zone());
  }

  private static Issued note(
      Handle tx, NewBill wanted, String outcome, String gives, Issued issued) {
    tx.execute(
        "UPDATE intent SET outcome = ?, gives = ? WHERE id = ?", outcome, gives, wanted.intent());
    return issued;
  }

  private static Issued recorded(Handle tx, String intent, Instant at) {
    record Recorded(String outcome, String gives) {}
    Recorded recorded =
        tx.createQuery("SELECT outcome, gives FROM intent WHERE id = ?")
            .bind(0, intent)
            .map((row, _) -> new Recorded(row.getString("outcome"), row.getString("gives")))
            .one();
    return switch (recorded.outcome()) {
      case "issued" -> new Issued.Done(byCode(tx, recorded.gives(), at));
      case "open" -> new Issued.StillOpen(byCode(tx, recorded.gives(), at));
      case "changed" -> new Issued.Changed();
      case "ended" -> new Issued.Ended();
      case "too_many" -> new Issued.TooMany();
      case "too_far" -> new Issued.TooFar(LocalDate.parse(recorded.gives()));
      default -> new Issued.Gone();
    };
  }

  private static Bill byCode(Handle tx, String code, Instant at) {
    return BillRows.where(tx, "b.payment_code = :value", code, at).getFirst();
  }
}
