package id.gerbang.server.deposit;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.payment.Payments;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What members have saved, and how it becomes a contribution by itself (R10, R11): when savings
 * reach the open bill, else when they reach the month that is due with all arrears. What is more
 * stays saved. Savings are never cover.
 *
 * <pre>
 *   saved ── reaches what is due: a deposit, or the day on which a month falls due ──▶ bill paid
 *     └── given back by the branch ──▶ paid out
 * </pre>
 *
 * <p>Threads: any. A member's row is locked first, then their open bill: a bank that pays the same
 * bill at the same moment is waited for, and then the bill is not open any more.
 */
public final class Savings {
  private static final Logger log = LoggerFactory.getLogger(Savings.class);

  /**
   * How many days before the last paid one is over the next month is settled: a weekend and a day,
   * so that cover has no gap; earlier, the money stays the member's savings.
   */
  static final int AHEAD = 3;

  /** What is due changes with the day. */
  private static final Duration LOOK_AGAIN = Duration.ofHours(6);

  private static final int MOST_AT_ONCE = 100;

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final BillIssue bills;
  private final Payments payments;

  public Savings(Jdbi jdbi, Ledger ledger, BillIssue bills, Payments payments) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.bills = bills;
    this.payments = payments;
  }

  /** What a member has saved, in rupiah. */
  public long of(Handle tx, String member) {
    return -ledger.balance(tx, Account.savings(member));
  }

  /** Whether a membership has ended: nothing that is saved could become a contribution. */
  boolean ended(Handle tx, String member, Instant at) {
    return bills.ended(tx, member, at);
  }

  /** Looks at a member's savings again from {@code at} on. */
  static void look(Handle tx, String member, Instant at) {
    tx.execute(
        "INSERT INTO savings (application, created_at, next_look) VALUES (?, ?, ?) ON CONFLICT"
            + " (application) DO UPDATE SET next_look = EXCLUDED.next_look",
        member,
        at,
        at);
  }

  /**
   * Settles the bill that a member's savings reach, in {@code tx}; what is left is looked at again.
   *
   * @return what became a contribution, in rupiah; 0 when nothing is reached
   */
  long settle(Handle tx, String member, Instant at) {
    long saved = of(tx, member);
    Optional<Bill> reached =
        saved > 0 ? bills.reachedBy(tx, member, saved, AHEAD, at) : Optional.empty();
    long paid = 0;
    if (reached.isPresent()) {
      payments.fromSavings(tx, reached.get(), at);
      paid = reached.get().amount();
    }
    tx.execute(
        "UPDATE savings SET next_look = ? WHERE application = ?",
        saved - paid > 0 ? at.plus(LOOK_AGAIN) : null,
        member);
    return paid;
  }

  /** Settles what has fallen due by itself; says how many members were looked at. */
  public int runDue(Instant now) {
    List<String> due =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT application FROM savings WHERE next_look <= ? ORDER BY next_look"
                            + " LIMIT ?")
                    .bind(0, now)
                    .bind(1, MOST_AT_ONCE)
                    .mapTo(String.class)
                    .list());
    due.forEach(member -> jdbi.useTransaction(tx -> settleDue(tx, member, now)));
    return due.size();
  }

  private void settleDue(Handle tx, String member, Instant now) {
    // the member before their savings, as every deposit does
    tx.execute("SELECT 1 FROM application WHERE reference = ? FOR NO KEY UPDATE", member);
    try {
      settle(tx, member, now);
    } catch (IllegalArgumentException e) {
      // one whose plan the programme does not know any more must not keep the others waiting
      log.warn("savings: {} cannot be settled: {}", member, e.getMessage());
      tx.execute(
          "UPDATE savings SET next_look = ? WHERE application = ?", now.plus(LOOK_AGAIN), member);
    }
  }
}
