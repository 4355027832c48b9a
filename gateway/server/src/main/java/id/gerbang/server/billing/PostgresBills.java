package id.gerbang.server.billing;

import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.contribution.MonthLine.Kind;
import id.gerbang.server.contribution.PaidSoFar;
import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link Bills} on PostgreSQL; and the end of bills that nobody paid. */
public final class PostgresBills implements Bills {
  private static final int MOST_AT_ONCE = 500;

  private final Jdbi jdbi;
  private final ZoneId zone;
  private final Set<String> serviceIds;

  /**
   * @param zone the branch's: its days are those of cover
   * @param serviceIds numbers of further banks for us: theirs and a payment code is the bill, too
   */
  public PostgresBills(Jdbi jdbi, ZoneId zone, Set<String> serviceIds) {
    this.jdbi = jdbi;
    this.zone = zone;
    this.serviceIds = Set.copyOf(serviceIds);
  }

  @Override
  public Optional<Bill> find(Handle tx, String virtualAccountNo, Instant at) {
    String account = virtualAccountNo.replace(" ", "");
    int code = account.length() - PaymentCode.DIGITS;
    List<Bill> found =
        code > 0 && serviceIds.contains(account.substring(0, code))
            ? BillRows.where(tx, "b.payment_code = :value FOR UPDATE", account.substring(code), at)
            : BillRows.where(tx, "b.virtual_account = :value FOR UPDATE", account, at);
    return found.stream().findFirst();
  }

  @Override
  public Paid paid(Handle tx, String virtualAccountNo, Instant at) {
    Optional<Bill> found = find(tx, virtualAccountNo, at);
    if (found.isEmpty()) {
      return new Paid.Unknown();
    }
    Bill bill = found.get();
    return switch (bill.status()) {
      case PAID -> new Paid.AlreadyPaid(bill);
      case EXPIRED, REPLACED -> new Paid.Expired(bill);
      case ISSUED -> settle(tx, bill, at);
    };
  }

  private Paid settle(Handle tx, Bill bill, Instant at) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    int arrears = (int) bill.lines().stream().filter(l -> l.kind() == Kind.ARREARS).count();
    CoverPeriod cover =
        BillRows.paid(tx, bill.member())
            .orElseGet(() -> new PaidSoFar(day, 0))
            .bought(arrears, bill.months(), day);
    tx.execute(
        "UPDATE bill SET status = 'paid', paid_at = ?, cover_from = ?, cover_until = ? WHERE"
            + " payment_code = ?",
        at,
        cover.from(),
        cover.until(),
        bill.paymentCode());
    Audit.write(tx, at, "system", "bill.paid", BillIssue.about(bill.paymentCode()));
    return new Paid.Done(bill.paid(cover, at), cover);
  }

  /** Ends the bills whose time is over; says how many. */
  public int runDue(Instant now) {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                "UPDATE bill SET status = 'expired' WHERE payment_code IN (SELECT payment_code FROM"
                    + " bill WHERE status = 'issued' AND expires_at <= ? LIMIT ? FOR UPDATE SKIP"
                    + " LOCKED)",
                now,
                MOST_AT_ONCE));
  }
}
