package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hubtel's Programmable Services: JSON both ways. {@code Sequence} counts the messages of a session
 * and so names them: a lower one that comes late changes nothing.
 */
final class Hubtel implements Aggregator {
  private static final String INITIATION = "initiation";
  private static final String RELEASE = "release";
  private static final String TIMEOUT = "timeout";

  /** Nobody presses so often in one session; nine digits fit an int. */
  private static final int LONGEST_SEQUENCE = 9;

  @Override
  public String name() {
    return "hubtel";
  }

  @Override
  public Wire wire() {
    return Wire.JSON;
  }

  @Override
  public Asked reads(String below, Fields fields) {
    Optional<Session> session = Session.of(fields.text("SessionId"), fields.text("Mobile"));
    if (session.isEmpty()) {
      return Session.MISSING;
    }
    String type = fields.text("Type");
    if (type.equalsIgnoreCase(RELEASE)) {
      return new Asked.End(SessionEnd.INCOMPLETE, Optional.of(session.get().dropped()));
    }
    if (type.equalsIgnoreCase(TIMEOUT)) {
      return new Asked.End(SessionEnd.FAILED, Optional.of(session.get().dropped()));
    }
    Optional<String> typed =
        type.equalsIgnoreCase(INITIATION) ? Optional.empty() : Optional.of(fields.text("Message"));
    OptionalInt sequence = sequence(fields.text("Sequence"));
    return new Asked.Screen(
        sequence.isPresent()
            ? counted(session.get(), sequence.getAsInt(), typed)
            : typed.map(session.get()::typed).orElseGet(session.get()::started));
  }

  private static Inbound counted(Session session, int sequence, Optional<String> typed) {
    return session.named(new Inbound.Event.Counted(sequence, typed), Integer.toString(sequence));
  }

  /** A text of digits in today's documents, a number in older ones; else it counts nothing. */
  private static OptionalInt sequence(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= LONGEST_SEQUENCE
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("SessionId", fields.text("SessionId"));
    answer.put("Type", reply.ends() ? "release" : "response");
    answer.put("Message", reply.text());
    answer.put("Label", "");
    answer.put("ClientState", "");
    answer.put("DataType", reply.ends() ? "display" : "input");
    answer.put("FieldType", "text");
    return Answer.json(answer);
  }

  @Override
  public Answer heard(Fields fields) {
    return writes(fields, new Reply("", true));
  }
}
