package id.gerbang.server.billing;

import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.contribution.Member;
import id.gerbang.server.contribution.MonthLine;
import id.gerbang.server.contribution.PaidSoFar;
import id.gerbang.server.contribution.Share;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Bills and members as rows. */
final class BillRows {
  /** What {@link #bill} reads. */
  static final String COLUMNS =
      """
      b.payment_code, b.service_id, b.application, b.amount, b.months, b.cover_from, b.cover_until, b.status, b.issued_at,
        b.expires_at, b.paid_at
      """;

  private BillRows() {}

  /**
   * A member as a bill needs them.
   *
   * @param phoneSealed where the SMS goes, bound to {@code application.phone:}reference
   */
  record Found(Member member, byte[] phoneSealed) {}

  /**
   * The member of a reference; empty when the branch has not approved it.
   *
   * @param phoneLookup only if it is this phone's, unless empty
   * @param lock whether nobody else shall issue a bill for them until {@code tx} ends
   */
  static Optional<Found> member(
      Handle tx, String reference, Optional<byte[]> phoneLookup, ZoneId zone, boolean lock) {
    Optional<PaidSoFar> none = Optional.empty();
    Optional<Found> found =
        tx.createQuery(
                "SELECT plan, occupation, band, coalesce(reopened_at, updated_at) AS since,"
                    + " phone_sealed FROM application WHERE reference = :reference AND status ="
                    + " 'approved' AND (:any OR phone_lookup = :phone)"
                    + (lock ? " FOR NO KEY UPDATE" : ""))
            .bind("reference", reference)
            .bind("any", phoneLookup.isEmpty())
            .bind("phone", phoneLookup.orElse(null))
            .map(
                (row, _) ->
                    new Found(
                        new Member(
                            row.getString("plan"),
                            row.getString("occupation"),
                            row.getString("band"),
                            LocalDate.ofInstant(row.getTimestamp("since").toInstant(), zone),
                            none),
                        row.getBytes("phone_sealed")))
            .findFirst();
    if (lock && found.isPresent()) {
      // a payment of the open bill is waited for: what follows sees its months
      tx.createQuery(
              "SELECT payment_code FROM bill WHERE application = ? AND status = 'issued' FOR"
                  + " UPDATE")
          .bind(0, reference)
          .mapTo(String.class)
          .list();
    }
    return found.map(one -> new Found(one.member().having(paid(tx, reference)), one.phoneSealed()));
  }

  /** The months that a member has paid, since the branch opened the membership anew if it did. */
  static Optional<PaidSoFar> paid(Handle tx, String reference) {
    return tx.createQuery(
            "SELECT min(b.cover_from) AS since, sum(b.months + b.arrears) AS months FROM bill b"
                + " JOIN application a ON a.reference = b.application WHERE b.application = ? AND"
                + " b.status = 'paid' AND (a.reopened_at IS NULL OR b.paid_at > a.reopened_at)"
                + " HAVING count(*) > 0")
        .bind(0, reference)
        .map(
            (row, _) ->
                new PaidSoFar(row.getObject("since", LocalDate.class), row.getInt("months")))
        .findFirst();
  }

  static void insert(Handle tx, Bill bill, int arrears) {
    tx.createUpdate(
            """
            INSERT INTO bill (payment_code, service_id, virtual_account, application, amount, months, arrears, cover_from,
              cover_until, status, issued_at, expires_at)
            VALUES (:code, :service, :account, :member, :amount, :months, :arrears, :from, :until, 'issued', :at, :expires)
            """)
        .bind("code", bill.paymentCode())
        .bind("service", bill.account().serviceId())
        .bind("account", bill.account().digits())
        .bind("member", bill.member())
        .bind("amount", bill.amount())
        .bind("months", bill.months())
        .bind("arrears", arrears)
        .bind("from", bill.cover().from())
        .bind("until", bill.cover().until())
        .bind("at", bill.issuedAt())
        .bind("expires", bill.expiresAt())
        .execute();
    PreparedBatch batch =
        tx.prepareBatch(
            "INSERT INTO bill_line (bill, month, programme, kind, cover_from, cover_until, priced,"
                + " normal, discount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int month = 0;
    for (MonthLine line : bill.lines()) {
      month++;
      for (Share share : line.shares()) {
        batch.add(
            bill.paymentCode(),
            month,
            share.programme().label(),
            line.kind().label(),
            line.cover().from(),
            line.cover().until(),
            line.priced().toString(),
            share.normal(),
            share.discount());
      }
    }
    batch.execute();
  }

  /**
   * The bills that a condition on {@code b} holds for, with their lines.
   *
   * @param condition the code's own SQL, with {@code :value}; may end in an order and a lock
   * @param at what is over by then is expired
   */
  static List<Bill> where(Handle tx, String condition, Object value, Instant at) {
    return tx
        .createQuery("SELECT " + COLUMNS + " FROM bill b WHERE " + condition)
        .bind("value", value)
        .map((row, _) -> bill(row, at))
        .list()
        .stream()
        .map(bill -> withLines(tx, bill))
        .toList();
  }

  /** The bill of a member that can be paid. */
  static Optional<Bill> open(Handle tx, String reference, Instant at) {
    return where(tx, "b.application = :value AND b.status = 'issued'", reference, at).stream()
        .filter(bill -> bill.status() == Bill.Status.ISSUED)
        .findFirst();
  }

  /** A row without its lines. */
  static Bill bill(ResultSet row, Instant at) throws SQLException {
    Instant expires = row.getTimestamp("expires_at").toInstant();
    Bill.Status status = Bill.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
    var paidAt = row.getTimestamp("paid_at");
    return new Bill(
        row.getString("payment_code"),
        new VirtualAccount(row.getString("service_id"), row.getString("payment_code")),
        row.getString("application"),
        row.getLong("amount"),
        row.getInt("months"),
        cover(row),
        status == Bill.Status.ISSUED && !at.isBefore(expires) ? Bill.Status.EXPIRED : status,
        row.getTimestamp("issued_at").toInstant(),
        expires,
        Optional.ofNullable(paidAt).map(java.sql.Timestamp::toInstant),
        List.of());
  }

  static Bill withLines(Handle tx, Bill bill) {
    Map<Integer, MonthLine> lines = new TreeMap<>();
    tx.createQuery(
            "SELECT * FROM bill_line WHERE bill = ? ORDER BY month, programme = 'jht', programme")
        .bind(0, bill.paymentCode())
        .map(
            (row, _) ->
                lines.merge(
                    row.getInt("month"),
                    line(row),
                    (one, other) -> {
                      List<Share> shares = new ArrayList<>(one.shares());
                      shares.addAll(other.shares());
                      return new MonthLine(one.cover(), one.priced(), one.kind(), shares);
                    }))
        .list();
    return bill.having(List.copyOf(lines.values()));
  }

  private static MonthLine line(ResultSet row) throws SQLException {
    return new MonthLine(
        cover(row),
        YearMonth.parse(row.getString("priced")),
        MonthLine.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        List.of(
            new Share(
                Share.Part.valueOf(row.getString("programme").toUpperCase(Locale.ROOT)),
                row.getLong("normal"),
                row.getLong("discount"))));
  }

  private static CoverPeriod cover(ResultSet row) throws SQLException {
    return new CoverPeriod(
        row.getObject("cover_from", LocalDate.class),
        row.getObject("cover_until", LocalDate.class));
  }
}
