package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arkesel: JSON both ways, {@code newSession} true on what dials. Nothing names an answer or counts
 * them, and nothing tells the end of a session.
 */
final class Arkesel implements Aggregator {

  @Override
  public String name() {
    return "arkesel";
  }

  @Override
  public Wire wire() {
    return Wire.JSON;
  }

  @Override
  public Asked reads(String below, Fields fields) {
    return Session.of(fields.text("sessionID"), fields.text("msisdn"))
        .<Asked>map(
            session ->
                new Asked.Screen(
                    fields.says("newSession")
                        ? session.started()
                        : session.typed(fields.text("userData"))))
        .orElse(Session.MISSING);
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("sessionID", fields.text("sessionID"));
    answer.put("userID", fields.text("userID"));
    answer.put("msisdn", fields.text("msisdn"));
    answer.put("message", reply.text());
    answer.put("continueSession", !reply.ends());
    return Answer.json(answer);
  }
}
