package id.gerbang.server.outreach;

import id.gerbang.server.outreach.ReminderPlan.Step;
import id.gerbang.server.record.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Who may be due for a reminder, and what was written, as rows. All within the caller's
 * transaction; members and agents are held by it.
 */
final class ReminderRows {
  private final ZoneId zone;

  /**
   * @param zone of the days of cover, and where no branch serves
   */
  ReminderRows(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Somebody who may be due.
   *
   * @param about as the table reminder has it
   * @param reference of a member, or an agent's code
   * @param anchor the day that the step is counted from
   * @param zone the name of where they are
   * @param asks the phone of the agent whom they may ask, bound to {@code agent.phone:}code; or
   *     null
   */
  record Candidate(
      String about,
      String reference,
      String language,
      byte[] phone,
      LocalDate anchor,
      String zone,
      String agent,
      byte[] asks) {}

  private static final String WHERE_THEY_ARE =
      """
        JOIN village v ON v.id = a.village LEFT JOIN area d ON d.code = v.district
        LEFT JOIN area r ON r.code = CASE d.kind WHEN 'district' THEN d.parent ELSE d.code END
        LEFT JOIN branch n ON n.code = r.branch
      """;

  private static final String SELECT =
      """
      SELECT %s AS about, a.reference, coalesce(s.language, a.language) AS language, a.phone_lookup, %s AS anchor,
        coalesce(n.time_zone, :zone) AS zone, g.code AS agent, g.phone_sealed AS asks
      FROM %s
        LEFT JOIN subscriber s ON s.phone_lookup = a.phone_lookup
        LEFT JOIN agent g ON g.code = a.agent AND g.status = 'active'
      """
          + WHERE_THEY_ARE;

  /**
   * Nobody who said STOP, had a message today, took the consent back, borrowed the phone, or of
   * whom a death was reported; and nobody in their quiet hours.
   */
  private static final String MAY_BE_WRITTEN_TO =
      """
        AND a.status = 'approved' AND NOT a.phone_borrowed AND coalesce(n.time_zone, :zone) = ANY(:awake)
        AND NOT EXISTS (SELECT FROM reminder m WHERE m.about = %s AND m.kind = :kind AND m.due_on = %s)
        AND NOT EXISTS (SELECT FROM silence q WHERE q.phone_lookup = a.phone_lookup)
        AND NOT EXISTS (SELECT FROM reminded o WHERE o.phone_lookup = a.phone_lookup AND o.at > :dayAgo)
        AND NOT EXISTS (SELECT FROM consent c WHERE c.application = a.reference AND c.withdrawn_at IS NOT NULL)
        AND NOT EXISTS (SELECT FROM risk_report k JOIN worker w ON w.nik_lookup = k.nik_lookup
          WHERE w.id = a.worker AND k.risk = 'death')
      ORDER BY anchor, a.reference LIMIT :most FOR NO KEY UPDATE OF a SKIP LOCKED
      """;

  private static final String OF_MEMBER = "'member:' || a.reference";

  /** The last bill that somebody paid, since the membership was opened anew if it was. */
  private static final String LAST_PAID =
      """
      WHERE b.status = 'paid' AND b.cover_until BETWEEN :from AND :until
        AND (a.reopened_at IS NULL OR b.paid_at > a.reopened_at)
        AND NOT EXISTS (SELECT FROM bill l WHERE l.application = b.application AND l.status = 'paid' AND l.cover_until > b.cover_until)
      """;

  private static final String END_OF_COVER =
      sql(
          OF_MEMBER,
          "b.cover_until",
          "bill b JOIN application a ON a.reference = b.application",
          LAST_PAID);

  /** As PaidSoFar counts months: from the first day of all. */
  private static final String ENDS =
      """
      bill b JOIN application a ON a.reference = b.application CROSS JOIN LATERAL (
          SELECT CAST(min(x.cover_from) + make_interval(months => CAST(sum(x.months + x.arrears) AS integer) + :allowed + 1) AS date) - 1
            + :shift AS day FROM bill x
          WHERE x.application = b.application AND x.status = 'paid' AND (a.reopened_at IS NULL OR x.paid_at > a.reopened_at)) e
      """;

  private static final String END_OF_MEMBERSHIP =
      sql(OF_MEMBER, "e.day", ENDS, LAST_PAID + "  AND e.day BETWEEN :dayFrom AND :dayUntil\n");

  private static final String APPROVAL =
      sql(
          OF_MEMBER,
          "CAST(coalesce(a.reopened_at, a.updated_at) AT TIME ZONE :zone AS date)",
          "application a",
          """
          WHERE coalesce(a.reopened_at, a.updated_at) >= :begin AND coalesce(a.reopened_at, a.updated_at) < :end
            AND NOT EXISTS (SELECT FROM bill l WHERE l.application = a.reference AND l.status = 'paid'
              AND (a.reopened_at IS NULL OR l.paid_at > a.reopened_at))
          """);

  /** Expired, and nobody asked for another or paid since. */
  private static final String EXPIRY =
      sql(
          "'bill:' || b.payment_code",
          "CAST(b.expires_at AT TIME ZONE :zone AS date)",
          "bill b JOIN application a ON a.reference = b.application",
          """
          WHERE b.status = 'expired' AND b.expires_at >= :begin AND b.expires_at < :end
            AND NOT EXISTS (SELECT FROM bill l WHERE l.application = b.application AND (l.issued_at > b.issued_at OR l.paid_at > b.issued_at))
          """);

  private static String sql(String about, String anchor, String from, String where) {
    return SELECT.formatted(about, anchor, from)
        + where
        + MAY_BE_WRITTEN_TO.formatted(about, anchor);
  }

  /**
   * Members for whom a step may be due.
   *
   * @param awake the zones in which it is no quiet hour
   * @param allowed how many months in a row may be in arrears
   */
  List<Candidate> members(
      Handle tx, Step step, Instant now, Set<String> awake, long allowed, int most) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate from = step.earliest(today);
    LocalDate until = step.latest(today);
    Query query =
        switch (step.kind()) {
          case BEFORE, DAY, AFTER ->
              tx.createQuery(END_OF_COVER).bind("from", from).bind("until", until);
          case LAST, ENDED -> endOfMembership(tx, step, from, until, (int) allowed);
          case FIRST -> between(tx.createQuery(APPROVAL), from, until);
          case EXPIRED -> between(tx.createQuery(EXPIRY), from, until);
          case WEEK -> throw new IllegalArgumentException("that is about agents");
        };
    return awake(query, awake)
        .bind("zone", zone.getId())
        .bind("kind", step.label())
        .bind("dayAgo", now.minus(OneADay.BETWEEN))
        .bind("most", most)
        .map((row, _) -> candidate(row))
        .list();
  }

  /** Binds the zones. */
  static Query awake(Query query, Set<String> zones) {
    return new Columns<>(List.copyOf(zones)).text("awake", name -> name).bindTo(query);
  }

  /**
   * Months differ by three days at most: the index finds by the end of cover, the rest is exact.
   */
  private static Query endOfMembership(
      Handle tx, Step step, LocalDate from, LocalDate until, int allowed) {
    int slack = 4;
    return tx.createQuery(END_OF_MEMBERSHIP)
        .bind("from", from.minusMonths(allowed + 1L).minusDays(slack))
        .bind("until", until.minusMonths(allowed + 1L).plusDays(slack))
        .bind("dayFrom", from)
        .bind("dayUntil", until)
        .bind("allowed", allowed)
        .bind("shift", step.kind() == ReminderPlan.Kind.ENDED ? 1 : 0);
  }

  private Query between(Query query, LocalDate from, LocalDate until) {
    return query
        .bind("begin", from.atStartOfDay(zone).toInstant())
        .bind("end", until.plusDays(1).atStartOfDay(zone).toInstant());
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        row.getString("about"),
        row.getString("reference"),
        row.getString("language"),
        row.getBytes("phone_lookup"),
        row.getObject("anchor", LocalDate.class),
        row.getString("zone"),
        row.getString("agent"),
        row.getBytes("asks"));
  }

  private static final String AGENTS =
      """
      SELECT 'agent:' || a.code AS about, a.code AS reference, '' AS language, a.phone_lookup, CAST(:week AS date) AS anchor,
        coalesce(n.time_zone, :zone) AS zone, a.code AS agent, a.phone_sealed AS asks
      FROM agent a
      """
          + WHERE_THEY_ARE
          + """
          WHERE a.status = 'active' AND coalesce(n.time_zone, :zone) = ANY(:awake)
            AND NOT EXISTS (SELECT FROM reminder m WHERE m.about = 'agent:' || a.code AND m.kind = :kind AND m.due_on = :week)
            AND NOT EXISTS (SELECT FROM silence q WHERE q.phone_lookup = a.phone_lookup)
            AND NOT EXISTS (SELECT FROM reminded o WHERE o.phone_lookup = a.phone_lookup AND o.at > :dayAgo)
          ORDER BY a.code LIMIT :most FOR NO KEY UPDATE OF a SKIP LOCKED
          """;

  /** Agents who were not told the figures of the week that begins on {@code week}. */
  List<Candidate> agents(
      Handle tx, Step step, LocalDate week, Instant now, Set<String> awake, int most) {
    return awake(tx.createQuery(AGENTS), awake)
        .bind("week", week)
        .bind("zone", zone.getId())
        .bind("kind", step.label())
        .bind("dayAgo", now.minus(OneADay.BETWEEN))
        .bind("most", most)
        .map((row, _) -> candidate(row))
        .list();
  }

  /**
   * An agent's members in figures.
   *
   * @param soon cover ends within a week
   * @param stopped cover is over, the membership is not
   * @param unpaid approved, and never paid
   */
  record Figures(long soon, long stopped, long unpaid) {
    boolean nothing() {
      return soon + stopped + unpaid == 0;
    }
  }

  Figures figures(Handle tx, String agent, LocalDate today, long allowed) {
    return tx.createQuery(
            """
            SELECT count(*) FILTER (WHERE u.until BETWEEN :today AND :week) AS soon,
              count(*) FILTER (WHERE u.until < :today AND u.until >= :ended) AS stopped,
              count(*) FILTER (WHERE u.until IS NULL) AS unpaid
            FROM application a CROSS JOIN LATERAL (
              SELECT max(b.cover_until) AS until FROM bill b WHERE b.application = a.reference AND b.status = 'paid'
                AND (a.reopened_at IS NULL OR b.paid_at > a.reopened_at)) u
            WHERE a.agent = :agent AND a.status = 'approved'
            """)
        .bind("agent", agent)
        .bind("today", today)
        .bind("week", today.plusDays(6))
        .bind("ended", today.minusMonths(allowed + 1))
        .map(
            (row, _) ->
                new Figures(row.getLong("soon"), row.getLong("stopped"), row.getLong("unpaid")))
        .one();
  }

  /** The zones of the branches, and the gateway's. */
  List<String> zones(Handle tx) {
    return tx.createQuery("SELECT time_zone FROM branch UNION SELECT :zone")
        .bind("zone", zone.getId())
        .mapTo(String.class)
        .list();
  }

  /** Notes that a step is done for somebody; once. */
  static void note(Handle tx, Candidate who, Step step, boolean sent, Instant now) {
    tx.execute(
        "INSERT INTO reminder (about, kind, due_on, zone, at, sent) VALUES (?, ?, ?, ?, ?, ?)",
        who.about(),
        step.label(),
        who.anchor(),
        who.zone(),
        now,
        sent);
  }
}
