package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import org.jdbi.v3.core.Handle;

/**
 * What nobody else understood: one short answer with an example, at most three an hour to a number
 * (contract.md).
 */
public final class UnclearSms implements SmsHandler {
  private final Vault vault;
  private final Outbox outbox;
  private final Letters letters;

  public UnclearSms(Vault vault, Outbox outbox, Letters letters) {
    this.vault = vault;
    this.outbox = outbox;
    this.letters = letters;
  }

  @Override
  public Handled handle(Handle tx, Whole sms) {
    if (Puzzled.mayAnswer(tx, vault.lookup("phone", sms.from().digits()), sms.at())) {
      outbox.add(tx, new NewSms(sms.from(), words(sms.text()), "answer:other", sms.at()));
    }
    return Handled.DONE;
  }

  private String words(String text) {
    SmsText command = SmsText.read(text);
    return switch (command.word()) {
      case "YA", "Y", "YES" -> letters.codeMissing("YA");
      case "TOLAK", "SETUJU", "BATAL" -> letters.codeMissing(command.word());
      default -> letters.notUnderstood();
    };
  }
}
