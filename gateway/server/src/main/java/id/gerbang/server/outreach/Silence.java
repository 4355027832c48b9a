package id.gerbang.server.outreach;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.AnswerLimit;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Subscribers;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * {@code STOP} and {@code MULAI} (contract.md): who wants to hear nothing that they did not ask
 * for. Answers to what a person does themselves still go out.
 */
public final class Silence implements SmsHandler {
  private static final Set<String> STOP = Set.of("STOP", "BERHENTI");
  private static final String BEGIN = "MULAI";

  /** Nobody changes their mind more often within an hour. */
  private static final int MOST_ANSWERS = 6;

  private static final String ABOUT = "answer:outreach";

  private final Vault vault;
  private final Outbox outbox;
  private final AnswerLimit limit;
  private final OutreachLetters letters;

  public Silence(Vault vault, Outbox outbox, AnswerLimit limit, OutreachLetters letters) {
    this.vault = vault;
    this.outbox = outbox;
    this.limit = limit;
    this.letters = letters;
  }

  @Override
  public Handled handle(Handle tx, Whole sms) {
    String word = sms.text().replaceAll("[^\\p{Alpha}]", "").toUpperCase(Locale.ROOT);
    boolean stop = STOP.contains(word);
    if (!stop && !word.equals(BEGIN)) {
      return Handled.NOT_MINE;
    }
    byte[] phone = vault.lookup("phone", sms.from().digits());
    if (stop) {
      tx.execute(
          "INSERT INTO silence (phone_lookup, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
          phone,
          sms.at());
    } else {
      tx.execute("DELETE FROM silence WHERE phone_lookup = ?", (Object) phone);
    }
    if (!limit.reached(tx, sms.from(), ABOUT, MOST_ANSWERS, sms.at())) {
      String language = Subscribers.language(tx, phone).orElse(FlowBook.DEFAULT_LANGUAGE);
      String words = stop ? letters.stopped(language) : letters.begun(language);
      outbox.add(tx, new NewSms(sms.from(), words, ABOUT, sms.at()));
    }
    return Handled.DONE;
  }

  /** Whether this phone wants to hear nothing that it did not ask for. */
  static boolean isKept(Handle tx, byte[] phone) {
    return tx.createQuery("SELECT EXISTS (SELECT 1 FROM silence WHERE phone_lookup = ?)")
        .bind(0, phone)
        .mapTo(Boolean.class)
        .one();
  }
}
