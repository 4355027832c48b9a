package id.gerbang.server.deposit;

import id.gerbang.server.billing.BillIssue;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.ledger.Ledger;
import id.gerbang.server.letter.LetterWriter;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.payment.Payments;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** The parts of this room, each made with what it needs; who builds the gateway takes them here. */
public final class DepositRoom {
  public final Deposits deposits;
  public final Savings savings;
  public final DepositSms sms;
  public final DepositDesk desk;

  /**
   * @param limits of collectors to whom the branch gave none of their own
   * @param zone the branch's: its days are counted
   * @param references six characters each, fresh
   */
  public DepositRoom(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      BillIssue bills,
      Payments payments,
      LetterWriter writer,
      DepositLimits limits,
      ZoneId zone,
      Supplier<String> references) {
    Ledger ledger = new Ledger();
    DepositLetters letters = new DepositLetters(writer, zone);
    Collectors collectors = new Collectors(vault, limits, zone);
    this.savings = new Savings(jdbi, ledger, bills, payments);
    this.deposits =
        new Deposits(jdbi, vault, outbox, ledger, collectors, savings, letters, references);
    this.sms = new DepositSms(vault, outbox, deposits, letters);
    this.desk =
        new PostgresDepositDesk(
            jdbi, collectors, savings, new BranchCash(vault, outbox, ledger, letters, references));
  }
}
