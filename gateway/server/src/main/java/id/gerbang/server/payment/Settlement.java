package id.gerbang.server.payment;

import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Booked;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.Posting;
import id.gerbang.server.payment.PaymentOrder.Source;
import id.gerbang.server.payment.Reconciliation.Difference;
import id.gerbang.server.payment.Reconciliation.Kind;
import id.gerbang.server.payment.Reconciliation.Pair;
import id.gerbang.server.payment.SettlementFile.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings a bank's settlement report and the ledger together. What is in both is settled: its money
 * moves from {@code bank:<bank>} to {@code settled:<bank>} by an entry of its own, once a payment
 * whatever files it is in and however often they come. What the bank took and nobody told us is
 * booked where that is wanted, and paid or parked as any money that has moved. All else is only
 * told.
 */
public final class Settlement {
  /** Payments of one transaction: short enough that tills and banks do not wait for it. */
  private static final int AT_ONCE = 200;

  private final Jdbi jdbi;
  private final Payments payments;
  private final Ledger ledger;

  public Settlement(Jdbi jdbi, Payments payments, Ledger ledger) {
    this.jdbi = jdbi;
    this.payments = payments;
    this.ledger = ledger;
  }

  /** Which days a file is about, of WIB, both included. */
  public record Days(LocalDate from, LocalDate until) {
    /** From the first payment of a file to its last; empty when it has none. */
    public static Optional<Days> of(List<Line> lines) {
      List<LocalDate> days =
          lines.stream().map(line -> LocalDate.ofInstant(line.at(), SettlementFile.WIB)).toList();
      return days.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Days(
                  days.stream().min(LocalDate::compareTo).orElseThrow(),
                  days.stream().max(LocalDate::compareTo).orElseThrow()));
    }

    private Instant begin() {
      return from.atStartOfDay(SettlementFile.WIB).toInstant();
    }

    private Instant end() {
      return until.plusDays(1).atStartOfDay(SettlementFile.WIB).toInstant();
    }
  }

  /**
   * How a file is to be taken.
   *
   * @param days whose payments the file has to have
   * @param settle whether what is in both is settled; else nothing is changed
   * @param book whether what nobody told us is booked
   * @param who in the audit
   */
  public record Wanted(
      String bank, Reconciliation.By by, Days days, boolean settle, boolean book, String who) {}

  /**
   * What came of it.
   *
   * @param settled how many were settled now
   * @param booked what became of lines that were booked, by their number
   */
  public record Outcome(Reconciliation found, int settled, Map<Long, Taken> booked) {
    public Outcome {
      booked = Map.copyOf(booked);
    }
  }

  /** Compares a file with the books, and does what is wanted. Blocks for as long as it is. */
  public Outcome run(SettlementFile file, Wanted wanted, Instant at) {
    Reconciliation found = Reconciliation.of(wanted.by(), file.lines(), books(file, wanted));
    int settled = 0;
    Map<Long, Taken> booked = new HashMap<>();
    if (wanted.settle()) {
      List<Pair> open =
          found.matched().stream().filter(pair -> pair.booked().settledBy().isEmpty()).toList();
      for (int from = 0; from < open.size(); from += AT_ONCE) {
        List<Pair> some = open.subList(from, Math.min(open.size(), from + AT_ONCE));
        settled +=
            jdbi.inTransaction(
                tx ->
                    some.stream()
                        .mapToInt(
                            pair ->
                                settle(
                                    tx,
                                    file,
                                    wanted,
                                    pair.booked().reference(),
                                    pair.line().rupiah(),
                                    at))
                        .sum());
      }
    }
    if (wanted.settle() && wanted.book()) {
      for (Difference difference : found.differences()) {
        if (difference.kind() == Kind.NOT_BOOKED) {
          Line line = difference.line().orElseThrow();
          booked.put(line.number(), jdbi.inTransaction(tx -> book(tx, file, wanted, line, at)));
        }
      }
    }
    return new Outcome(found, settled, booked);
  }

  private List<Reconciliation.Booked> books(SettlementFile file, Wanted wanted) {
    List<String> ids = new ArrayList<>();
    file.lines().forEach(line -> line.requestId().ifPresent(ids::add));
    String[] accounts = file.lines().stream().map(Line::account).toArray(String[]::new);
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT p.reference, p.virtual_account_no, p.paid_at, p.amount, p.payment_request_id, s.file,
                      p.paid_at >= :from AND p.paid_at < :until AND s.payment IS NULL AND p.status <> 'returned' AS expected
                    FROM payment p LEFT JOIN settlement s ON s.payment = p.reference
                    WHERE p.bank = :bank AND p.rest_of IS NULL AND (p.paid_at >= :from AND p.paid_at < :until
                      OR p.virtual_account_no = ANY(:accounts) OR p.payment_request_id = ANY(:ids))
                    ORDER BY p.paid_at, p.reference
                    """)
                .bind("bank", wanted.bank())
                .bind("from", wanted.days().begin())
                .bind("until", wanted.days().end())
                .bindArray("accounts", String.class, (Object[]) accounts)
                .bindArray("ids", String.class, ids)
                .map(
                    (row, _) ->
                        new Reconciliation.Booked(
                            row.getString("reference"),
                            row.getString("virtual_account_no"),
                            row.getTimestamp("paid_at").toInstant(),
                            row.getLong("amount"),
                            row.getString("payment_request_id"),
                            Optional.ofNullable(row.getString("file")),
                            row.getBoolean("expected")))
                .list());
  }

  private Taken book(Handle tx, SettlementFile file, Wanted wanted, Line line, Instant at) {
    String id = line.requestId().orElseGet(() -> line.account() + "@" + line.at().getEpochSecond());
    Taken taken =
        payments.moved(
            tx,
            new PaymentOrder(
                wanted.bank(), id, Source.SETTLEMENT, line.account(), line.rupiah(), line.at()),
            at);
    switch (taken) {
      case Taken.Done(String reference, _) ->
          settle(tx, file, wanted, reference, line.rupiah(), at);
      case Taken.Parked(String reference, _, _) ->
          settle(tx, file, wanted, reference, line.rupiah(), at);
      case Taken.Refused _ ->
          throw new IllegalStateException("a bank's money that has moved is never refused");
    }
    return taken;
  }

  /** Says how many: 0 when another run was first. */
  private int settle(
      Handle tx, SettlementFile file, Wanted wanted, String reference, long rupiah, Instant at) {
    Booked booked =
        ledger.book(
            tx,
            at,
            wanted.who(),
            "settlement:" + reference,
            "payment.settled",
            List.of(
                new Posting(Account.settled(wanted.bank()), rupiah),
                new Posting(Account.clearing(wanted.bank()), -rupiah)));
    if (booked instanceof Booked.Before) {
      return 0;
    }
    return tx.execute(
        "INSERT INTO settlement (payment, entry, file, at) VALUES (?, ?, ?, ?)",
        reference,
        booked.entry(),
        file.digest(),
        at);
  }
}
