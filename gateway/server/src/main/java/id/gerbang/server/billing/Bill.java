package id.gerbang.server.billing;

import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.contribution.MonthLine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a member is asked to pay. Its amount and lines never change, whatever becomes of the
 * programme's figures.
 *
 * <pre>
 *            paid in time
 *   ISSUED ──────────────▶ PAID
 *     ├── its time is over ──▶ EXPIRED
 *     └── another is issued for the member ──▶ REPLACED
 * </pre>
 *
 * @param member the reference of the member's application
 * @param paymentCode twelve digits, see {@link PaymentCode}; names the bill everywhere
 * @param account where a bank pays it to
 * @param amount rupiah
 * @param months how many months ahead were chosen, without arrears
 * @param cover what paying buys: of an unpaid bill, if it were paid on the day that it was issued
 * @param expiresAt from then on it cannot be paid
 * @param lines month by month, arrears first
 */
public record Bill(
    String paymentCode,
    VirtualAccount account,
    String member,
    long amount,
    int months,
    CoverPeriod cover,
    Status status,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> paidAt,
    List<MonthLine> lines) {

  /** What became of a bill. */
  public enum Status {
    ISSUED,
    PAID,
    EXPIRED,
    REPLACED;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Bill {
    lines = List.copyOf(lines);
  }

  /** The same with its lines. */
  Bill having(List<MonthLine> itsLines) {
    return new Bill(
        paymentCode,
        account,
        member,
        amount,
        months,
        cover,
        status,
        issuedAt,
        expiresAt,
        paidAt,
        itsLines);
  }

  /** The same, paid. */
  Bill paid(CoverPeriod bought, Instant at) {
    return new Bill(
        paymentCode,
        account,
        member,
        amount,
        months,
        bought,
        Status.PAID,
        issuedAt,
        expiresAt,
        Optional.of(at),
        lines);
  }

  /** Whether another asks for as many months at the same price. */
  boolean isSameAs(Bill other) {
    return member.equals(other.member)
        && amount == other.amount
        && months == other.months
        && account.serviceId().equals(other.account.serviceId())
        && lines.size() == other.lines.size();
  }
}
