package id.gerbang.server.outreach;

import id.gerbang.engine.text.SmsCut;
import id.gerbang.server.crypt.Vault;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Jdbi;

/**
 * Offers to go on where a call was dropped, on the screen or by SMS: at most once a day to a phone,
 * never to one that sent STOP. The SMS holds no personal datum: the phone may be borrowed.
 */
public final class UnfinishedReminder {
  /** Rows of one transaction: short enough not to hold them long. */
  private static final int MOST_FORGOTTEN = 5_000;

  private final Jdbi jdbi;
  private final Vault vault;
  private final Outbox outbox;
  private final OutreachLetters letters;
  private final ScreenOffer screens;
  private final InstantSource clock;
  private final OutreachMeters meters;

  /**
   * @param screens is asked before an SMS is written
   */
  public UnfinishedReminder(
      Jdbi jdbi,
      Vault vault,
      Outbox outbox,
      OutreachLetters letters,
      ScreenOffer screens,
      InstantSource clock,
      OutreachMeters meters) {
    this.meters = meters;
    this.screens = screens;
    this.jdbi = jdbi;
    this.vault = vault;
    this.outbox = outbox;
    this.letters = letters;
    this.clock = clock;
  }

  /**
   * Somebody left {@code flow} unfinished: they see the offer at once where their carrier takes
   * screens from us, and get it by SMS elsewhere. Blocks.
   *
   * @param dialogue the carrier's session that was dropped
   * @param language the language of their conversation
   */
  public void left(Msisdn phone, String dialogue, String flow, String language) {
    Instant now = clock.instant();
    byte[] lookup = vault.lookup("phone", phone.digits());
    boolean may =
        jdbi.inTransaction(tx -> !Silence.isKept(tx, lookup) && OneADay.take(tx, lookup, now));
    if (!may || screens.shown(phone, dialogue)) {
      return;
    }
    String words = letters.unfinished(language, flow);
    jdbi.useTransaction(tx -> outbox.add(tx, new NewSms(phone, words, "outreach:unfinished", now)));
    meters.written("unfinished", SmsCut.of(words).parts().size());
  }

  /** Forgets whom it reminded days ago, some thousand at a time. */
  public static ToIntFunction<Instant> ages(Jdbi jdbi) {
    return now ->
        jdbi.withHandle(
            handle ->
                handle.execute(
                    "DELETE FROM reminded WHERE phone_lookup IN (SELECT phone_lookup FROM reminded"
                        + " WHERE at <= ? LIMIT "
                        + MOST_FORGOTTEN
                        + ")",
                    now.minus(OneADay.BETWEEN)));
  }
}
