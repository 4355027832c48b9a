package id.gerbang.server.signal;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.record.Batches;
import id.gerbang.server.signal.SignalRows.Found;
import id.gerbang.server.signal.SignalRows.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Looks at what was written since the last time, and raises signals: it flags, and stops nobody. No
 * act of anybody reads a signal.
 *
 * <p>Any node may run it, also several at once: one at a time works, the others go on without. What
 * was looked at is remembered in the transaction that raised its signals, so that nothing is left
 * out or counted twice, whatever dies.
 */
public final class LookOut {
  private static final int BATCH = 200;

  /**
   * In one run; what is left waits for the next, so that a long history does not hold up a tick.
   */
  private static final int MOST_BATCHES = 5;

  /**
   * A row is written under a time a little before its commit: longer than any statement may take
   * and clocks of nodes may differ, so that none is overtaken.
   */
  static final Duration LAG = Duration.ofSeconds(30);

  /** Names the lock; drawn once, belongs to nobody else. */
  private static final long LOCK = 7_213_355_021L;

  private final Jdbi jdbi;
  private final PersonLookups people;
  private final Map<Rule, Threshold> rules;

  public LookOut(Jdbi jdbi, Vault vault, Map<Rule, Threshold> rules) {
    this.jdbi = jdbi;
    this.people = new PersonLookups(vault);
    this.rules = Map.copyOf(rules);
  }

  /** Looks at what is new at {@code now}, and says how many rows that were. Blocks. */
  public int runDue(Instant now) {
    return Batches.some(MOST_BATCHES, PersonLookups.BATCH, () -> alone(tx -> people(tx, now)))
        + Batches.some(MOST_BATCHES, BATCH, () -> alone(tx -> applications(tx, now)))
        + Batches.some(MOST_BATCHES, BATCH, () -> alone(tx -> answers(tx, now)));
  }

  private interface Look {
    int at(Handle tx);
  }

  private int alone(Look look) {
    return jdbi.inTransaction(
        tx -> {
          boolean ours =
              tx.createQuery("SELECT pg_try_advisory_xact_lock(?)")
                  .bind(0, LOCK)
                  .mapTo(Boolean.class)
                  .one();
          return ours ? look.at(tx) : 0;
        });
  }

  private int people(Handle tx, Instant now) {
    PersonLookups.Filled filled = people.fill(tx);
    filled.written().forEach(person -> samePerson(tx, person, now));
    return filled.rows();
  }

  private record Made(
      String reference, Instant at, byte[] phone, byte[] helper, String agent, String person) {}

  private int applications(Handle tx, Instant now) {
    List<Made> made =
        tx.createQuery(
                """
                SELECT a.reference, a.created_at, a.phone_lookup, a.helper_lookup, a.agent, encode(w.person_lookup, 'hex') AS person
                FROM application a LEFT JOIN worker w ON w.id = a.worker
                WHERE (a.created_at, a.reference) > (SELECT at, reference FROM signal_progress WHERE what = 'applications')
                  AND a.created_at <= :until ORDER BY a.created_at, a.reference LIMIT :batch
                """)
            .bind("until", now.minus(LAG))
            .bind("batch", BATCH)
            .map((row, _) -> made(row))
            .list();
    for (Made one : made) {
      phone(tx, one.phone(), one.at(), now);
      phone(tx, one.helper(), one.at(), now);
      agent(tx, one.agent(), one.at(), now);
      if (one.person() != null) {
        samePerson(tx, one.person(), now);
      }
    }
    if (!made.isEmpty()) {
      came(tx, "applications", made.getLast().at(), made.getLast().reference());
    }
    return made.size();
  }

  private static Made made(ResultSet row) throws SQLException {
    return new Made(
        row.getString("reference"),
        row.getTimestamp("created_at").toInstant(),
        row.getBytes("phone_lookup"),
        row.getBytes("helper_lookup"),
        row.getString("agent"),
        row.getString("person"));
  }

  private static void came(Handle tx, String what, Instant at, String reference) {
    tx.execute(
        "UPDATE signal_progress SET at = ?, reference = ? WHERE what = ?", at, reference, what);
  }

  /** Far more than flags; a phone that thousands registered with is not read again for each. */
  private static final String LATEST = " ORDER BY at DESC LIMIT 1000";

  /** Who counts is the worker: somebody who applies again is not many. */
  private static final String SINCE =
      """
      SELECT reference, coalesce(worker::text, reference) AS who, created_at AS at FROM application
      WHERE created_at > :from AND created_at <= :until AND\s
      """;

  private void phone(Handle tx, byte[] phone, Instant at, Instant now) {
    if (phone == null) {
      return;
    }
    for (Rule rule : List.of(Rule.MANY_FROM_PHONE, Rule.BURST_PHONE)) {
      Threshold threshold = rules.get(rule);
      List<Part> parts =
          parts(
              tx,
              SINCE + "(phone_lookup = :phone OR helper_lookup = :phone)" + LATEST,
              threshold,
              at,
              query -> query.bind("phone", phone));
      if (people(parts) >= threshold.count()) {
        raise(tx, rule, new Subject.OfPhone(first(tx, phone)), parts, now);
      }
    }
  }

  private static String first(Handle tx, byte[] phone) {
    return tx.createQuery(
            "SELECT reference FROM application WHERE phone_lookup = :phone OR helper_lookup ="
                + " :phone ORDER BY created_at, reference LIMIT 1")
        .bind("phone", phone)
        .mapTo(String.class)
        .one();
  }

  private void agent(Handle tx, String agent, Instant at, Instant now) {
    if (agent == null) {
      return;
    }
    Threshold threshold = rules.get(Rule.BURST_AGENT);
    List<Part> parts =
        parts(
            tx,
            SINCE + "agent = :agent" + LATEST,
            threshold,
            at,
            query -> query.bind("agent", agent));
    if (people(parts) >= threshold.count()) {
      raise(tx, Rule.BURST_AGENT, new Subject.OfAgent(agent), parts, now);
    }
  }

  /** Those who are on their way or members: who mistyped a NIK and applied again is one person. */
  private void samePerson(Handle tx, String person, Instant now) {
    Optional<Instant> latest =
        tx.createQuery(
                """
                SELECT max(a.created_at) FROM worker w JOIN application a ON a.worker = w.id WHERE w.person_lookup = decode(?, 'hex')
                  AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
                """)
            .bind(0, person)
            .mapTo(Instant.class)
            .findFirst();
    if (latest.isEmpty()) {
      return;
    }
    Threshold threshold = rules.get(Rule.SAME_PERSON);
    List<Part> parts =
        parts(
            tx,
            """
            SELECT a.reference, a.worker::text AS who, a.created_at AS at FROM worker w JOIN application a ON a.worker = w.id
            WHERE w.person_lookup = decode(:person, 'hex') AND length(w.person_lookup) > 0
              AND a.created_at > :from AND a.created_at <= :until
              AND a.status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
            """
                + LATEST,
            threshold,
            latest.get(),
            query -> query.bind("person", person));
    if (people(parts) >= threshold.count()) {
      raise(tx, Rule.SAME_PERSON, new Subject.OfPerson(firstOf(tx, person)), parts, now);
    }
  }

  private static String firstOf(Handle tx, String person) {
    return tx.createQuery(
            "SELECT a.reference FROM worker w JOIN application a ON a.worker = w.id WHERE"
                + " w.person_lookup = decode(?, 'hex') ORDER BY a.created_at, a.reference LIMIT 1")
        .bind(0, person)
        .mapTo(String.class)
        .one();
  }

  private record Answer(String code, Instant at, String agent, boolean quick) {}

  private int answers(Handle tx, Instant now) {
    Threshold threshold = rules.get(Rule.QUICK_ANSWERS);
    List<Answer> answers =
        tx.createQuery(
                """
                SELECT code, used_at, agent, used_at - asked_at BETWEEN interval '0' AND make_interval(secs => :within) AS quick
                FROM act_code WHERE act = 'agent_answer' AND outcome = 'YA' AND used_at <= :until
                  AND (used_at, code) > (SELECT at, reference FROM signal_progress WHERE what = 'answers')
                ORDER BY used_at, code LIMIT :batch
                """)
            .bind("within", threshold.within().toSeconds())
            .bind("until", now.minus(LAG))
            .bind("batch", BATCH)
            .map(
                (row, _) ->
                    new Answer(
                        row.getString("code"),
                        row.getTimestamp("used_at").toInstant(),
                        row.getString("agent"),
                        row.getBoolean("quick")))
            .list();
    for (Answer answer : answers) {
      if (answer.quick() && answer.agent() != null) {
        quick(tx, answer, threshold, now);
      }
    }
    if (!answers.isEmpty()) {
      came(tx, "answers", answers.getLast().at(), answers.getLast().code());
    }
    return answers.size();
  }

  private void quick(Handle tx, Answer answer, Threshold threshold, Instant now) {
    List<Part> parts =
        parts(
            tx,
            """
            SELECT application AS reference, application AS who, used_at AS at FROM act_code
            WHERE act = 'agent_answer' AND agent = :agent AND outcome = 'YA' AND used_at > :from AND used_at <= :until
              AND used_at - asked_at BETWEEN interval '0' AND make_interval(secs => :within)
            """
                + LATEST,
            threshold,
            answer.at(),
            query ->
                query.bind("agent", answer.agent()).bind("within", threshold.within().toSeconds()));
    if (people(parts) >= threshold.count()) {
      raise(tx, Rule.QUICK_ANSWERS, new Subject.OfAgent(answer.agent()), parts, now);
    }
  }

  /** One of those that make a signal. */
  private record Part(String application, String who, Instant at) {}

  private static List<Part> parts(
      Handle tx, String sql, Threshold threshold, Instant until, Consumer<Query> values) {
    Query query =
        tx.createQuery(sql).bind("from", until.minus(threshold.window())).bind("until", until);
    values.accept(query);
    return query
        .map(
            (row, _) ->
                new Part(
                    row.getString("reference"),
                    row.getString("who"),
                    row.getTimestamp("at").toInstant()))
        .list()
        .reversed();
  }

  private static int people(List<Part> parts) {
    return (int) parts.stream().map(Part::who).distinct().count();
  }

  private void raise(Handle tx, Rule rule, Subject subject, List<Part> parts, Instant now) {
    SignalRows.raise(
        tx,
        new Found(
            rule,
            rules.get(rule),
            subject,
            parts.getLast().at(),
            people(parts),
            parts.stream().map(Part::application).distinct().limit(SignalRows.MOST_NAMED).toList()),
        now);
  }
}
