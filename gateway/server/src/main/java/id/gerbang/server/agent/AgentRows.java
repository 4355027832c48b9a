package id.gerbang.server.agent;

import id.gerbang.server.agent.AgentDesk.Agent;
import id.gerbang.server.agent.AgentDesk.Certificate;
import id.gerbang.server.agent.AgentDesk.Details;
import id.gerbang.server.agent.AgentDesk.Filter;
import id.gerbang.server.agent.AgentDesk.Status;
import id.gerbang.server.agent.AgentDesk.Step;
import id.gerbang.server.agent.AgentDesk.Type;
import id.gerbang.server.agent.AgentDesk.Validity;
import id.gerbang.server.agent.AgentDesk.Waiting;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Agents as the branch sees them, read from their rows. */
final class AgentRows {
  private static final String COLUMNS =
      """
      SELECT a.code, a.name_sealed, a.phone_sealed, v.name AS village, a.status, i.name AS institution, a.type, a.certificate_sealed,
        a.certificate_until, a.candidate_number, agent_takes_work(a, CAST(:at AS timestamptz)) AS takes_work,
        CAST(:at AS timestamptz) >= agent_certificate_ends(a) AS lapsed,
        CAST(:at AS timestamptz) >= agent_certificate_ends(a) - :warning * interval '1 day' AS ending
      FROM agent a JOIN village v ON v.id = a.village LEFT JOIN institution i ON i.id = a.institution
      """;

  private final SealedText sealed;

  AgentRows(SealedText sealed) {
    this.sealed = sealed;
  }

  Page<Agent> list(Handle handle, Filter filter, Instant at) {
    return Page.of(
        handle
            .createQuery(
                COLUMNS
                    + """
                    WHERE (:status::text IS NULL OR a.status = :status) AND (:type::text IS NULL OR a.type = :type)
                      AND (:institution::bigint IS NULL OR a.institution = :institution) AND (:after::text IS NULL OR a.code > :after)
                      AND (:village::text IS NULL OR EXISTS (SELECT FROM village s WHERE (s.id = :village OR s.name = :village)
                        AND (s.id = a.village OR EXISTS (SELECT FROM agent_village w WHERE w.agent = a.code AND w.village = s.id))))
                    ORDER BY a.code LIMIT :limit
                    """)
            .bind("at", at)
            .bind("warning", Certificates.WARNING.toDays())
            .bind("status", filter.status().map(Status::label).orElse(null))
            .bind("type", filter.type().map(Type::label).orElse(null))
            .bind("institution", filter.institution().orElse(null))
            .bind("village", filter.village().orElse(null))
            .bind("after", filter.after().orElse(null))
            .bind("limit", filter.limit() + 1)
            .map((row, _) -> agent(row))
            .list(),
        filter.limit(),
        Agent::code);
  }

  private record Found(Agent agent, Optional<String> number) {}

  Optional<Details> find(Handle handle, String code, Instant at) {
    return handle
        .createQuery(COLUMNS + " WHERE a.code = :code")
        .bind("at", at)
        .bind("warning", Certificates.WARNING.toDays())
        .bind("code", code)
        .map(
            (row, _) ->
                new Found(agent(row), Optional.ofNullable(row.getString("candidate_number"))))
        .findFirst()
        .map(
            found ->
                new Details(
                    found.agent(),
                    names(
                        handle,
                        "SELECT v.name FROM agent_village s JOIN village v ON v.id = s.village"
                            + " WHERE s.agent = ? ORDER BY 1",
                        code),
                    names(
                        handle,
                        "SELECT i.name FROM agent_market s JOIN institution i ON i.id ="
                            + " s.institution WHERE s.agent = ? ORDER BY 1",
                        code),
                    found.number(),
                    history(handle, code, found.number()),
                    waiting(handle, code)));
  }

  private static List<String> names(Handle handle, String sql, String code) {
    return handle.createQuery(sql).bind(0, code).mapTo(String.class).list();
  }

  private Agent agent(ResultSet row) throws SQLException {
    String code = row.getString("code");
    return new Agent(
        code,
        sealed.open(row.getBytes("name_sealed"), "agent.name:" + code),
        new Msisdn(sealed.open(row.getBytes("phone_sealed"), "agent.phone:" + code)).masked(),
        row.getString("village"),
        Status.of(row.getString("status")),
        Optional.ofNullable(row.getString("institution")),
        Type.of(row.getString("type")).orElseThrow(),
        certificate(row, code),
        row.getBoolean("takes_work"));
  }

  private Optional<Certificate> certificate(ResultSet row, String code) throws SQLException {
    byte[] number = row.getBytes("certificate_sealed");
    if (number == null) {
      return Optional.empty();
    }
    Validity validity =
        row.getBoolean("lapsed")
            ? Validity.EXPIRED
            : row.getBoolean("ending") ? Validity.EXPIRING : Validity.VALID;
    return Optional.of(
        new Certificate(
            sealed.open(number, "agent.certificate:" + code),
            row.getObject("certificate_until", LocalDate.class),
            validity));
  }

  private List<Step> history(Handle handle, String code, Optional<String> number) {
    return handle
        .createQuery("SELECT * FROM agent_change WHERE agent IN (:code, :number) ORDER BY id")
        .bind("code", code)
        .bind("number", number.orElse(code))
        .map((row, _) -> step(row))
        .list();
  }

  private Step step(ResultSet row) throws SQLException {
    Status became = Status.of(row.getString("became"));
    String place = AgentLife.reasonAt(row.getString("agent"), became);
    return new Step(
        row.getTimestamp("at").toInstant(),
        row.getString("who"),
        Optional.ofNullable(row.getString("was")).map(Status::of),
        became,
        Optional.ofNullable(row.getBytes("reason_sealed")).map(words -> sealed.open(words, place)),
        Optional.ofNullable(row.getObject("certificate_until", LocalDate.class)));
  }

  private static Waiting waiting(Handle handle, String code) {
    return handle
        .createQuery(
            """
            SELECT count(*) FILTER (WHERE status = 'awaiting_agent') AS asked,
              count(*) FILTER (WHERE status = 'awaiting_consent') AS entered,
              count(*) FILTER (WHERE status IN ('awaiting_branch', 'approved')) AS members,
              (SELECT count(*) FROM risk_report WHERE agent = :code AND stage <> 'decided') AS reports
            FROM application WHERE agent = :code
            """)
        .bind("code", code)
        .map(
            (row, _) ->
                new Waiting(
                    row.getLong("asked"),
                    row.getLong("entered"),
                    row.getLong("reports"),
                    row.getLong("members")))
        .one();
  }
}
