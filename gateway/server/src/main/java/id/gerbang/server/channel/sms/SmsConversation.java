package id.gerbang.server.channel.sms;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import id.gerbang.server.channel.Turns;
import id.gerbang.server.channel.Wish;
import id.gerbang.server.inbox.SmsHandler;
import id.gerbang.server.outbox.AnswerLimit;
import id.gerbang.server.outbox.Outbox;
import id.gerbang.server.outbox.Outbox.NewSms;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The menus as an SMS conversation: a word opens one ({@link Wish}), and what is written afterwards
 * answers the screen that was sent. The screen leaves by the outbox, in the transaction that marks
 * the SMS as handled; should the node die before it commits, the SMS comes again under the same id
 * and gets the same screen. Blocks until the turn is over.
 */
public final class SmsConversation implements SmsHandler {
  /** All SMS of a person are one dialogue. */
  private static final String DIALOGUE = "sms";

  /**
   * Screens an hour to one number. The longest way through a menu takes under twenty; two machines
   * that answer each other are cut off by it.
   */
  static final int MOST_SCREENS = 40;

  /** What the outbox calls these screens. */
  private static final String ABOUT = "answer:menu";

  private final Turns turns;
  private final Outbox outbox;
  private final AnswerLimit limit;

  public SmsConversation(Turns turns, Outbox outbox, AnswerLimit limit) {
    this.turns = turns;
    this.outbox = outbox;
    this.limit = limit;
  }

  @Override
  public Handled handle(Handle tx, Whole sms) {
    Optional<Wish> wish = Wish.of(sms.text().replaceAll("[^\\p{Alpha}]", ""));
    if (limit.reached(tx, sms.from(), ABOUT, MOST_SCREENS, sms.at())) {
      return wish.isPresent() ? Handled.DONE : Handled.NOT_MINE;
    }
    Inbound.Event event =
        wish.<Inbound.Event>map(Inbound.Event.Opened::new)
            .orElseGet(() -> new Inbound.Event.Written(sms.text()));
    Reply reply =
        turns
            .take(new Inbound(Channel.SMS, Surface.SMS, sms.from(), event, DIALOGUE, sms.id()))
            .toCompletableFuture()
            .join();
    if (reply.apology()) {
      return Handled.LATER;
    }
    if (reply.text().isEmpty()) {
      return Handled.NOT_MINE;
    }
    outbox.add(tx, new NewSms(sms.from(), reply.text(), ABOUT, sms.at()));
    return Handled.DONE;
  }
}
