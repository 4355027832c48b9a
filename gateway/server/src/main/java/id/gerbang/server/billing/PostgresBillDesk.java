package id.gerbang.server.billing;

import id.gerbang.server.contribution.Dues;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** {@link BillDesk} on PostgreSQL. */
public final class PostgresBillDesk implements BillDesk {
  private final Jdbi jdbi;
  private final Vault vault;
  private final Dues dues;
  private final ZoneId zone;
  private final BillIssue issue;
  private final List<Integer> months;

  /**
   * @param months how many may be chosen
   */
  public PostgresBillDesk(
      Jdbi jdbi, Vault vault, Dues dues, ZoneId zone, BillIssue issue, List<Integer> months) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.dues = dues;
    this.zone = zone;
    this.issue = issue;
    this.months = List.copyOf(months);
  }

  @Override
  public Issued issue(String reference, int chosen, String who, Instant at) {
    return jdbi.inTransaction(tx -> issue.forBranch(tx, reference, chosen, who, at));
  }

  @Override
  public List<Integer> months() {
    return months;
  }

  @Override
  public Page<Bill> list(Optional<Msisdn> phone, int limit, Optional<Cursor> after, Instant at) {
    return new PagedQuery(
            "SELECT "
                + BillRows.COLUMNS
                + " FROM (SELECT *, issued_at AS created_at, payment_code AS reference FROM bill) b"
                + " JOIN application a ON a.reference = b.application",
            "b")
        .where(
            "a.phone_lookup = :phone",
            "phone",
            phone.map(number -> vault.lookup("phone", number.digits())))
        .page(
            jdbi,
            limit,
            after,
            (row, _) -> BillRows.bill(row, at),
            last -> new Cursor(last.issuedAt(), last.paymentCode()));
  }

  @Override
  public Optional<Standing> standing(String reference, Instant at) {
    return jdbi.withHandle(
            handle -> BillRows.member(handle, reference, Optional.empty(), zone, false))
        .map(
            found -> {
              LocalDate day = LocalDate.ofInstant(at, zone);
              return new Standing(
                  found.member().paid(),
                  dues.on(day, found.member(), 1),
                  dues.protection(day, found.member()));
            });
  }
}
