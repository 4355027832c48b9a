package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The workers of an agent as the agent may see them, masked, and the agent's figures. Answers only
 * an active agent, and of nobody else's workers. Blocks.
 */
public final class AgentWorkers {
  private static final String MINE =
      """
      SELECT a.reference, a.status, a.plan, v.name AS village, w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker
      FROM application a JOIN agent g ON g.code = a.agent JOIN village v ON v.id = a.village LEFT JOIN worker w ON w.id = a.worker
      WHERE g.phone_lookup = :phone AND g.status = 'active'
      """;

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final ZoneId zone;

  /**
   * @param zone the branch's time zone, in which a month begins
   */
  public AgentWorkers(Jdbi jdbi, Vault vault, ZoneId zone) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.zone = zone;
  }

  /** Who a phone is to this room. */
  enum Who {
    ACTIVE,
    /** Suspended, ended, or certified and not yet active. */
    NOT_ACTIVE,
    NO_AGENT
  }

  /** Who a phone is, by the table. */
  Who who(Handle tx, Msisdn phone) {
    return tx.createQuery(
            "SELECT status FROM agent WHERE phone_lookup = ? ORDER BY status = 'ended'")
        .bind(0, lookup(phone))
        .map(
            (row, _) ->
                switch (row.getString("status")) {
                  case "active" -> Who.ACTIVE;
                  case "candidate" -> Who.NO_AGENT;
                  default -> Who.NOT_ACTIVE;
                })
        .findFirst()
        .orElse(Who.NO_AGENT);
  }

  /**
   * A worker of the agent's.
   *
   * @param worker the name, masked, and the NIK's last digits; empty when erased
   */
  public record Worker(
      String reference, Optional<String> worker, String village, String plan, Status status) {}

  /** The latest, the newest first. */
  public List<Worker> latest(Msisdn agent, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    MINE
                        + " AND a.worker IS NOT NULL ORDER BY a.created_at DESC, a.reference LIMIT"
                        + " :limit")
                .bind("phone", lookup(agent))
                .bind("limit", limit)
                .map((row, _) -> worker(row))
                .list());
  }

  /** The latest application of a NIK, if it is this agent's. */
  public Optional<Worker> byNik(Msisdn agent, String nik) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(MINE + " AND w.nik_lookup = :nik ORDER BY a.created_at DESC LIMIT 1")
                .bind("phone", lookup(agent))
                .bind("nik", vault.lookup("nik", nik))
                .map((row, _) -> worker(row))
                .findFirst());
  }

  /** One of them; empty when it is not this agent's. */
  public Optional<Worker> byReference(Msisdn agent, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(MINE + " AND a.reference = :reference")
                .bind("phone", lookup(agent))
                .bind("reference", reference)
                .map((row, _) -> worker(row))
                .findFirst());
  }

  private Worker worker(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    return new Worker(
        row.getString("reference"),
        worker == null ? Optional.empty() : Optional.of(shown(row, worker)),
        row.getString("village"),
        row.getString("plan"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)));
  }

  private String shown(ResultSet row, String worker) throws SQLException {
    String nik = Nik.masked(sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker));
    byte[] name = row.getBytes("name_sealed");
    return name == null
        ? "NIK " + nik
        : PersonName.masked(sealed.open(name, "worker.name:" + worker)) + ", NIK " + nik;
  }

  /**
   * What came of an agent's work since a month began.
   *
   * @param entered workers the agent typed
   * @param confirmed applications the agent said YA to
   * @param approved applications of the agent's that the branch approved
   * @param collected deposits of the month that were not taken back, rupiah
   * @param cash what the agent holds now, rupiah
   */
  public record Month(long entered, long confirmed, long approved, long collected, long cash) {}

  /** The figures of the month of {@code at}; empty when the phone is no active agent's. */
  public Optional<Month> month(Msisdn agent, Instant at) {
    return jdbi.withHandle(handle -> month(handle, agent, at));
  }

  Optional<Month> month(Handle handle, Msisdn agent, Instant at) {
    ZonedDateTime begin = at.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
    return handle
        .createQuery(
            """
            SELECT
              (SELECT count(*) FROM agent_entry e WHERE e.agent = g.code AND e.entered_at >= :begin AND e.entered_at < :end) AS entered,
              (SELECT count(*) FROM application a JOIN act_code k ON k.application = a.reference
               WHERE k.phone_lookup = g.phone_lookup AND k.act = 'agent_answer' AND k.outcome = 'YA' AND k.used_at >= :begin AND k.used_at < :end) AS confirmed,
              (SELECT count(*) FROM application a JOIN audit u ON u.about = 'application:' || a.reference
               WHERE (a.agent = g.code OR a.reference IN (SELECT m.application FROM application_move m WHERE m.from_agent = g.code))
                 AND enrolled_by(a) = g.code AND a.status = 'approved' AND u.what = 'application.approved'
                 AND u.at >= :begin AND u.at < :end) AS approved,
              (SELECT coalesce(sum(d.amount), 0) FROM deposit d WHERE d.agent = g.code AND d.created_at >= :begin
                 AND d.created_at < :end AND NOT EXISTS (SELECT FROM deposit_reversal r WHERE r.deposit = d.reference)) AS collected,
              cash_of(g.code) AS cash
            FROM agent g WHERE g.phone_lookup = :phone AND g.status = 'active'
            """)
        .bind("phone", lookup(agent))
        .bind("begin", begin.toInstant())
        .bind("end", begin.plusMonths(1).toInstant())
        .map(
            (row, _) ->
                new Month(
                    row.getLong("entered"),
                    row.getLong("confirmed"),
                    row.getLong("approved"),
                    row.getLong("collected"),
                    row.getLong("cash")))
        .findFirst();
  }

  private byte[] lookup(Msisdn phone) {
    return vault.lookup("phone", phone.digits());
  }
}
