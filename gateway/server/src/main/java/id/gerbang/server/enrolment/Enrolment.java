package id.gerbang.server.enrolment;

import id.gerbang.engine.value.Nik;
import id.gerbang.engine.value.PersonName;
import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.area.Villages;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.consent.ConsentToken;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A worker's application: made once, whatever is replayed, together with the messages that it
 * causes. Blocks.
 */
public final class Enrolment {
  /** A code or a reference that exists already is drawn anew; three in a row do not happen. */
  private static final int DRAWS = 3;

  private static final String UNIQUE_VIOLATION = "23505";

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Villages villages;
  private final AgentDirectory agents;
  private final Codes codes;
  private final EnrolmentTimes times;
  private final Letters letters;

  public Enrolment(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Villages villages,
      AgentDirectory agents,
      Codes codes,
      EnrolmentTimes times) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.villages = villages;
    this.agents = agents;
    this.codes = codes;
    this.times = times;
    this.letters = new Letters(times.zone());
  }

  /**
   * What a worker gave.
   *
   * @param name empty when the agent shall type it
   * @param village its id
   * @param agent the agent's code; empty sends it straight to the branch
   * @param intent names this act
   */
  public record Registration(
      Msisdn phone,
      String nik,
      Optional<String> name,
      LocalDate birthDate,
      String village,
      String occupation,
      String permanence,
      String band,
      String plan,
      Optional<String> agent,
      ConsentToken consent,
      Channel channel,
      String language,
      String intent) {

    /** It is a person. */
    @Override
    public String toString() {
      return "Registration[village=" + village + ", plan=" + plan + ", intent=" + intent + "]";
    }
  }

  /** What became of it. */
  public sealed interface Registered {
    /**
     * @param agentName empty when it went straight to the branch
     */
    record Done(String reference, Optional<String> agentName) implements Registered {}

    /** Another application of this NIK is open. */
    record Pending() implements Registered {}

    /** This NIK is approved already. */
    record Already() implements Registered {}
  }

  /** Whether a NIK may apply. */
  public enum Known {
    NEW,
    PENDING,
    REGISTERED
  }

  public Known lookUp(String nik) {
    return jdbi.withHandle(handle -> known(handle, vault.lookup("nik", nik)));
  }

  private static Known known(Handle handle, byte[] nikLookup) {
    Optional<String> status =
        handle
            .createQuery(
                """
                SELECT a.status FROM application a JOIN worker w ON w.id = a.worker
                WHERE w.nik_lookup = ? AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
                """)
            .bind(0, nikLookup)
            .mapTo(String.class)
            .findFirst();
    return status
        .map(s -> s.equals("approved") ? Known.REGISTERED : Known.PENDING)
        .orElse(Known.NEW);
  }

  /** Registers, or answers what was recorded when this intent was done before. */
  public Registered register(Registration registration, Instant at) {
    for (int draw = 1; ; draw++) {
      Draft draft = new Draft(codes.next(), codes.next(), codes.next(), codes.id());
      try {
        return jdbi.inTransaction(tx -> register(tx, registration, draft, at));
      } catch (UnableToExecuteStatementException e) {
        if (draw == DRAWS
            || !(e.getCause() instanceof SQLException sql)
            || !UNIQUE_VIOLATION.equals(sql.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /** Drawn before the transaction. */
  private record Draft(String reference, String agentCode, String workerCode, UUID worker) {}

  private Registered register(Handle tx, Registration r, Draft draft, Instant at) {
    byte[] nikLookup = vault.lookup("nik", r.nik());
    Optional<AgentDirectory.Agent> agent =
        r.agent().flatMap(agents::byCode).filter(AgentDirectory.Agent::isActive);
    Inserted inserted = insert(tx, r, draft, nikLookup, agent, at);
    if (!inserted.intent()) {
      return recorded(tx, r.intent());
    }
    if (!inserted.application()) {
      Registered refused =
          known(tx, nikLookup) == Known.REGISTERED
              ? new Registered.Already()
              : new Registered.Pending();
      tx.execute(
          "UPDATE intent SET outcome = ?, gives = '' WHERE id = ?",
          refused instanceof Registered.Already ? "already" : "pending",
          r.intent());
      return refused;
    }
    outbox.add(tx, messages(r, draft, agent, at));
    return new Registered.Done(draft.reference(), agent.map(AgentDirectory.Agent::name));
  }

  private record Inserted(boolean intent, boolean application) {}

  /** One statement, one round trip: this is on the path that is measured. */
  private Inserted insert(
      Handle tx,
      Registration r,
      Draft draft,
      byte[] nikLookup,
      Optional<AgentDirectory.Agent> agent,
      Instant at) {
    String worker = HexFormat.of().formatHex(nikLookup);
    String about = "application:" + draft.reference();
    return tx.createQuery(
            """
            WITH i AS (
              INSERT INTO intent (id, action, outcome, gives, at)
              VALUES (:intent, 'enrolment.register', 'registered', :gives, :at) ON CONFLICT DO NOTHING RETURNING id
            ), w AS (
              INSERT INTO worker (id, nik_lookup, nik_sealed, name_sealed, birth_date_sealed, created_at)
              SELECT CAST(:worker AS uuid), CAST(:nikLookup AS bytea), CAST(:nik AS bytea), CAST(:name AS bytea), CAST(:birthDate AS bytea),
                CAST(:at AS timestamptz) FROM i
              -- who applies again may correct the name; nobody changes one that stands in an open application
              ON CONFLICT (nik_lookup) DO UPDATE SET (name_sealed, birth_date_sealed) = (
                SELECT CASE WHEN o.open THEN worker.name_sealed ELSE coalesce(EXCLUDED.name_sealed, worker.name_sealed) END,
                       CASE WHEN o.open THEN worker.birth_date_sealed ELSE EXCLUDED.birth_date_sealed END
                FROM (SELECT EXISTS (SELECT 1 FROM application x WHERE x.worker = worker.id
                  AND x.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')) AS open) o)
              RETURNING id
            ), a AS (
              INSERT INTO application (reference, worker, phone_sealed, phone_lookup, status, language, channel, village, agent, plan,
                occupation, permanence, band, created_at, updated_at, next_deadline)
              SELECT :reference, w.id, CAST(:phone AS bytea), CAST(:phoneLookup AS bytea), :status, :language, :channel, :village,
                CAST(:agent AS text), :plan, :occupation, :permanence, :band, CAST(:at AS timestamptz), CAST(:at AS timestamptz),
                CAST(:deadline AS timestamptz) FROM w
              ON CONFLICT (worker) WHERE status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
              DO NOTHING RETURNING reference
            ), c AS (
              INSERT INTO consent (application, text_version, language, channel, given_at)
              SELECT reference, :consentText, :consentLanguage, :consentChannel, CAST(:consentAt AS timestamptz) FROM a
            ), k AS (
              INSERT INTO act_code (code, act, application, phone_lookup, expires_at)
              SELECT :agentCode, 'agent_answer', reference, CAST(:agentPhone AS bytea), CAST(:codeEnds AS timestamptz) FROM a
              WHERE CAST(:agent AS text) IS NOT NULL
              UNION ALL
              SELECT :workerCode, 'worker_withdrawal', reference, CAST(:phoneLookup AS bytea), CAST(:codeEnds AS timestamptz) FROM a
            ), u AS (
              INSERT INTO audit (at, who, what, about) SELECT CAST(:at AS timestamptz), 'worker', 'application.made', :about FROM a
            )
            SELECT (SELECT count(*) FROM i) AS intents, (SELECT count(*) FROM a) AS applications
            """)
        .bind("intent", r.intent())
        .bind("gives", draft.reference() + "|" + agent.map(AgentDirectory.Agent::code).orElse(""))
        .bind("at", at)
        .bind("worker", draft.worker())
        .bind("nikLookup", nikLookup)
        .bind("nik", sealed.seal(r.nik(), "worker.nik:" + worker))
        .bind("name", r.name().map(name -> sealed.seal(name, "worker.name:" + worker)).orElse(null))
        .bind("birthDate", sealed.seal(r.birthDate().toString(), "worker.birth_date:" + worker))
        .bind("reference", draft.reference())
        .bind("phone", sealed.seal(r.phone().digits(), "application.phone:" + draft.reference()))
        .bind("phoneLookup", vault.lookup("phone", r.phone().digits()))
        .bind(
            "status", (agent.isPresent() ? Status.AWAITING_AGENT : Status.AWAITING_BRANCH).label())
        .bind("language", r.language())
        .bind("channel", r.channel().label())
        .bind("village", r.village())
        .bind("agent", agent.map(AgentDirectory.Agent::code).orElse(null))
        .bind("plan", r.plan())
        .bind("occupation", r.occupation())
        .bind("permanence", r.permanence())
        .bind("band", r.band())
        .bind("deadline", agent.isPresent() ? at.plus(times.reminder()) : null)
        .bind("consentText", r.consent().textVersion())
        .bind("consentLanguage", r.consent().language())
        .bind("consentChannel", r.consent().channel())
        .bind("consentAt", r.consent().at())
        .bind("agentCode", draft.agentCode())
        .bind("agentPhone", agent.map(a -> vault.lookup("phone", a.phone().digits())).orElse(null))
        .bind("workerCode", draft.workerCode())
        .bind("codeEnds", at.plus(times.code()))
        .bind("about", about)
        .map((row, _) -> new Inserted(row.getInt("intents") == 1, row.getInt("applications") == 1))
        .one();
  }

  private NewSms[] messages(
      Registration r, Draft draft, Optional<AgentDirectory.Agent> agent, Instant at) {
    String about = "application:" + draft.reference();
    Instant until = at.plus(times.escalation());
    NewSms toWorker =
        new NewSms(
            r.phone(),
            letters.registered(
                r.language(),
                draft.reference(),
                agent.map(AgentDirectory.Agent::name),
                until,
                draft.workerCode()),
            about,
            at);
    if (agent.isEmpty()) {
      return new NewSms[] {toWorker};
    }
    String village = villages.byId(r.village()).map(Villages.Village::name).orElse(r.village());
    String ask =
        letters.askAgent(
            r.name().map(PersonName::masked),
            "0" + r.phone().digits().replaceFirst("^62", ""),
            Nik.masked(r.nik()),
            village,
            r.plan(),
            draft.agentCode(),
            until);
    return new NewSms[] {new NewSms(agent.get().phone(), ask, about, at), toWorker};
  }

  private Registered recorded(Handle tx, String intent) {
    return tx.createQuery("SELECT outcome, gives FROM intent WHERE id = ?")
        .bind(0, intent)
        .map(
            (row, _) -> {
              String[] gives = row.getString("gives").split("\\|", -1);
              return switch (row.getString("outcome")) {
                case "registered" ->
                    new Registered.Done(
                        gives[0], agents.byCode(gives[1]).map(AgentDirectory.Agent::name));
                case "already" -> (Registered) new Registered.Already();
                default -> new Registered.Pending();
              };
            })
        .one();
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
                    WHERE a.phone_lookup = ? ORDER BY a.created_at DESC LIMIT ?
                    """)
                .bind(0, vault.lookup("phone", phone.digits()))
                .bind(1, limit)
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
   * @param until the agent's deadline, while the agent is awaited
   */
  public record Standing(
      Status status,
      Optional<String> agentName,
      Optional<Instant> until,
      String plan,
      Optional<String> reason) {}

  /** Where one of this phone's applications stands; empty when it is not this phone's. */
  public Optional<Standing> standing(Msisdn phone, String reference) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT status, agent, created_at, plan, reason_sealed FROM application WHERE"
                        + " reference = ? AND phone_lookup = ?")
                .bind(0, reference)
                .bind(1, vault.lookup("phone", phone.digits()))
                .map(
                    (row, _) ->
                        new Standing(
                            Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                            Optional.ofNullable(row.getString("agent"))
                                .flatMap(agents::byCode)
                                .map(AgentDirectory.Agent::name),
                            Optional.of(
                                row.getTimestamp("created_at")
                                    .toInstant()
                                    .plus(times.escalation())),
                            row.getString("plan"),
                            Optional.ofNullable(row.getBytes("reason_sealed"))
                                .map(
                                    reason ->
                                        sealed.open(reason, "application.reason:" + reference))))
                .findFirst());
  }
}
