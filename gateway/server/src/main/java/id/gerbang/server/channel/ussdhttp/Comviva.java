package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Reply;
import java.util.Map;
import java.util.Optional;

/**
 * Comviva's gateway, as at Airtel: a GET whose query holds everything, a text back whose header
 * {@code Freeflow} says whether the session goes on. The phone is in the URL: nothing here or
 * before us may write it down. Nothing names an answer or counts them.
 */
final class Comviva implements Aggregator {
  /** Where its clean-up call, if it is set, tells that a session ended. */
  private static final String END = "/end";

  private static final String NEW = "newRequest";

  private static final Map<String, String> CONTINUES = Map.of("Freeflow", "FC");
  private static final Map<String, String> BREAKS = Map.of("Freeflow", "FB");

  @Override
  public String name() {
    return "comviva";
  }

  @Override
  public Wire wire() {
    return Wire.QUERY;
  }

  @Override
  public boolean serves(String below) {
    return below.isEmpty() || below.equals(END);
  }

  @Override
  public Asked reads(String below, Fields fields) {
    Optional<Session> session = Session.of(fields.text("SessionID"), fields.text("MSISDN"));
    if (session.isEmpty()) {
      return Session.MISSING;
    }
    if (below.equals(END)) {
      return new Asked.End(SessionEnd.INCOMPLETE, Optional.of(session.get().dropped()));
    }
    return new Asked.Screen(
        dials(fields) ? session.get().started() : session.get().typed(fields.text("input")));
  }

  /**
   * Where an installation says whether a request is the first, it is believed; else the first is
   * the one that holds what was dialled: {@code *500*25#}, or nothing.
   */
  private static boolean dials(Fields fields) {
    String input = fields.text("input");
    return fields.text(NEW).isEmpty()
        ? input.isEmpty() || input.startsWith("*") && input.endsWith("#")
        : fields.says(NEW);
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    return new Answer(Answer.TEXT, reply.text(), reply.ends() ? BREAKS : CONTINUES);
  }

  @Override
  public Answer heard(Fields fields) {
    return new Answer(Answer.TEXT, "", BREAKS);
  }
}
