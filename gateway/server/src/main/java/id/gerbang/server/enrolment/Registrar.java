package id.gerbang.server.enrolment;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Columns;
import id.gerbang.server.record.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Makes applications: each once, whatever is replayed, together with the messages that it causes.
 * Those that come at the same time share a transaction.
 *
 * <p>Threads: from any; {@link #register} blocks until its transaction is committed.
 */
public final class Registrar implements AutoCloseable {
  /** A code or a reference that exists already is drawn anew; three in a row do not happen. */
  private static final int DRAWS = 3;

  private static final String UNIQUE_VIOLATION = "23505";

  private static final int COMMITTERS = 2;

  /** In one transaction: a commit's cost is spread over some tens, and none waits long for it. */
  private static final int MOST_TOGETHER = 64;

  /** Half a second's work; who comes then is told that the system is busy. */
  private static final int MOST_WAITING = 512;

  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Villages villages;
  private final AgentDirectory agents;
  private final Codes codes;
  private final EnrolmentTimes times;
  private final Letters letters;
  private final GroupCommit<Asked, Registered> together;

  public Registrar(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Villages villages,
      AgentDirectory agents,
      Codes codes,
      EnrolmentTimes times,
      Letters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.villages = villages;
    this.agents = agents;
    this.codes = codes;
    this.times = times;
    this.letters = letters;
    this.together =
        new GroupCommit<>(
            "registrar", COMMITTERS, MOST_TOGETHER, MOST_WAITING, PATIENCE, this::registerAll);
  }

  private record Asked(Registration registration, byte[] nikLookup, Instant at) {}

  /** What is drawn for one before its transaction. */
  private record Draft(
      Asked asked,
      String worker,
      String reference,
      String agentCode,
      String workerCode,
      UUID id,
      Optional<AgentDirectory.Agent> agent) {
    Registration registration() {
      return asked.registration();
    }

    Particulars particulars() {
      return registration().particulars();
    }

    String about() {
      return "application:" + reference;
    }
  }

  /**
   * Registers, or answers what was recorded when this intent was done before.
   *
   * @throws id.gerbang.server.record.RecordsBusy when it was not done in time; asking again with
   *     the same intent finds what became of it
   */
  public Registered register(Registration registration, Instant at) {
    return together.submit(new Asked(registration, vault.lookup("nik", registration.nik()), at));
  }

  /** Those that could meet each other in one statement go into rounds of their own. */
  private List<Registered> registerAll(List<Asked> all) {
    Map<Asked, Registered> outcomes = new HashMap<>();
    List<Asked> left = new ArrayList<>(all);
    while (!left.isEmpty()) {
      Set<String> seen = new HashSet<>();
      List<Asked> round =
          left.stream()
              .filter(
                  asked ->
                      seen.add("nik " + HexFormat.of().formatHex(asked.nikLookup()))
                          & seen.add("intent " + asked.registration().intent()))
              .toList();
      left.removeAll(round);
      outcomes.putAll(registerRound(round));
    }
    return all.stream().map(outcomes::get).toList();
  }

  private Map<Asked, Registered> registerRound(List<Asked> round) {
    for (int draw = 1; ; draw++) {
      List<Draft> drafts = round.stream().map(this::draft).toList();
      try {
        return jdbi.inTransaction(tx -> register(tx, drafts));
      } catch (UnableToExecuteStatementException e) {
        if (draw == DRAWS
            || !(e.getCause() instanceof SQLException sql)
            || !UNIQUE_VIOLATION.equals(sql.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private Draft draft(Asked asked) {
    return new Draft(
        asked,
        HexFormat.of().formatHex(asked.nikLookup()),
        codes.next(),
        codes.next(),
        codes.next(),
        codes.id(),
        asked
            .registration()
            .agent()
            .flatMap(agents::byCode)
            .filter(agent -> agent.takesWorkers(asked.at())));
  }

  private Map<Asked, Registered> register(Handle tx, List<Draft> drafts) {
    Map<String, Inserted> inserted = new HashMap<>();
    insert(tx, drafts).forEach(row -> inserted.put(row.reference(), row));
    Map<Asked, Registered> outcomes = new HashMap<>();
    List<NewSms> messages = new ArrayList<>();
    for (Draft draft : drafts) {
      Inserted row = inserted.get(draft.reference());
      if (!row.intent()) {
        outcomes.put(draft.asked(), recorded(tx, draft.registration().intent()));
      } else if (!row.application()) {
        outcomes.put(draft.asked(), refused(tx, draft));
      } else {
        messages.addAll(messages(draft));
        outcomes.put(
            draft.asked(),
            new Registered.Done(draft.reference(), draft.agent().map(AgentDirectory.Agent::name)));
      }
    }
    if (!messages.isEmpty()) {
      outbox.add(tx, messages.toArray(NewSms[]::new));
    }
    return outcomes;
  }

  private static Registered refused(Handle tx, Draft draft) {
    boolean already = Enrolment.known(tx, draft.asked().nikLookup()) == Enrolment.Known.REGISTERED;
    tx.execute(
        "UPDATE intent SET outcome = ?, gives = '' WHERE id = ?",
        already ? "already" : "pending",
        draft.registration().intent());
    return already ? new Registered.Already() : new Registered.Pending();
  }

  private record Inserted(String reference, boolean intent, boolean application) {}

  /** One statement and one round trip for all: this is on the path that is measured. */
  private static final String INSERT =
      """
      WITH r AS MATERIALIZED (
        SELECT * FROM unnest(:intent, :gives, :at, :id, :nikLookup, :nik, :name, :birthDate, :reference, :phone, :phoneLookup,
          :status, :language, :channel, :village, :agent, :plan, :occupation, :permanence, :band, :deadline,
          :consentText, :consentLanguage, :consentChannel, :consentAt, :agentCode, :agentPhone, :workerCode, :codeEnds, :about,
          :institution, :helper, :borrowed, :heir1, :relation1, :heir2, :relation2)
        AS r (intent, gives, at, id, nik_lookup, nik, name, birth_date, reference, phone, phone_lookup,
          status, language, channel, village, agent, plan, occupation, permanence, band, deadline,
          consent_text, consent_language, consent_channel, consent_at, agent_code, agent_phone, worker_code, code_ends, about,
          institution, helper, borrowed, heir_1, relation_1, heir_2, relation_2)
      ), i AS (
        INSERT INTO intent (id, action, outcome, gives, at)
        SELECT intent, 'enrolment.register', 'registered', gives, at FROM r ON CONFLICT DO NOTHING RETURNING id
      ), w AS (
        INSERT INTO worker (id, nik_lookup, nik_sealed, name_sealed, birth_date_sealed, created_at)
        SELECT r.id, r.nik_lookup, r.nik, r.name, r.birth_date, r.at FROM r JOIN i ON i.id = r.intent
        -- who applies again may correct the name; nobody changes one that stands in an open application
        ON CONFLICT (nik_lookup) DO UPDATE SET (name_sealed, birth_date_sealed) = (
          SELECT CASE WHEN o.open THEN worker.name_sealed ELSE coalesce(EXCLUDED.name_sealed, worker.name_sealed) END,
                 CASE WHEN o.open THEN worker.birth_date_sealed ELSE EXCLUDED.birth_date_sealed END
          FROM (SELECT EXISTS (SELECT 1 FROM application x WHERE x.worker = worker.id
            AND x.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')) AS open) o)
        RETURNING id, nik_lookup
      ), a AS (
        INSERT INTO application (reference, worker, phone_sealed, phone_lookup, status, language, channel, village, agent, plan,
          occupation, permanence, band, created_at, updated_at, next_deadline, institution, helper_lookup, phone_borrowed)
        SELECT r.reference, w.id, r.phone, r.phone_lookup, r.status, r.language, r.channel, r.village, r.agent, r.plan,
          r.occupation, r.permanence, r.band, r.at, r.at, r.deadline, r.institution::bigint, r.helper, r.borrowed::boolean
        FROM r JOIN w ON w.nik_lookup = r.nik_lookup
        ON CONFLICT (worker) WHERE status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
        DO NOTHING RETURNING reference
      ), c AS (
        INSERT INTO consent (application, text_version, language, channel, given_at)
        SELECT reference, consent_text, consent_language, consent_channel, consent_at FROM r JOIN a USING (reference)
      ), k AS (
        INSERT INTO act_code (code, act, application, phone_lookup, expires_at, agent, asked_at)
        SELECT agent_code, 'agent_answer', reference, agent_phone, code_ends, agent, at FROM r JOIN a USING (reference)
        WHERE agent IS NOT NULL
        UNION ALL
        SELECT worker_code, 'worker_withdrawal', reference, phone_lookup, code_ends, NULL, NULL FROM r JOIN a USING (reference)
      ), h AS (
        INSERT INTO heir (application, number, name_sealed, relation)
        SELECT reference, 1, heir_1, relation_1 FROM r JOIN a USING (reference) WHERE heir_1 IS NOT NULL
        UNION ALL
        SELECT reference, 2, heir_2, relation_2 FROM r JOIN a USING (reference) WHERE heir_2 IS NOT NULL
      ), u AS (
        INSERT INTO audit (at, who, what, about) SELECT at, 'worker', 'application.made', about FROM r JOIN a USING (reference)
      )
      SELECT r.reference, i.id IS NOT NULL AS intent, a.reference IS NOT NULL AS application
      FROM r LEFT JOIN i ON i.id = r.intent LEFT JOIN a ON a.reference = r.reference
      """;

  private List<Inserted> insert(Handle tx, List<Draft> drafts) {
    Columns<Draft> columns = new Columns<>(drafts);
    worker(columns);
    application(columns);
    consentAndCodes(columns);
    particulars(columns);
    return columns
        .bindTo(tx.createQuery(INSERT))
        .map(
            (row, _) ->
                new Inserted(
                    row.getString("reference"),
                    row.getBoolean("intent"),
                    row.getBoolean("application")))
        .list();
  }

  private void worker(Columns<Draft> columns) {
    columns
        .text("intent", d -> d.registration().intent())
        .text(
            "gives",
            d -> d.reference() + "|" + d.agent().map(AgentDirectory.Agent::code).orElse(""))
        .instant("at", d -> d.asked().at())
        .uuid("id", Draft::id)
        .bytes("nikLookup", d -> d.asked().nikLookup())
        .bytes("nik", d -> sealed.seal(d.registration().nik(), "worker.nik:" + d.worker()))
        .bytes(
            "name",
            d ->
                d.registration()
                    .name()
                    .map(name -> sealed.seal(name, "worker.name:" + d.worker()))
                    .orElse(null))
        .bytes(
            "birthDate",
            d ->
                sealed.seal(
                    d.registration().birthDate().toString(), "worker.birth_date:" + d.worker()));
  }

  private void application(Columns<Draft> columns) {
    columns
        .text("reference", Draft::reference)
        .bytes(
            "phone",
            d ->
                sealed.seal(
                    d.registration().phone().digits(), "application.phone:" + d.reference()))
        .bytes("phoneLookup", d -> vault.lookup("phone", d.registration().phone().digits()))
        .text(
            "status",
            d -> (d.agent().isPresent() ? Status.AWAITING_AGENT : Status.AWAITING_BRANCH).label())
        .text("language", d -> d.registration().language())
        .text("channel", d -> d.registration().channel().label())
        .text("village", d -> d.registration().village())
        .text("agent", d -> d.agent().map(AgentDirectory.Agent::code).orElse(null))
        .text("plan", d -> d.registration().plan())
        .text("occupation", d -> d.registration().occupation())
        .text("permanence", d -> d.registration().permanence())
        .text("band", d -> d.registration().band())
        .instant(
            "deadline", d -> d.agent().isPresent() ? d.asked().at().plus(times.reminder()) : null);
  }

  private void consentAndCodes(Columns<Draft> columns) {
    columns
        .text("consentText", d -> d.registration().consent().textVersion())
        .text("consentLanguage", d -> d.registration().consent().language())
        .text("consentChannel", d -> d.registration().consent().channel())
        .instant("consentAt", d -> d.registration().consent().at())
        .text("agentCode", Draft::agentCode)
        .bytes(
            "agentPhone",
            d -> d.agent().map(a -> vault.lookup("phone", a.phone().digits())).orElse(null))
        .text("workerCode", Draft::workerCode)
        .instant("codeEnds", d -> d.asked().at().plus(times.code()))
        .text("about", Draft::about);
  }

  private void particulars(Columns<Draft> columns) {
    columns
        .text("institution", d -> d.particulars().institution().map(String::valueOf).orElse(null))
        .bytes(
            "helper",
            d ->
                d.particulars()
                    .helper()
                    .map(phone -> vault.lookup("phone", phone.digits()))
                    .orElse(null))
        .text("borrowed", d -> Boolean.toString(d.particulars().borrowed()));
    for (int i = 0; i < Particulars.MOST_HEIRS; i++) {
      int number = i;
      columns
          .bytes("heir" + (i + 1), d -> heirName(d, number))
          .text("relation" + (i + 1), d -> relation(d.particulars().heir(number)));
    }
  }

  private byte[] heirName(Draft draft, int number) {
    Heir heir = draft.particulars().heir(number);
    return heir == null ? null : sealed.seal(heir.name(), heirContext(draft.reference(), number));
  }

  private static String relation(Heir heir) {
    return heir == null ? null : heir.relation().label();
  }

  /** What an heir's sealed name is bound to. */
  static String heirContext(String reference, int number) {
    return "heir.name:" + reference + ":" + (number + 1);
  }

  private List<NewSms> messages(Draft draft) {
    Registration r = draft.registration();
    Instant at = draft.asked().at();
    Instant until = at.plus(times.escalation());
    NewSms toWorker =
        new NewSms(
            r.phone(),
            letters.registered(
                r.language(),
                draft.reference(),
                draft.agent().map(AgentDirectory.Agent::name),
                until,
                draft.workerCode()),
            draft.about(),
            at);
    if (draft.agent().isEmpty()) {
      return List.of(toWorker);
    }
    String village = villages.byId(r.village()).map(Villages.Village::name).orElse(r.village());
    String ask =
        letters.askAgent(
            r.name(), r.phone().digits(), r.nik(), village, r.plan(), draft.agentCode(), until);
    return List.of(new NewSms(draft.agent().get().phone(), ask, draft.about(), at), toWorker);
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

  @Override
  public void close() {
    together.close();
  }
}
