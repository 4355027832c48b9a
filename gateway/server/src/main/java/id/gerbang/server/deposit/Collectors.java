package id.gerbang.server.deposit;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who may take deposits, and what they hold. It reads the tables, never a copy: who was suspended a
 * second ago takes nothing.
 */
final class Collectors {
  /**
   * The one place that says who may collect: an active agent {@code g} whose certificate has not
   * run out (R2), of an institution {@code i} with an agreement that allows it (R14).
   */
  private static final String LAPSED = "CAST(:at AS timestamptz) >= agent_certificate_ends(g)";

  private static final String MAY_COLLECT =
      "mou_allows(i.id, 'collection', CAST(:at AS timestamptz), :zone)";

  private final Vault vault;
  private final SealedText sealed;
  private final DepositLimits limits;
  private final ZoneId zone;

  /**
   * @param limits of whom the branch has given none of their own
   * @param zone the branch's: its days are those that are counted
   */
  Collectors(Vault vault, DepositLimits limits, ZoneId zone) {
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.limits = limits;
    this.zone = zone;
  }

  /**
   * Whether the agent of a phone may collect; who may is locked until the end of {@code tx}, so
   * that nobody suspends them, counts their cash or books for them meanwhile.
   */
  Right right(Handle tx, Msisdn phone, Instant at) {
    return tx.createQuery(
            """
            SELECT g.code, g.name_sealed, g.status, i.id AS institution, i.name AS institution_name, %s AS lapsed,
              coalesce(%s, false) AS collects, l.most_a_day, l.most_cash
            FROM agent g LEFT JOIN institution i ON i.id = g.institution LEFT JOIN collector_limit l ON l.agent = g.code
            WHERE g.phone_lookup = :phone ORDER BY g.status = 'ended' LIMIT 1 FOR NO KEY UPDATE OF g
            """
                .formatted(LAPSED, MAY_COLLECT))
        .bind("at", at)
        .bind("zone", zone.getId())
        .bind("phone", vault.lookup("phone", phone.digits()))
        .map((row, _) -> right(row))
        .findFirst()
        .orElse(new Right.Not(new Stop.NoAgent()));
  }

  private Right right(ResultSet row) throws SQLException {
    if (row.getString("status").equals("candidate")) {
      return new Right.Not(new Stop.NoAgent());
    }
    if (!row.getString("status").equals("active")) {
      return new Right.Not(new Stop.NotActive());
    }
    if (row.getBoolean("lapsed")) {
      return new Right.Not(new Stop.Lapsed());
    }
    String institution = row.getString("institution_name");
    if (institution == null) {
      return new Right.Not(new Stop.NoInstitution());
    }
    if (!row.getBoolean("collects")) {
      return new Right.Not(new Stop.NoMou(institution));
    }
    String code = row.getString("code");
    return new Right.May(
        new Collector(
            code,
            sealed.open(row.getBytes("name_sealed"), "agent.name:" + code),
            row.getLong("institution"),
            limits(row)));
  }

  private DepositLimits limits(ResultSet row) throws SQLException {
    return row.getObject("most_a_day") == null
        ? limits
        : limits.forCollector(row.getLong("most_a_day"), row.getLong("most_cash"));
  }

  /**
   * Locks an agent whatever may be, for what the branch books.
   *
   * @return empty when there is no such agent
   */
  static Optional<String> lock(Handle tx, String agent) {
    return tx.createQuery("SELECT code FROM agent WHERE code = ? FOR NO KEY UPDATE")
        .bind(0, agent)
        .mapTo(String.class)
        .findFirst();
  }

  /** Where a collector stands. */
  Position position(Handle tx, String agent, Instant at) {
    Instant day = LocalDate.ofInstant(at, zone).atStartOfDay(zone).toInstant();
    return tx.createQuery(
            """
            SELECT cash_of(g.code) AS cash,
              (SELECT coalesce(sum(d.amount), 0) FROM deposit d WHERE d.agent = g.code AND d.created_at >= :day
                AND NOT EXISTS (SELECT FROM deposit_reversal r WHERE r.deposit = d.reference)) AS today,
              h.amount AS last_amount, h.created_at AS last_at, l.most_a_day, l.most_cash
            FROM agent g LEFT JOIN collector_limit l ON l.agent = g.code
            LEFT JOIN LATERAL (SELECT amount, created_at FROM handover WHERE agent = g.code ORDER BY created_at DESC LIMIT 1) h ON true
            WHERE g.code = :agent
            """)
        .bind("day", day)
        .bind("agent", agent)
        .map(
            (row, _) -> {
              var lastAt = row.getTimestamp("last_at");
              return new Position(
                  row.getLong("cash"),
                  row.getLong("today"),
                  limits(row),
                  lastAt == null
                      ? Optional.empty()
                      : Optional.of(
                          new Position.Last(row.getLong("last_amount"), lastAt.toInstant())));
            })
        .one();
  }
}
