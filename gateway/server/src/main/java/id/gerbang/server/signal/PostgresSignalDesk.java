package id.gerbang.server.signal;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link SignalDesk} on PostgreSQL. */
public final class PostgresSignalDesk implements SignalDesk {
  /** A page is ordered by a time and a word of twelve digits ({@link Cursor}). */
  private static final String COLUMNS =
      """
      SELECT s.*, ARRAY(SELECT x.application FROM signal_application x WHERE x.signal = s.id ORDER BY x.application) AS applications
      FROM (SELECT *, lpad(id::text, 12, '0') AS reference FROM signal) s
      """;

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final ZoneId zone;

  /**
   * @param zone the branch's, in which days begin
   */
  public PostgresSignalDesk(Jdbi jdbi, Vault vault, ZoneId zone) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.zone = zone;
  }

  @Override
  public Page<Signal> list(Filter filter) {
    return new PagedQuery(COLUMNS, "s")
        .where("s.status = :status", "status", filter.state().map(State::label))
        .where("s.rule = :rule", "rule", filter.rule().map(Rule::label))
        .where(
            "(s.subject = 'agent:' || :agent OR EXISTS (SELECT FROM signal_application x JOIN"
                + " application a ON a.reference = x.application WHERE x.signal = s.id AND a.agent"
                + " = :agent))",
            "agent",
            filter.agent())
        .page(
            jdbi,
            filter.limit(),
            filter.after(),
            (row, _) -> signal(row),
            last -> new Cursor(last.createdAt(), "%012d".formatted(last.id())));
  }

  @Override
  public List<Signal> of(String application) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    COLUMNS
                        + " WHERE s.id IN (SELECT signal FROM signal_application WHERE application"
                        + " = ?) ORDER BY s.created_at, s.id")
                .bind(0, application)
                .map((row, _) -> signal(row))
                .list());
  }

  @Override
  public Optional<Signal> review(
      long id, Finding finding, Optional<String> note, String who, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          int rows =
              tx.execute(
                  """
                  UPDATE signal SET status = 'reviewed', finding = ?, note_sealed = ?, reviewed_by = ?, reviewed_at = ?,
                    reviewed_count = count, updated_at = ? WHERE id = ?
                  """,
                  finding.label(),
                  note.map(words -> sealed.seal(words, place(id))).orElse(null),
                  who,
                  at,
                  at,
                  id);
          if (rows == 0) {
            return Optional.empty();
          }
          Audit.write(tx, at, who, "signal.found_" + finding.label(), SignalRows.about(id));
          return find(tx, id);
        });
  }

  private Optional<Signal> find(Handle tx, long id) {
    return tx.createQuery(COLUMNS + " WHERE s.id = ?")
        .bind(0, id)
        .map((row, _) -> signal(row))
        .findFirst();
  }

  /** What a note is bound to. */
  private static String place(long id) {
    return "signal.note:" + id;
  }

  private Signal signal(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    return new Signal(
        id,
        Rule.labelled(row.getString("rule")).orElseThrow(),
        row.getString("subject"),
        row.getTimestamp("window_from").toInstant(),
        row.getInt("hours"),
        row.getInt("threshold"),
        row.getInt("count"),
        List.of((String[]) row.getArray("applications").getArray()),
        State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        review(row, id),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private Optional<Review> review(ResultSet row, long id) throws SQLException {
    String finding = row.getString("finding");
    if (finding == null) {
      return Optional.empty();
    }
    byte[] note = row.getBytes("note_sealed");
    return Optional.of(
        new Review(
            Finding.valueOf(finding.toUpperCase(Locale.ROOT)),
            Optional.ofNullable(note).flatMap(words -> sealed.tryOpen(words, place(id))),
            row.getString("reviewed_by"),
            row.getTimestamp("reviewed_at").toInstant()));
  }

  @Override
  public Month month(Instant at) {
    LocalDate today = LocalDate.ofInstant(at, zone);
    return new Month(today.withDayOfMonth(1), today);
  }

  private static final String CONDUCT =
      """
      WITH k AS (
        SELECT k.*, a.status, a.unconfirmed, a.agent AS now_agent FROM act_code k JOIN application a ON a.reference = k.application
        WHERE k.act = 'agent_answer' AND k.agent = :agent AND k.asked_at >= :from AND k.asked_at < :until
      ), decided AS (
        SELECT u.what FROM application a JOIN audit u ON u.about = 'application:' || a.reference
        WHERE a.agent = :agent AND u.what IN ('application.approved', 'application.rejected') AND u.at >= :from AND u.at < :until
      )
      SELECT count(*) AS asked,
        count(*) FILTER (WHERE outcome = 'YA') AS confirmed,
        count(*) FILTER (WHERE outcome = 'TOLAK') AS rejected,
        count(*) FILTER (WHERE used_at IS NULL AND unconfirmed AND now_agent = :agent) AS escalated,
        count(*) FILTER (WHERE used_at IS NULL AND NOT unconfirmed AND now_agent = :agent AND status = 'awaiting_agent') AS waiting,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM used_at - asked_at)::bigint)
          FILTER (WHERE outcome IN ('YA', 'TOLAK') AND used_at >= asked_at) AS median,
        min(extract(epoch FROM used_at - asked_at)::bigint)
          FILTER (WHERE outcome IN ('YA', 'TOLAK') AND used_at >= asked_at) AS quickest,
        (SELECT count(*) FROM agent_entry e WHERE e.agent = :agent AND e.entered_at >= :from AND e.entered_at < :until) AS entered,
        (SELECT count(*) FROM decided WHERE what = 'application.approved') AS approved,
        (SELECT count(*) FROM decided WHERE what = 'application.rejected') AS refused,
        (SELECT count(*) FROM signal s WHERE s.status = 'open' AND (s.subject = 'agent:' || :agent OR EXISTS (
          SELECT FROM signal_application x JOIN application a ON a.reference = x.application
          WHERE x.signal = s.id AND a.agent = :agent))) AS signals
      FROM k
      """;

  @Override
  public Optional<Conduct> conduct(String agent, LocalDate from, LocalDate until) {
    return jdbi.withHandle(
        handle -> {
          boolean known =
              handle
                  .createQuery("SELECT EXISTS (SELECT FROM agent WHERE code = ?)")
                  .bind(0, agent)
                  .mapTo(Boolean.class)
                  .one();
          return known ? Optional.of(conduct(handle, agent, from, until)) : Optional.empty();
        });
  }

  private Conduct conduct(Handle handle, String agent, LocalDate from, LocalDate until) {
    return handle
        .createQuery(CONDUCT)
        .bind("agent", agent)
        .bind("from", from.atStartOfDay(zone).toInstant())
        .bind("until", until.plusDays(1).atStartOfDay(zone).toInstant())
        .map((row, _) -> conduct(row, agent, from, until))
        .one();
  }

  private static Conduct conduct(ResultSet row, String agent, LocalDate from, LocalDate until)
      throws SQLException {
    long asked = row.getLong("asked");
    long confirmed = row.getLong("confirmed");
    long rejected = row.getLong("rejected");
    long escalated = row.getLong("escalated");
    long waiting = row.getLong("waiting");
    return new Conduct(
        agent,
        from,
        until,
        asked,
        confirmed,
        rejected,
        escalated,
        waiting,
        asked - confirmed - rejected - escalated - waiting,
        seconds(row, "median"),
        seconds(row, "quickest"),
        row.getLong("entered"),
        row.getLong("approved"),
        row.getLong("refused"),
        row.getLong("signals"));
  }

  private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }
}
