package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Columns;
import id.gerbang.server.record.GroupCommit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a phone may ask about applications: may this NIK apply, which are mine, where do they stand.
 * They are made by the {@link Registrar}. Blocks.
 */
public final class Enrolment implements AutoCloseable {
  private static final int MOST_TOGETHER = 64;
  private static final int MOST_WAITING = 512;

  /** A screen waits for it: less than a carrier's 10 s, with room for what comes after. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final AgentDirectory agents;
  private final EnrolmentTimes times;
  private final Letters letters;
  private final GroupCommit<byte[], Known> looks;

  public Enrolment(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      AgentDirectory agents,
      EnrolmentTimes times,
      Letters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.agents = agents;
    this.times = times;
    this.letters = letters;
    this.looks = new GroupCommit<>("looks", 1, MOST_TOGETHER, MOST_WAITING, PATIENCE, this::known);
  }

  /** Whether a NIK may apply. */
  public enum Known {
    NEW,
    PENDING,
    REGISTERED
  }

  /**
   * Whether a NIK may apply now. Looks of the same moment share a query.
   *
   * @throws id.gerbang.server.record.RecordsBusy when too many look
   */
  public Known lookUp(String nik) {
    return looks.submit(vault.lookup("nik", nik));
  }

  private List<Known> known(List<byte[]> nikLookups) {
    Map<String, Known> found = new HashMap<>();
    jdbi.useHandle(
        handle ->
            new Columns<>(nikLookups)
                .bytes("nik", nik -> nik)
                .bindTo(handle.createQuery(OPEN))
                .map((row, _) -> found.put(row.getString("nik"), known(row.getString("status"))))
                .list());
    return nikLookups.stream()
        .map(nik -> found.getOrDefault(HexFormat.of().formatHex(nik), Known.NEW))
        .toList();
  }

  private static final String OPEN =
      """
      SELECT encode(w.nik_lookup, 'hex') AS nik, a.status FROM application a JOIN worker w ON w.id = a.worker
      WHERE w.nik_lookup = ANY(:nik) AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
      """;

  /** As {@link #lookUp}, within a transaction. */
  static Known known(Handle tx, byte[] nikLookup) {
    return new Columns<>(List.of(nikLookup))
        .bytes("nik", nik -> nik)
        .bindTo(tx.createQuery(OPEN))
        .map((row, _) -> known(row.getString("status")))
        .findFirst()
        .orElse(Known.NEW);
  }

  private static Known known(String status) {
    return status.equals(Status.APPROVED.label()) ? Known.REGISTERED : Known.PENDING;
  }

  /** Sends the whole notice; once for an intent, and at most three times an hour to a phone. */
  public void sendNotice(Msisdn phone, String language, String intent, Instant at) {
    jdbi.useTransaction(
        tx -> {
          int fresh =
              tx.execute(
                  "INSERT INTO intent (id, action, outcome, gives, at) VALUES (?,"
                      + " 'consent.send_details', 'sent', '', ?) ON CONFLICT DO NOTHING",
                  intent,
                  at);
          if (fresh == 1
              && Puzzled.mayAnswer(tx, vault.lookup("phone-notice", phone.digits()), at)) {
            outbox.add(tx, new NewSms(phone, letters.notice(language), "notice", at));
          }
        });
  }

  /** A phone that was lent sees what it helped with until that is decided. */
  private static final String OF_PHONE =
      "(a.phone_lookup = :phone OR (a.helper_lookup = :phone"
          + " AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch')))";

  /**
   * @param worker the worker's name, masked, or their NIK's last digits
   */
  public record Mine(String reference, String worker) {}

  /** The applications of a phone, newest first. */
  public List<Mine> mine(Msisdn phone, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT a.reference, w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker
                    FROM application a JOIN worker w ON w.id = a.worker
                    WHERE %s ORDER BY a.created_at DESC LIMIT :limit
                    """
                        .formatted(OF_PHONE))
                .bind("phone", vault.lookup("phone", phone.digits()))
                .bind("limit", limit)
                .map((row, _) -> mine(row))
                .list());
  }

  private Mine mine(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    byte[] name = row.getBytes("name_sealed");
    String shown =
        name != null
            ? PersonName.masked(sealed.open(name, "worker.name:" + worker))
            : Nik.masked(sealed.open(row.getBytes("nik_sealed"), "worker.nik:" + worker));
    return new Mine(row.getString("reference"), shown);
  }

  /**
   * Where an application stands.
   *
   * @param until the agent's deadline, or the worker's own to consent
   */
  public record Standing(
      Status status,
      Optional<String> agentName,
      Optional<Instant> until,
      String plan,
      Optional<String> reason) {}

  /** The members of a phone, newest first. */
  public List<Mine> members(Msisdn phone, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT a.reference, w.name_sealed, w.nik_sealed, encode(w.nik_lookup, 'hex') AS worker
                    FROM application a JOIN worker w ON w.id = a.worker
                    WHERE a.phone_lookup = ? AND a.status = 'approved' ORDER BY a.created_at DESC LIMIT ?
                    """)
                .bind(0, vault.lookup("phone", phone.digits()))
                .bind(1, limit)
                .map((row, _) -> mine(row))
                .list());
  }

  /** What a member's contribution is counted by. */
  public record Cover(String plan, String band, String occupation) {}

  /** What one of this phone's members is covered for; empty when it is not this phone's. */
  public Optional<Cover> cover(Msisdn phone, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT plan, band, occupation FROM application WHERE reference = ? AND"
                        + " phone_lookup = ? AND status = 'approved'")
                .bind(0, reference)
                .bind(1, vault.lookup("phone", phone.digits()))
                .map(
                    (row, _) ->
                        new Cover(
                            row.getString("plan"),
                            row.getString("band"),
                            row.getString("occupation")))
                .findFirst());
  }

  /** Where one of this phone's applications stands; empty when it is not this phone's. */
  public Optional<Standing> standing(Msisdn phone, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT a.status, a.agent, a.created_at, a.plan, a.reason_sealed FROM"
                        + " application a WHERE a.reference = :reference AND "
                        + OF_PHONE)
                .bind("reference", reference)
                .bind("phone", vault.lookup("phone", phone.digits()))
                .map(
                    (row, _) -> {
                      Status status =
                          Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
                      return new Standing(
                          status,
                          Optional.ofNullable(row.getString("agent"))
                              .flatMap(agents::byCode)
                              .map(AgentDirectory.Agent::name),
                          Optional.of(
                              row.getTimestamp("created_at")
                                  .toInstant()
                                  .plus(
                                      status == Status.AWAITING_CONSENT
                                          ? times.consent()
                                          : times.escalation())),
                          row.getString("plan"),
                          Optional.ofNullable(row.getBytes("reason_sealed"))
                              .map(
                                  reason ->
                                      sealed.open(reason, "application.reason:" + reference)));
                    })
                .findFirst());
  }

  @Override
  public void close() {
    looks.close();
  }
}
