package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.util.Optional;
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
    words(tx, sms.from(), sms.text(), sms.at())
        .ifPresent(
            words -> outbox.add(tx, new NewSms(sms.from(), words, "answer:other", sms.at())));
    return Handled.DONE;
  }

  /** What its sender hears; empty when that number has had enough short answers. */
  Optional<String> words(Handle tx, Msisdn from, String text, Instant at) {
    return Puzzled.mayAnswer(tx, vault.lookup("phone", from.digits()), at)
        ? Optional.of(words(text))
        : Optional.empty();
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
