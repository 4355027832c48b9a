package id.gerbang.server.deposit;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.deposit.DepositText.Read;
import id.gerbang.server.enrolment.Puzzled;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * {@code SETOR#NIK#JUMLAH} (contract.md). What was booked is told by its receipts; everything else
 * gets one answer, that says what to do. What nobody could mean, and what strangers send, is
 * answered three times an hour at most.
 */
public final class DepositSms implements SmsHandler {
  private static final String ABOUT = "answer:setor";

  private final Vault vault;
  private final Outbox outbox;
  private final Deposits deposits;
  private final DepositLetters letters;

  DepositSms(Vault vault, Outbox outbox, Deposits deposits, DepositLetters letters) {
    this.vault = vault;
    this.outbox = outbox;
    this.deposits = deposits;
    this.letters = letters;
  }

  @Override
  public Handled handle(Handle tx, Whole sms) {
    Optional<Read> read = DepositText.read(sms.text());
    if (read.isEmpty()) {
      return Handled.NOT_MINE;
    }
    answer(tx, sms, read.get())
        .ifPresent(words -> outbox.add(tx, new NewSms(sms.from(), words, ABOUT, sms.at())));
    return Handled.DONE;
  }

  /** Empty when receipts are the answer, or when that number has had enough short answers. */
  private Optional<String> answer(Handle tx, Whole sms, Read read) {
    if (deposits.right(tx, sms.from(), sms.at()) instanceof Right.Not(Stop stop)) {
      return puzzled(tx, sms, letters.stopped(stop));
    }
    return switch (read) {
      case Read.Wrong(DepositText.Field field) -> puzzled(tx, sms, letters.wrong(field));
      case Read.Good good -> taken(tx, sms, good);
    };
  }

  private Optional<String> taken(Handle tx, Whole sms, Read.Good good) {
    Optional<String> member = deposits.member(tx, good.nik());
    if (member.isEmpty()) {
      return Optional.of(letters.noMember(good.nik()));
    }
    Deposited deposited =
        deposits.take(
            tx,
            new NewDeposit(
                sms.from(), member.get(), good.rupiah(), good.ordinal(), "sms:" + sms.id()),
            sms.at());
    if (deposited instanceof Deposited.Done) {
      // Who gets one right is no machine: the next mistake is answered again.
      Puzzled.forgive(tx, lookup(sms.from()));
      return Optional.empty();
    }
    return Optional.of(letters.refused(good.nik(), deposited));
  }

  private Optional<String> puzzled(Handle tx, Whole sms, String words) {
    return Puzzled.mayAnswer(tx, lookup(sms.from()), sms.at())
        ? Optional.of(words)
        : Optional.empty();
  }

  private byte[] lookup(Msisdn phone) {
    return vault.lookup("phone", phone.digits());
  }
}
