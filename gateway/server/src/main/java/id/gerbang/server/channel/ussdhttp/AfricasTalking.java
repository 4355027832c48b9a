package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import java.util.Optional;

/**
 * Africa's Talking: a form in, {@code CON …} or {@code END …} out, all inputs of a session joined
 * by {@code *}, which names each message. Below {@code /events} it may tell how a session ended.
 */
final class AfricasTalking implements Aggregator {
  private static final String EVENTS = "/events";

  @Override
  public String name() {
    return "africastalking";
  }

  @Override
  public Wire wire() {
    return Wire.FORM;
  }

  @Override
  public boolean serves(String below) {
    return below.isEmpty() || below.equals(EVENTS);
  }

  @Override
  public Asked reads(String below, Fields fields) {
    Optional<Session> session = Session.of(fields.text("sessionId"), fields.text("phoneNumber"));
    if (session.isEmpty()) {
      return Session.MISSING;
    }
    if (below.equals(EVENTS)) {
      return new Asked.End(
          SessionEnd.of(fields.text("status")), Optional.of(session.get().dropped()));
    }
    String text = fields.text("text");
    return new Asked.Screen(session.get().named(new Inbound.Event.Accumulated(text), text));
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    return Answer.text((reply.ends() ? "END " : "CON ") + reply.text());
  }
}
