package id.gerbang.server.commission;

import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@link CommissionDesk} on PostgreSQL. */
public final class PostgresCommissionDesk implements CommissionDesk {
  private final Jdbi jdbi;
  private final CommissionRules rules;
  private final ZoneId zone;

  /**
   * @param zone the branch's, in which months begin
   */
  public PostgresCommissionDesk(Jdbi jdbi, CommissionRules rules, ZoneId zone) {
    this.jdbi = jdbi;
    this.rules = rules;
    this.zone = zone;
  }

  @Override
  public Optional<Book> of(YearMonth period, Optional<Long> institution, Instant at) {
    return jdbi.inTransaction(
        org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ,
        tx -> {
          if (institution.isPresent() && !isThere(tx, institution.get())) {
            return Optional.empty();
          }
          Optional<Instant> closed = CommissionRows.closed(tx, period);
          return Optional.of(
              new Book(
                  period,
                  closed,
                  rules.unconfirmed() > 0,
                  closed.isPresent()
                      ? CommissionRows.lines(tx, period, institution)
                      : expected(tx, period, institution)));
        });
  }

  private static boolean isThere(Handle tx, long institution) {
    return tx.createQuery("SELECT EXISTS (SELECT FROM institution WHERE id = ?)")
        .bind(0, institution)
        .mapTo(Boolean.class)
        .one();
  }

  /** As they would be issued now. */
  private List<Line> expected(Handle tx, YearMonth period, Optional<Long> institution) {
    Rates rates = rules.in(period);
    Map<String, List<Contribution>> paid = CommissionRows.paid(tx, period, zone, Optional.empty());
    List<Line> lines = new ArrayList<>();
    paid.forEach(
        (agent, contributions) -> {
          Line line = statement(tx, rates, agent, contributions);
          if (institution.isEmpty()
              || line.institution().map(Institution::id).equals(institution)) {
            lines.add(line);
          }
        });
    return lines;
  }

  /** An agent's statement, not issued yet. */
  static Line statement(Handle tx, Rates rates, String agent, List<Contribution> paid) {
    Earned earned = rates.earned(paid);
    return new Line(
        0,
        agent,
        CommissionRows.institution(tx, agent),
        Kind.STATEMENT,
        earned,
        rates.pay(earned),
        rates.words(),
        Optional.empty());
  }

  @Override
  public Corrected correct(
      YearMonth period, String agent, long rupiah, String reason, String who, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          boolean known =
              tx.createQuery("SELECT EXISTS (SELECT FROM agent WHERE code = ?)")
                  .bind(0, agent)
                  .mapTo(Boolean.class)
                  .one();
          if (!known) {
            return new Corrected.UnknownAgent();
          }
          if (CommissionRows.closed(tx, period).isEmpty()) {
            return new Corrected.NotIssued();
          }
          Line line = correction(tx, period, agent, rupiah, reason);
          long id = CommissionRows.insert(tx, period, line, who, at);
          Audit.write(tx, at, who, "commission.corrected", about(id));
          return new Corrected.Done(
              CommissionRows.lines(tx, period, Optional.empty()).stream()
                  .filter(written -> written.id() == id)
                  .findFirst()
                  .orElseThrow());
        });
  }

  /** It is paid through whom the statement was, where there was one. */
  private Line correction(Handle tx, YearMonth period, String agent, long rupiah, String reason) {
    Optional<Line> issued =
        CommissionRows.lines(tx, period, Optional.empty()).stream()
            .filter(line -> line.agent().equals(agent))
            .findFirst();
    Rates rates = rules.in(period);
    return new Line(
        0,
        agent,
        issued.map(Line::institution).orElseGet(() -> CommissionRows.institution(tx, agent)),
        Kind.CORRECTION,
        Earned.NOTHING,
        rates.correction(rupiah),
        rates.words(),
        Optional.of(reason));
  }

  static String about(long id) {
    return "commission:" + id;
  }
}
