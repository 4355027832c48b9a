package id.gerbang.server.commission;

import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Batches;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Issues the statements of each month that is over, once and for good: a statement, its SMS and its
 * audit are one transaction, and a table that nobody changes has it. A month is closed when the
 * last of its statements is there.
 *
 * <p>Any node may run it, also several at once: one at a time works. A gateway that was away for
 * months issues what is missing, the oldest first; an SMS leaves only for the month that has just
 * ended.
 */
public final class CommissionIssue {
  /** Statements of one transaction. */
  private static final int BATCH = 50;

  /** In one run; what is left waits for the next. */
  private static final int MOST_BATCHES = 20;

  /** Names the lock; drawn once, belongs to nobody else. */
  private static final long LOCK = 5_904_117_346L;

  private static final String AGENTS_LANGUAGE = "id";

  private final Jdbi jdbi;
  private final SealedText sealed;
  private final Outbox outbox;
  private final CommissionRules rules;
  private final CommissionLetters letters;
  private final ZoneId zone;

  /**
   * @param zone the branch's, in which months begin
   */
  public CommissionIssue(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      CommissionRules rules,
      CommissionLetters letters,
      ZoneId zone) {
    this.jdbi = jdbi;
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.rules = rules;
    this.letters = letters;
    this.zone = zone;
  }

  /** Issues what is due at {@code now}, and says how many statements that were. Blocks. */
  public int runDue(Instant now) {
    YearMonth ended = YearMonth.from(now.atZone(zone)).minusMonths(1);
    YearMonth last = now.isBefore(rules.issued(ended, zone)) ? ended.minusMonths(1) : ended;
    int issued = 0;
    for (Optional<YearMonth> next = next();
        next.isPresent() && !next.get().isAfter(last);
        next = next()) {
      YearMonth month = next.get();
      issued +=
          Batches.some(MOST_BATCHES, BATCH, () -> jdbi.inTransaction(tx -> issue(tx, month, now)));
      if (next().equals(next)) {
        break; // another node is at it, or it has too many for one run
      }
    }
    return issued;
  }

  /** The month after the last that is closed, else that of the first payment; empty before it. */
  private Optional<YearMonth> next() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT max(period) FROM commission_period")
                .mapTo(String.class)
                .findFirst()
                .map(closed -> YearMonth.parse(closed).plusMonths(1))
                .or(
                    () ->
                        handle
                            .createQuery("SELECT min(paid_at) FROM bill WHERE status = 'paid'")
                            .mapTo(Instant.class)
                            .findFirst()
                            .map(at -> YearMonth.from(at.atZone(zone)))));
  }

  private int issue(Handle tx, YearMonth month, Instant now) {
    boolean ours =
        tx.createQuery("SELECT pg_try_advisory_xact_lock(?)")
            .bind(0, LOCK)
            .mapTo(Boolean.class)
            .one();
    if (!ours || CommissionRows.closed(tx, month).isPresent()) {
      return 0;
    }
    List<String> agents = waiting(tx, month);
    Rates rates = rules.in(month);
    for (String agent : agents) {
      List<Contribution> paid =
          CommissionRows.paid(tx, month, zone, Optional.of(agent)).getOrDefault(agent, List.of());
      issue(tx, month, PostgresCommissionDesk.statement(tx, rates, agent, paid), now);
    }
    if (agents.size() < BATCH) {
      tx.execute(
          "INSERT INTO commission_period (period, closed_at) VALUES (?, ?)", month.toString(), now);
      Audit.write(tx, now, "system", "commission.closed", "commission:" + month);
    }
    return agents.size();
  }

  private List<String> waiting(Handle tx, YearMonth month) {
    return tx.createQuery(
            """
            SELECT DISTINCT b.agent FROM bill b WHERE b.status = 'paid' AND b.agent IS NOT NULL
              AND b.paid_at >= :from AND b.paid_at < :until AND NOT EXISTS (
                SELECT FROM commission c WHERE c.period = :period AND c.agent = b.agent AND c.kind = 'statement')
            ORDER BY b.agent LIMIT :batch
            """)
        .bind("from", CommissionRows.begin(month, zone))
        .bind("until", CommissionRows.begin(month.plusMonths(1), zone))
        .bind("period", month.toString())
        .bind("batch", BATCH)
        .mapTo(String.class)
        .list();
  }

  private void issue(Handle tx, YearMonth month, Line line, Instant now) {
    long id = CommissionRows.insert(tx, month, line, "system", now);
    String about = PostgresCommissionDesk.about(id);
    Audit.write(tx, now, "system", "commission.issued", about);
    if (!month.equals(YearMonth.from(now.atZone(zone)).minusMonths(1))) {
      return;
    }
    reader(tx, line.agent())
        .ifPresent(
            reader ->
                outbox.add(
                    tx,
                    new NewSms(
                        reader.phone(),
                        letters.statement(reader.language(), month, line, rules.paid(month)),
                        about,
                        now)));
  }

  private record Reader(Msisdn phone, String language) {}

  /** Whoever earned it, also suspended since; who has no phone that opens is told by the branch. */
  private Optional<Reader> reader(Handle tx, String agent) {
    return tx.createQuery(
            "SELECT g.phone_sealed, coalesce(s.language, ?) AS language FROM agent g LEFT JOIN"
                + " subscriber s ON s.phone_lookup = g.phone_lookup WHERE g.code = ?")
        .bind(0, AGENTS_LANGUAGE)
        .bind(1, agent)
        .map(
            (row, _) -> {
              String language = row.getString("language");
              return sealed
                  .tryOpen(row.getBytes("phone_sealed"), "agent.phone:" + agent)
                  .map(phone -> new Reader(new Msisdn(phone), language));
            })
        .findFirst()
        .flatMap(reader -> reader);
  }
}
