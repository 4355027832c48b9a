package id.gerbang.server.claim;

import id.gerbang.server.agent.AgentDirectory;
import id.gerbang.server.area.Villages;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.enrolment.Codes;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Takes reports: each once, whatever is replayed, together with the SMS to the agent and to the
 * reporter. The answer is the same whether a NIK is a member's or not, so that nobody can find out
 * by reporting. Blocks; safe for any thread.
 */
public final class ReportIntake {
  /** A reference that exists already is drawn anew; three in a row do not happen. */
  private static final int DRAWS = 3;

  private static final String UNIQUE_VIOLATION = "23505";

  /** A family's worst day has fewer; a prankster's agents get no more. */
  static final int MOST_A_DAY = 5;

  private static final Duration A_DAY = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final Vault vault;
  private final SealedText sealed;
  private final Outbox outbox;
  private final Villages villages;
  private final AgentDirectory agents;
  private final Codes codes;
  private final ReportTimes times;
  private final ClaimLetters letters;

  public ReportIntake(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      Villages villages,
      AgentDirectory agents,
      Codes codes,
      ReportTimes times,
      ClaimLetters letters) {
    this.jdbi = jdbi;
    this.vault = vault;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.villages = villages;
    this.agents = agents;
    this.codes = codes;
    this.times = times;
    this.letters = letters;
  }

  /**
   * Takes a report and alerts, or answers what was recorded when this intent was done before.
   *
   * @throws org.jdbi.v3.core.JdbiException when PostgreSQL is away; nothing was changed, or asking
   *     again with the same intent finds what became of it
   */
  public Reported report(NewReport report, Instant at) {
    for (int draw = 1; ; draw++) {
      String reference = codes.next();
      try {
        return jdbi.inTransaction(tx -> take(tx, report, reference, at));
      } catch (UnableToExecuteStatementException e) {
        if (draw == DRAWS
            || !(e.getCause() instanceof SQLException sql)
            || !UNIQUE_VIOLATION.equals(sql.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private Reported take(Handle tx, NewReport report, String reference, Instant at) {
    byte[] phone = vault.lookup("phone", report.phone().digits());
    // one phone's reports one after the other: neither counted nor compared while another comes in
    tx.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('risk_report ' || ?, 0))",
        HexFormat.of().formatHex(phone));
    int fresh =
        tx.execute(
            "INSERT INTO intent (id, action, outcome, gives, at) VALUES (?, 'claim.report',"
                + " 'recorded', ?, ?) ON CONFLICT DO NOTHING",
            report.intent(),
            reference,
            at);
    if (fresh == 0) {
      return recorded(tx, report.intent());
    }
    Optional<String> before = sameBefore(tx, report, phone);
    if (before.isPresent()) {
      outcome(tx, report.intent(), "already", before.get());
      return new Reported.Already(before.get());
    }
    if (since(tx, phone, at.minus(A_DAY)) >= MOST_A_DAY) {
      outcome(tx, report.intent(), "too_many", "");
      return new Reported.TooMany();
    }
    return write(tx, report, reference, at);
  }

  private Reported write(Handle tx, NewReport report, String reference, Instant at) {
    Optional<Member> member = report.nik().flatMap(nik -> member(tx, nik));
    Optional<AgentDirectory.Agent> agent =
        member
            .flatMap(Member::agent)
            .flatMap(agents::byCode)
            .filter(one -> one.takesWork(at))
            .or(() -> agents.nearest(report.village(), at));
    Instant until = at.plus(times.deadline());
    insert(tx, report, reference, agent.map(AgentDirectory.Agent::code), until, at);
    Audit.write(tx, at, "reporter", "report.made", about(reference));
    agent.ifPresent(
        alerted ->
            outbox.add(
                tx,
                new NewSms(
                    alerted.phone(),
                    letters.alert(
                        reference,
                        report.risk(),
                        report.nik(),
                        member.flatMap(Member::name),
                        villages
                            .byId(report.village())
                            .map(Villages.Village::name)
                            .orElse(report.village()),
                        report.day(),
                        report.whomToCall(),
                        until),
                    about(reference),
                    at)));
    outbox.add(
        tx,
        new NewSms(
            report.phone(),
            letters.recorded(report.language(), reference, report.risk(), until),
            about(reference),
            at));
    return new Reported.Done(reference, until, agent.isPresent());
  }

  static String about(String reference) {
    return "report:" + reference;
  }

  private record Member(Optional<String> name, Optional<String> agent) {}

  /** Whom a NIK is known for, with the agent of the latest application. */
  private Optional<Member> member(Handle tx, String nik) {
    return tx.createQuery(
            """
            SELECT encode(w.nik_lookup, 'hex') AS worker, w.name_sealed, a.agent FROM worker w
              LEFT JOIN application a ON a.worker = w.id
            WHERE w.nik_lookup = ? ORDER BY a.created_at DESC NULLS LAST LIMIT 1
            """)
        .bind(0, vault.lookup("nik", nik))
        .map(
            (row, _) -> {
              String worker = row.getString("worker");
              return new Member(
                  Optional.ofNullable(row.getBytes("name_sealed"))
                      .map(name -> sealed.open(name, "worker.name:" + worker)),
                  Optional.ofNullable(row.getString("agent")));
            })
        .findFirst();
  }

  private void insert(
      Handle tx,
      NewReport report,
      String reference,
      Optional<String> agent,
      Instant until,
      Instant at) {
    Msisdn relative = report.whomToCall();
    tx.createUpdate(
            """
            INSERT INTO risk_report (reference, risk, nik_sealed, nik_lookup, village, place_sealed, day, phone_sealed,
              phone_lookup, relative_sealed, relative_lookup, language, channel, agent, branch, created_at, updated_at, until,
              next_deadline)
            VALUES (:reference, :risk, :nik, :nikLookup, :village, :place, :day, :phone,
              :phoneLookup, :relative, :relativeLookup, :language, :channel, :agent, :branch, :at, :at, :until, :next)
            """)
        .bind("reference", reference)
        .bind("risk", report.risk().label())
        .bind(
            "nik",
            report.nik().map(nik -> sealed.seal(nik, "report.nik:" + reference)).orElse(null))
        .bind("nikLookup", report.nik().map(nik -> vault.lookup("nik", nik)).orElse(null))
        .bind("village", report.village())
        .bind(
            "place",
            report
                .place()
                .map(place -> sealed.seal(place, "report.place:" + reference))
                .orElse(null))
        .bind("day", report.day())
        .bind("phone", sealed.seal(report.phone().digits(), "report.phone:" + reference))
        .bind("phoneLookup", vault.lookup("phone", report.phone().digits()))
        .bind("relative", sealed.seal(relative.digits(), "report.relative:" + reference))
        .bind("relativeLookup", vault.lookup("phone", relative.digits()))
        .bind("language", report.language())
        .bind("channel", report.channel().label())
        .bind("agent", agent.orElse(null))
        .bind("branch", branch(report.village()).orElse(null))
        .bind("at", at)
        .bind("until", until)
        .bind("next", at.plus(times.reminder()))
        .execute();
  }

  private Optional<String> branch(String village) {
    return villages.byId(village).map(Villages.Village::branch).filter(branch -> !branch.isEmpty());
  }

  /** What this phone told of the same NIK, risk and day, and is not decided yet. */
  private Optional<String> sameBefore(Handle tx, NewReport report, byte[] phone) {
    if (report.nik().isEmpty()) {
      return Optional.empty();
    }
    return tx.createQuery(
            "SELECT reference FROM risk_report WHERE phone_lookup = ? AND nik_lookup = ? AND risk ="
                + " ? AND day = ? AND stage <> 'decided' ORDER BY created_at LIMIT 1")
        .bind(0, phone)
        .bind(1, vault.lookup("nik", report.nik().get()))
        .bind(2, report.risk().label())
        .bind(3, report.day())
        .mapTo(String.class)
        .findFirst();
  }

  private static int since(Handle tx, byte[] phone, Instant from) {
    return tx.createQuery(
            "SELECT count(*) FROM risk_report WHERE phone_lookup = ? AND created_at > ?")
        .bind(0, phone)
        .bind(1, from)
        .mapTo(int.class)
        .one();
  }

  private static void outcome(Handle tx, String intent, String outcome, String gives) {
    tx.execute("UPDATE intent SET outcome = ?, gives = ? WHERE id = ?", outcome, gives, intent);
  }

  private static Reported recorded(Handle tx, String intent) {
    return tx.createQuery(
            """
            SELECT i.outcome, i.gives, r.until, r.agent FROM intent i LEFT JOIN risk_report r ON r.reference = i.gives
            WHERE i.id = ?
            """)
        .bind(0, intent)
        .map(
            (row, _) ->
                switch (row.getString("outcome")) {
                  case "recorded" ->
                      new Reported.Done(
                          row.getString("gives"),
                          row.getTimestamp("until").toInstant(),
                          row.getString("agent") != null);
                  case "already" -> (Reported) new Reported.Already(row.getString("gives"));
                  default -> new Reported.TooMany();
                })
        .one();
  }
}
