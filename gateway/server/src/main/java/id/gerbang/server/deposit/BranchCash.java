package id.gerbang.server.deposit;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.deposit.DepositDesk.HandOver;
import id.gerbang.server.deposit.DepositDesk.HandedOver;
import id.gerbang.server.deposit.DepositDesk.Item;
import id.gerbang.server.deposit.DepositDesk.NewHandOver;
import id.gerbang.server.deposit.DepositDesk.NewPayOut;
import id.gerbang.server.deposit.DepositDesk.PaidOut;
import id.gerbang.server.deposit.DepositDesk.Reversed;
import id.gerbang.server.ledger.Account;
import id.gerbang.server.ledger.Booked;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.ledger.Posting;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.record.Audit;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * What the branch books: deposits taken back, cash handed over, savings given back. Each is one
 * transaction with its SMS and its audit. Rows are locked in the order of {@link Deposits}: the
 * collector, then the member.
 */
final class BranchCash {
  private final SealedText sealed;
  private final Outbox outbox;
  private final Ledger ledger;
  private final DepositLetters letters;
  private final Supplier<String> references;

  BranchCash(
      Vault vault,
      Outbox outbox,
      Ledger ledger,
      DepositLetters letters,
      Supplier<String> references) {
    this.sealed = new SealedText(vault);
    this.outbox = outbox;
    this.ledger = ledger;
    this.letters = letters;
    this.references = references;
  }

  Reversed reverse(Handle tx, String reference, String reason, String actor, Instant at) {
    Optional<Item> unlocked = item(tx, reference);
    if (unlocked.isEmpty()) {
      return new Reversed.Unknown();
    }
    Collectors.lock(tx, unlocked.get().agent());
    Optional<Saver> saver = Saver.lockAnybody(tx, sealed, unlocked.get().member());
    // as it is now that nobody else is at it
    Item item = item(tx, reference).orElseThrow();
    long entry = entry(tx, reference);
    if (item.reversal().isPresent()) {
      return new Reversed.Before();
    }
    if (isSpent(tx, item.member(), entry)) {
      return new Reversed.Settled();
    }
    long cash = ledger.balance(tx, Account.cash(item.agent()));
    if (cash < item.amount()) {
      return new Reversed.CashGone(cash);
    }
    Booked undone = ledger.reverse(tx, at, actor, entry, reason);
    tx.execute(
        "INSERT INTO deposit_reversal (deposit, reason, who, entry, created_at) VALUES (?, ?, ?,"
            + " ?, ?)",
        reference,
        reason,
        actor,
        undone.entry(),
        at);
    Audit.write(tx, at, actor, "deposit.reversed", Deposits.about(reference));
    tellReversed(tx, saver, item, reason, at);
    return new Reversed.Done(item(tx, reference).orElseThrow());
  }

  private static Optional<Item> item(Handle tx, String reference) {
    return tx.createQuery(PostgresDepositDesk.DEPOSITS + " WHERE d.reference = ?")
        .bind(0, reference)
        .map((row, _) -> PostgresDepositDesk.item(row))
        .findFirst();
  }

  private static long entry(Handle tx, String reference) {
    return tx.createQuery("SELECT entry FROM deposit WHERE reference = ?")
        .bind(0, reference)
        .mapTo(Long.class)
        .one();
  }

  /** Whether savings were used since an entry: nobody says then which deposit it was. */
  private static boolean isSpent(Handle tx, String member, long entry) {
    return tx.createQuery(
            """
            SELECT EXISTS (SELECT FROM payment p JOIN bill b ON b.payment_code = p.bill
                WHERE b.application = :member AND p.source = 'savings' AND p.entry > :entry)
              OR EXISTS (SELECT FROM savings_payout WHERE application = :member AND entry > :entry)
            """)
        .bind("member", member)
        .bind("entry", entry)
        .mapTo(Boolean.class)
        .one();
  }

  private void tellReversed(
      Handle tx, Optional<Saver> saver, Item item, String reason, Instant at) {
    long savings = -ledger.balance(tx, Account.savings(item.member()));
    long cash = ledger.balance(tx, Account.cash(item.agent()));
    String about = Deposits.about(item.reference());
    saver.ifPresent(
        member ->
            member
                .phone()
                .ifPresent(
                    phone ->
                        outbox.add(
                            tx,
                            new NewSms(
                                phone,
                                letters.reversed(
                                    member.language(),
                                    item.member(),
                                    item.reference(),
                                    item.amount(),
                                    reason,
                                    savings),
                                about,
                                at))));
    tellAgent(
        tx,
        item.agent(),
        letters.reversedForAgent(item.reference(), item.amount(), reason, cash),
        about,
        at);
  }

  /** An agent whose phone does not open is told nothing; the branch sees it all. */
  private void tellAgent(Handle tx, String agent, String words, String about, Instant at) {
    tx.createQuery("SELECT phone_sealed FROM agent WHERE code = ?")
        .bind(0, agent)
        .map((row, _) -> sealed.tryOpen(row.getBytes(1), "agent.phone:" + agent))
        .one()
        .ifPresent(phone -> outbox.add(tx, new NewSms(new Msisdn(phone), words, about, at)));
  }

  HandedOver handOver(Handle tx, NewHandOver wanted, Instant at) {
    Optional<String> agent = Collectors.lock(tx, wanted.agent());
    if (agent.isEmpty()) {
      return new HandedOver.UnknownAgent();
    }
    Optional<String> branch = branch(tx, wanted);
    if (branch.isEmpty()) {
      return new HandedOver.UnknownBranch();
    }
    receipt(tx, branch.get(), wanted.receiptNo());
    Optional<HandOver> before =
        tx.createQuery("SELECT * FROM handover WHERE branch = ? AND receipt_no = ?")
            .bind(0, branch.get())
            .bind(1, wanted.receiptNo())
            .map((row, _) -> PostgresDepositDesk.handOver(row))
            .findFirst();
    long cash = ledger.balance(tx, Account.cash(agent.get()));
    if (before.isPresent()) {
      return before.get().agent().equals(agent.get()) && before.get().amount() == wanted.amount()
          ? new HandedOver.Done(before.get(), false, cash)
          : new HandedOver.ReceiptTaken(before.get());
    }
    return wanted.amount() > cash
        ? new HandedOver.TooMuch(cash)
        : book(tx, wanted, branch.get(), cash - wanted.amount(), at);
  }

  private HandedOver book(Handle tx, NewHandOver wanted, String branch, long left, Instant at) {
    String who = "branch:" + wanted.who();
    Booked booked =
        ledger.book(
            tx,
            at,
            who,
            event("handover", branch, wanted.receiptNo()),
            "cash.handed_over",
            List.of(
                new Posting(Account.till(branch.toLowerCase(Locale.ROOT)), wanted.amount()),
                new Posting(Account.cash(wanted.agent()), -wanted.amount())));
    HandOver done =
        new HandOver(
            references.get(),
            wanted.agent(),
            branch,
            wanted.amount(),
            wanted.receiptNo(),
            wanted.who(),
            at);
    tx.execute(
        "INSERT INTO handover (reference, branch, receipt_no, agent, amount, who, entry,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        done.reference(),
        branch,
        done.receiptNo(),
        done.agent(),
        done.amount(),
        done.who(),
        booked.entry(),
        at);
    String about = "handover:" + done.reference();
    Audit.write(tx, at, who, "cash.handed_over", about);
    tellAgent(
        tx,
        done.agent(),
        letters.handedOver(branch, done.receiptNo(), done.amount(), left),
        about,
        at);
    return new HandedOver.Done(done, true, left);
  }

  private static String event(String kind, String branch, String receiptNo) {
    return kind + ":" + branch.toLowerCase(Locale.ROOT) + ":" + receiptNo;
  }

  /** From here to the end of {@code tx} a receipt number is ours alone. */
  private static void receipt(Handle tx, String branch, String receiptNo) {
    tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(?, 19))::text")
        .bind(0, branch + ":" + receiptNo)
        .mapTo(String.class)
        .one();
  }

  /** The one that is named, else the one that serves the agent's village. */
  private static Optional<String> branch(Handle tx, NewHandOver wanted) {
    return wanted.branch().isPresent()
        ? named(tx, wanted.branch().get())
        : tx.createQuery(
                """
                SELECT coalesce(d.branch, r.branch) FROM agent g JOIN village v ON v.id = g.village JOIN area d ON d.code = v.district
                LEFT JOIN area r ON r.code = d.parent WHERE g.code = ? AND coalesce(d.branch, r.branch) IS NOT NULL
                """)
            .bind(0, wanted.agent())
            .mapTo(String.class)
            .findFirst();
  }

  private static Optional<String> named(Handle tx, String branch) {
    return tx.createQuery("SELECT code FROM branch WHERE code = ?")
        .bind(0, branch)
        .mapTo(String.class)
        .findFirst();
  }

  PaidOut payOut(Handle tx, NewPayOut wanted, Instant at) {
    Optional<Saver> saver = Saver.lockAnybody(tx, sealed, wanted.member());
    if (saver.isEmpty()) {
      return new PaidOut.UnknownMember();
    }
    if (named(tx, wanted.branch()).isEmpty()) {
      return new PaidOut.UnknownBranch();
    }
    receipt(tx, wanted.branch(), wanted.receiptNo());
    long savings = -ledger.balance(tx, Account.savings(wanted.member()));
    record Before(String reference, boolean same) {}
    Optional<Before> before =
        tx.createQuery(
                "SELECT reference, application = :member AND amount = :amount AS same FROM"
                    + " savings_payout WHERE branch = :branch AND receipt_no = :receipt")
            .bind("member", wanted.member())
            .bind("amount", wanted.amount())
            .bind("branch", wanted.branch())
            .bind("receipt", wanted.receiptNo())
            .map((row, _) -> new Before(row.getString("reference"), row.getBoolean("same")))
            .findFirst();
    if (before.isPresent()) {
      return before.get().same()
          ? new PaidOut.Done(before.get().reference(), false, savings)
          : new PaidOut.ReceiptTaken();
    }
    return wanted.amount() > savings
        ? new PaidOut.TooMuch(savings)
        : book(tx, wanted, saver.get(), savings - wanted.amount(), at);
  }

  private PaidOut book(Handle tx, NewPayOut wanted, Saver saver, long left, Instant at) {
    String who = "branch:" + wanted.who();
    Booked booked =
        ledger.book(
            tx,
            at,
            who,
            event("payout", wanted.branch(), wanted.receiptNo()),
            "savings.paid_out",
            List.of(
                new Posting(Account.savings(wanted.member()), wanted.amount()),
                new Posting(
                    Account.till(wanted.branch().toLowerCase(Locale.ROOT)), -wanted.amount())));
    String reference = references.get();
    tx.execute(
        "INSERT INTO savings_payout (reference, branch, receipt_no, application, amount, reason,"
            + " who, entry, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        reference,
        wanted.branch(),
        wanted.receiptNo(),
        wanted.member(),
        wanted.amount(),
        wanted.reason(),
        wanted.who(),
        booked.entry(),
        at);
    Audit.write(tx, at, who, "savings.paid_out", "payout:" + reference);
    saver
        .phone()
        .ifPresent(
            phone ->
                outbox.add(
                    tx,
                    new NewSms(
                        phone,
                        letters.paidOut(
                            saver.language(),
                            wanted.member(),
                            wanted.receiptNo(),
                            wanted.amount(),
                            left),
                        "payout:" + reference,
                        at)));
    return new PaidOut.Done(reference, true, left);
  }
}
