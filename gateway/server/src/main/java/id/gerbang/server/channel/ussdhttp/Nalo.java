package id.gerbang.server.channel.ussdhttp;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nalo: JSON both ways, {@code MSGTYPE} true on what dials and on what goes on. Nothing names an
 * answer or counts them, and nothing tells the end of a session.
 */
final class Nalo implements Aggregator {
  /** Its {@code MSG} holds 120 characters. */
  static final Surface SURFACE = new Surface(Surface.Kind.USSD, Surface.Encoding.GSM7, 120);

  @Override
  public String name() {
    return "nalo";
  }

  @Override
  public Wire wire() {
    return Wire.JSON;
  }

  @Override
  public Asked reads(String below, Fields fields) {
    return Session.of(fields.text("SESSIONID"), fields.text("MSISDN"), SURFACE)
        .<Asked>map(
            session ->
                new Asked.Screen(
                    fields.says("MSGTYPE")
                        ? session.started()
                        : session.typed(fields.text("USERDATA"))))
        .orElse(Session.MISSING);
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("USERID", fields.text("USERID"));
    answer.put("MSISDN", fields.text("MSISDN"));
    answer.put("MSG", reply.text());
    answer.put("MSGTYPE", !reply.ends());
    return Answer.json(answer);
  }
}
