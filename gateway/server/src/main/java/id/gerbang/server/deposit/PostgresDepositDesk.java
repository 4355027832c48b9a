package id.gerbang.server.deposit;

import id.gerbang.server.record.Audit;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.record.PagedQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** {@link DepositDesk} on PostgreSQL; what moves money is {@link BranchCash}'s. */
public final class PostgresDepositDesk implements DepositDesk {
  static final String DEPOSITS =
      """
      SELECT d.reference, d.application, d.agent, i.name AS institution, d.amount, split_part(d.event, ':', 1) AS channel,
        d.created_at, r.reason, r.created_at AS reversed_at
      FROM deposit d JOIN institution i ON i.id = d.institution LEFT JOIN deposit_reversal r ON r.deposit = d.reference
      """;

  private final Jdbi jdbi;
  private final Collectors collectors;
  private final Savings savings;
  private final BranchCash cash;

  PostgresDepositDesk(Jdbi jdbi, Collectors collectors, Savings savings, BranchCash cash) {
    this.jdbi = jdbi;
    this.collectors = collectors;
    this.savings = savings;
    this.cash = cash;
  }

  @Override
  public Page<Item> list(Filter filter) {
    return new PagedQuery(DEPOSITS, "d")
        .where("d.agent = :agent", "agent", filter.agent())
        .where("d.application = :member", "member", filter.member())
        .where("d.created_at >= :from", "from", filter.from())
        .where("d.created_at < :to", "to", filter.to())
        .page(
            jdbi,
            filter.limit(),
            filter.after(),
            (row, _) -> item(row),
            item -> new Cursor(item.at(), item.reference()));
  }

  static Item item(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    return new Item(
        row.getString("reference"),
        row.getString("application"),
        row.getString("agent"),
        row.getString("institution"),
        row.getLong("amount"),
        row.getString("channel"),
        row.getTimestamp("created_at").toInstant(),
        reason == null
            ? Optional.empty()
            : Optional.of(new Reversal(reason, row.getTimestamp("reversed_at").toInstant())));
  }

  @Override
  public Reversed reverse(String reference, String reason, String actor, Instant at) {
    return jdbi.inTransaction(tx -> cash.reverse(tx, reference, reason, actor, at));
  }

  @Override
  public Page<HandOver> handOvers(Optional<String> agent, int limit, Optional<Cursor> after) {
    return new PagedQuery("SELECT h.* FROM handover h", "h")
        .where("h.agent = :agent", "agent", agent)
        .page(
            jdbi,
            limit,
            after,
            (row, _) -> handOver(row),
            handOver -> new Cursor(handOver.at(), handOver.reference()));
  }

  static HandOver handOver(ResultSet row) throws SQLException {
    return new HandOver(
        row.getString("reference"),
        row.getString("agent"),
        row.getString("branch"),
        row.getLong("amount"),
        row.getString("receipt_no"),
        row.getString("who"),
        row.getTimestamp("created_at").toInstant());
  }

  @Override
  public HandedOver handOver(NewHandOver handOver, Instant at) {
    return jdbi.inTransaction(tx -> cash.handOver(tx, handOver, at));
  }

  @Override
  public Optional<Position> cash(String agent, Instant at) {
    return jdbi.inTransaction(
        tx -> Collectors.lock(tx, agent).map(code -> collectors.position(tx, code, at)));
  }

  @Override
  public Optional<Position> limit(
      String agent, long mostADay, long mostCash, String reason, String actor, Instant at) {
    return jdbi.inTransaction(
        tx ->
            Collectors.lock(tx, agent)
                .map(
                    code -> {
                      tx.execute(
                          "INSERT INTO collector_limit (agent, most_a_day, most_cash, reason,"
                              + " since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (agent) DO UPDATE SET"
                              + " most_a_day = EXCLUDED.most_a_day, most_cash ="
                              + " EXCLUDED.most_cash, reason = EXCLUDED.reason, since ="
                              + " EXCLUDED.since",
                          code,
                          mostADay,
                          mostCash,
                          reason,
                          at);
                      Audit.write(
                          tx,
                          at,
                          actor,
                          "collector.limited",
                          "agent:" + code + ":" + mostADay + ":" + mostCash);
                      return collectors.position(tx, code, at);
                    }));
  }

  @Override
  public Page<Saved> saved(int limit, Optional<Cursor> after, Instant at) {
    Page<Saved> rows =
        new PagedQuery(
                """
                SELECT s.reference, s.status, s.savings, s.created_at FROM (
                  SELECT a.reference, a.status, saved_by(a.reference) AS savings, v.created_at
                  FROM savings v JOIN application a ON a.reference = v.application) s
                """,
                "s")
            .where("s.savings > :least", "least", Optional.of(0))
            .page(
                jdbi,
                limit,
                after,
                (row, _) ->
                    new Saved(
                        row.getString("reference"),
                        row.getString("status"),
                        false,
                        row.getLong("savings"),
                        row.getTimestamp("created_at").toInstant()),
                saved -> new Cursor(saved.since(), saved.member()));
    return jdbi.withHandle(
        handle ->
            new Page<>(
                rows.items().stream()
                    .map(saved -> saved.ended(savings.ended(handle, saved.member(), at)))
                    .toList(),
                rows.next()));
  }

  @Override
  public PaidOut payOut(NewPayOut payOut, Instant at) {
    return jdbi.inTransaction(tx -> cash.payOut(tx, payOut, at));
  }
}
