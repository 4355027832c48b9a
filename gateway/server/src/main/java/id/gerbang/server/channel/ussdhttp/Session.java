package id.gerbang.server.channel.ussdhttp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.subscriber.Msisdn;
import java.util.Optional;

/** A session of an aggregator: whose it is, and what of it makes an {@link Inbound}. */
record Session(String dialogue, Msisdn from, Surface surface) {
  /** For people who set an aggregator up. */
  static final Asked MISSING = new Asked.Unreadable("the session's id and the phone are needed");

  /** Names the first message of a session; a NUL is in no text that a name is made of. */
  private static final String START = "\0start";

  /** Empty when it is not said which session, or whose. */
  static Optional<Session> of(String id, String phone, Surface surface) {
    return id.isBlank()
        ? Optional.empty()
        : Msisdn.parse(phone).map(from -> new Session(SessionName.of(id), from, surface));
  }

  static Optional<Session> of(String id, String phone) {
    return of(id, phone, Surface.USSD);
  }

  /** Dialled. A session begins once, so its beginning names itself. */
  Inbound started() {
    return named(new Inbound.Event.Started(), START);
  }

  /** Typed, on a wire that does not name what was typed: the same again is another answer. */
  Inbound typed(String text) {
    return inbound(new Inbound.Event.Typed(text), "");
  }

  Inbound dropped() {
    return inbound(new Inbound.Event.Dropped(), "");
  }

  /**
   * @param name of the message within its session
   */
  Inbound named(Inbound.Event event, String name) {
    return inbound(event, dialogue + "\n" + name);
  }

  private Inbound inbound(Inbound.Event event, String messageId) {
    return new Inbound(Channel.USSD, surface, from, event, dialogue, messageId);
  }
}
