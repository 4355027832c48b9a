package id.gerbang.server.commission;

import id.gerbang.server.commission.CommissionDesk.Institution;
import id.gerbang.server.commission.CommissionDesk.Kind;
import id.gerbang.server.commission.CommissionDesk.Line;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Paid bills and issued statements as rows. */
final class CommissionRows {
  /** Each bill that was paid in a month, with what its member had paid before. */
  private static final String PAID =
      """
      SELECT b.agent, p.before, p.programmes, p.months FROM bill b CROSS JOIN LATERAL (
        SELECT (SELECT coalesce(sum(x.months + x.arrears), 0) FROM bill x WHERE x.application = b.application AND x.status = 'paid'
            AND (x.paid_at, x.payment_code) < (b.paid_at, b.payment_code)) AS before,
          (SELECT count(DISTINCT l.programme) FROM bill_line l WHERE l.bill = b.payment_code) AS programmes,
          ARRAY(SELECT sum(l.normal - l.discount)::bigint FROM bill_line l WHERE l.bill = b.payment_code
            GROUP BY l.month ORDER BY l.month) AS months
      ) p WHERE b.status = 'paid' AND b.paid_at >= :from AND b.paid_at < :until AND b.agent IS NOT NULL
      """;

  private static final String LINES =
      """
      SELECT c.*, i.name AS institution_name FROM commission c LEFT JOIN institution i ON i.id = c.institution
      WHERE c.period = :period AND (CAST(:institution AS bigint) IS NULL OR c.institution = :institution)
      ORDER BY c.agent, c.id
      """;

  private CommissionRows() {}

  /** What was paid in a month, by agent; of one agent alone, unless empty. */
  static Map<String, List<Contribution>> paid(
      Handle tx, YearMonth month, ZoneId zone, Optional<String> agent) {
    Map<String, List<Contribution>> byAgent = new TreeMap<>();
    tx.createQuery(
            PAID
                + " AND (CAST(:agent AS text) IS NULL OR b.agent = :agent)"
                + " ORDER BY b.paid_at, b.payment_code")
        .bind("from", begin(month, zone))
        .bind("until", begin(month.plusMonths(1), zone))
        .bind("agent", agent.orElse(null))
        .map(
            (row, _) ->
                byAgent
                    .computeIfAbsent(row.getString("agent"), _ -> new ArrayList<>())
                    .add(contribution(row)))
        .list();
    return byAgent;
  }

  private static Contribution contribution(ResultSet row) throws SQLException {
    Array months = row.getArray("months");
    return new Contribution(
        row.getInt("before"), row.getInt("programmes"), Arrays.asList((Long[]) months.getArray()));
  }

  static Instant begin(YearMonth month, ZoneId zone) {
    return month.atDay(1).atStartOfDay(zone).toInstant();
  }

  /** Through whom an agent is paid now. */
  static Optional<Institution> institution(Handle tx, String agent) {
    return tx.createQuery(
            "SELECT i.id, i.name FROM agent g JOIN institution i ON i.id = g.institution WHERE"
                + " g.code = ?")
        .bind(0, agent)
        .map((row, _) -> new Institution(row.getLong("id"), row.getString("name")))
        .findFirst();
  }

  /** When a month was issued. */
  static Optional<Instant> closed(Handle tx, YearMonth month) {
    return tx.createQuery("SELECT closed_at FROM commission_period WHERE period = ?")
        .bind(0, month.toString())
        .mapTo(Instant.class)
        .findFirst();
  }

  static List<Line> lines(Handle tx, YearMonth month, Optional<Long> institution) {
    return tx.createQuery(LINES)
        .bind("period", month.toString())
        .bind("institution", institution.orElse(null))
        .map((row, _) -> line(row))
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    long institution = row.getLong("institution");
    boolean none = row.wasNull();
    return new Line(
        row.getLong("id"),
        row.getString("agent"),
        none
            ? Optional.empty()
            : Optional.of(new Institution(institution, row.getString("institution_name"))),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        new Earned(
            row.getInt("new_two"),
            row.getInt("new_three"),
            row.getLong("early"),
            row.getLong("late")),
        new Pay(
            row.getLong("acquisition"),
            row.getLong("early_pay"),
            row.getLong("late_pay"),
            row.getLong("correction"),
            row.getLong("tax")),
        row.getString("rules"),
        Optional.ofNullable(row.getString("reason")));
  }

  /** Writes a line for good, and says its number. */
  static long insert(Handle tx, YearMonth month, Line line, String who, Instant at) {
    return tx.createQuery(
            """
            INSERT INTO commission (period, agent, institution, kind, new_two, new_three, early, late, acquisition, early_pay,
              late_pay, correction, tax, net, rules, reason, made_by, created_at)
            VALUES (:period, :agent, :institution, :kind, :newTwo, :newThree, :early, :late, :acquisition, :earlyPay, :latePay,
              :correction, :tax, :net, :rules, :reason, :who, :at) RETURNING id
            """)
        .bind("period", month.toString())
        .bind("agent", line.agent())
        .bind("institution", line.institution().map(Institution::id).orElse(null))
        .bind("kind", line.kind().label())
        .bind("newTwo", line.earned().newTwo())
        .bind("newThree", line.earned().newThree())
        .bind("early", line.earned().early())
        .bind("late", line.earned().late())
        .bind("acquisition", line.pay().acquisition())
        .bind("earlyPay", line.pay().early())
        .bind("latePay", line.pay().late())
        .bind("correction", line.pay().correction())
        .bind("tax", line.pay().tax())
        .bind("net", line.pay().net())
        .bind("rules", line.rules())
        .bind("reason", line.reason().orElse(null))
        .bind("who", who)
        .bind("at", at)
        .mapTo(Long.class)
        .one();
  }
}
