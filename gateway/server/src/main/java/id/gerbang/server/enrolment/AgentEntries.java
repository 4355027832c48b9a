package id.gerbang.server.enrolment;

import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Intents;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Workers whom agents enter, from the menu or by SMS. Each is asked by SMS for a consent of their
 * own (R9); until then the application is {@code awaiting_consent}, and nobody who was known before
 * is changed.
 */
public final class AgentEntries {
  /** Letters to somebody who never chose a language. */
  private static final String LANGUAGE = "id";

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Villages villages;
  private final Codes codes;
  private final EnrolmentTimes times;
  private final Letters letters;

  public AgentEntries(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Villages villages,
      Codes codes,
      EnrolmentTimes times,
      Letters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.villages = villages;
    this.codes = codes;
    this.times = times;
    this.letters = letters;
  }

  /** Who enters, as the table has them. */
  private record Agent(String code, String name, boolean active, Optional<Entered> hindered) {}

  /** Whether an agent may enter workers now. */
  public sealed interface Right {
    record May() implements Right {}

    /**
     * @param why {@link Entered.MouExpired}, {@link Entered.NoMou}, {@link
     *     Entered.CertificateExpired}, {@link Entered.NotActive} or {@link Entered.NoAgent}
     */
    record Not(Entered why) implements Right {}
  }

  /** Whether the agent of this phone may enter workers. Blocks. */
  public Right mayEnter(Msisdn phone, Instant at) {
    return jdbi.inTransaction(
        tx ->
            hindered(agent(tx, vault.lookup("phone", phone.digits()), at))
                .<Right>map(Right.Not::new)
                .orElse(new Right.May()));
  }

  private static Optional<Entered> hindered(Optional<Agent> agent) {
    if (agent.isEmpty()) {
      return Optional.of(new Entered.NoAgent());
    }
    return agent.get().active() ? agent.get().hindered() : Optional.of(new Entered.NotActive());
  }

  /** Enters a worker, or answers what was recorded when this intent was done before. Blocks. */
  public Entered enter(Entry entry, String intent, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          Optional<String> before = Intents.begin(tx, intent, "agent.enter", at);
          if (before.isPresent()) {
            return new Entered.Done(before.get());
          }
          Entered entered = enter(tx, entry, at);
          if (entered instanceof Entered.Done(String reference)) {
            Intents.done(tx, intent, reference);
          } else {
            Intents.forget(tx, intent);
          }
          return entered;
        });
  }

  /** Enters a worker in the transaction of {@code tx}. */
  Entered enter(Handle tx, Entry entry, Instant at) {
    Optional<Agent> agent = agent(tx, vault.lookup("phone", entry.agent().digits()), at);
    Optional<Entered> hindered = hindered(agent);
    if (hindered.isPresent()) {
      return hindered.get();
    }
    byte[] phone = vault.lookup("phone", entry.phone().digits());
    if (isAnAgents(tx, phone)) {
      return new Entered.AgentsPhone();
    }
    byte[] nik = vault.lookup("nik", entry.nik());
    for (int draw = 1; draw <= ActCodes.DRAWS; draw++) {
      Optional<Entered> exists = existing(tx, nik, agent.get().code());
      if (exists.isPresent()) {
        return exists.get();
      }
      String reference = codes.next();
      if (write(tx, entry, agent.get(), nik, phone, reference, at)) {
        ask(tx, entry, agent.get(), phone, reference, at);
        return new Entered.Done(reference);
      }
    }
    throw new IllegalStateException(
        ActCodes.DRAWS + " references in a row exist already; is chance broken?");
  }

  private Optional<Agent> agent(Handle tx, byte[] phone, Instant at) {
    return tx.createQuery(
            """
            SELECT g.code, g.name_sealed, g.status, g.certificate_until, i.name AS institution,
              CAST(:at AS timestamptz) >= agent_certificate_ends(g) AS lapsed,
              i.id IS NULL OR mou_allows(i.id, 'registration', CAST(:at AS timestamptz), :zone) AS allowed,
              mou_last_day(i.id, 'registration', CAST(:at AS timestamptz), :zone) AS last_day
            FROM agent g LEFT JOIN institution i ON i.id = g.institution
            WHERE g.phone_lookup = :phone AND g.status <> 'candidate' ORDER BY g.status = 'ended' LIMIT 1 FOR SHARE OF g
            """)
        .bind("at", at)
        .bind("zone", times.zone().getId())
        .bind("phone", phone)
        .map(
            (row, _) ->
                new Agent(
                    row.getString("code"),
                    sealed.open(row.getBytes("name_sealed"), "agent.name:" + row.getString("code")),
                    row.getString("status").equals("active"),
                    hindered(row)))
        .findFirst();
  }

  /** What hinders an active agent. */
  private static Optional<Entered> hindered(ResultSet row) throws SQLException {
    if (row.getBoolean("lapsed")) {
      return Optional.of(
          new Entered.CertificateExpired(row.getObject("certificate_until", LocalDate.class)));
    }
    if (row.getBoolean("allowed")) {
      return Optional.empty();
    }
    String institution = row.getString("institution");
    return Optional.ofNullable(row.getObject("last_day", LocalDate.class))
        .<Entered>map(day -> new Entered.MouExpired(institution, day))
        .or(() -> Optional.of(new Entered.NoMou(institution)));
  }

  /** A candidate is a worker like others still, and who was an agent is one again. */
  private static boolean isAnAgents(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT EXISTS (SELECT FROM agent WHERE phone_lookup = ? AND status NOT IN"
                + " ('candidate', 'ended'))")
        .bind(0, phone)
        .mapTo(Boolean.class)
        .one();
  }

  private static Optional<Entered> existing(Handle tx, byte[] nik, String agent) {
    return tx.createQuery(
            """
            SELECT a.reference, a.status, a.agent FROM application a JOIN worker w ON w.id = a.worker
            WHERE w.nik_lookup = ? AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
            """)
        .bind(0, nik)
        .<Entered>map(
            (row, _) ->
                new Entered.Exists(
                    Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                    agent.equals(row.getString("agent"))
                        ? Optional.of(row.getString("reference"))
                        : Optional.empty()))
        .findFirst();
  }

  /** False when another application of this worker, or of this reference, came first. */
  private boolean write(
      Handle tx, Entry entry, Agent agent, byte[] nik, byte[] phone, String reference, Instant at) {
    String worker = HexFormat.of().formatHex(nik);
    byte[] name = sealed.seal(entry.name(), "worker.name:" + worker);
    byte[] birthDate = sealed.seal(entry.birthDate().toString(), "worker.birth_date:" + worker);
    // Whoever is known already stays as they are until they consent themselves.
    tx.execute(
        """
        INSERT INTO worker (id, nik_lookup, nik_sealed, name_sealed, birth_date_sealed, created_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (nik_lookup) DO NOTHING
        """,
        codes.id(),
        nik,
        sealed.seal(entry.nik(), "worker.nik:" + worker),
        name,
        birthDate,
        at);
    int rows =
        tx.createUpdate(
                """
                INSERT INTO application (reference, worker, phone_sealed, phone_lookup, status, language, channel, village, agent,
                  plan, occupation, permanence, band, created_at, updated_at, next_deadline)
                SELECT :reference, w.id, :phone, :phoneLookup, 'awaiting_consent', :language, :channel, :village, :agent,
                  :plan, :occupation, :permanence, :band, :at, :at, :deadline FROM worker w WHERE w.nik_lookup = :nik
                ON CONFLICT DO NOTHING
                """)
            .bind("reference", reference)
            .bind("phone", sealed.seal(entry.phone().digits(), "application.phone:" + reference))
            .bind("phoneLookup", phone)
            .bind("language", LANGUAGE)
            .bind("channel", entry.channel().label())
            .bind("village", entry.village())
            .bind("agent", agent.code())
            .bind("plan", entry.plan())
            .bind("occupation", entry.occupation())
            .bind("permanence", entry.permanence().orElse(null))
            .bind("band", entry.band())
            .bind("at", at)
            .bind("deadline", at.plus(times.consent()))
            .bind("nik", nik)
            .execute();
    if (rows == 0) {
      return false;
    }
    tx.execute(
        """
        INSERT INTO agent_entry (application, agent, market, entered_at, name_sealed, birth_date_sealed) VALUES (?, ?, ?, ?, ?, ?)
        """,
        reference,
        agent.code(),
        entry.market().orElse(null),
        at,
        name,
        birthDate);
    Audit.write(tx, at, "agent:" + agent.code(), "application.entered", "application:" + reference);
    return true;
  }

  private void ask(
      Handle tx, Entry entry, Agent agent, byte[] phone, String reference, Instant at) {
    Instant until = at.plus(times.consent());
    String code = ActCodes.make(tx, codes, Act.WORKER_CONSENT, reference, phone, until);
    String village =
        villages.byId(entry.village()).map(Villages.Village::name).orElse(entry.village());
    outbox.add(
        tx,
        new NewSms(
            entry.phone(),
            letters.entries().askConsent(LANGUAGE, agent.name(), entry, village, code, until),
            "application:" + reference,
            at));
  }
}
