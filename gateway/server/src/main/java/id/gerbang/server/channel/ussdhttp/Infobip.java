package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Reply;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Infobip's older interface: it is given a URL and writes {@code /session/<id>/start}, {@code
 * …/response} or {@code …/end} behind it. Nothing on the wire names an answer or counts them: only
 * the start of a session is known again.
 */
final class Infobip implements Aggregator {
  private static final String START = "/start";
  private static final String RESPONSE = "/response";
  private static final String END = "/end";

  /** Between our URL and the session's id; some installations leave it out. */
  private static final String SESSION = "session/";

  /** What the end of a session says when our last screen was shown. */
  private static final String SHOWN = "200";

  @Override
  public String name() {
    return "infobip";
  }

  @Override
  public Wire wire() {
    return Wire.JSON;
  }

  /** Its documents were seen with either for the steps after the first. */
  @Override
  public List<HttpMethod> methods() {
    return List.of(HttpMethod.POST, HttpMethod.PUT);
  }

  @Override
  public boolean continuesPath() {
    return true;
  }

  @Override
  public boolean serves(String below) {
    return below.endsWith(START) || below.endsWith(RESPONSE) || below.endsWith(END);
  }

  @Override
  public Asked reads(String below, Fields fields) {
    String id = id(below);
    Optional<Session> session = Session.of(id, fields.text("msisdn"));
    if (below.endsWith(END) && !id.isBlank()) {
      SessionEnd how =
          fields.text("exitCode").equals(SHOWN) ? SessionEnd.SUCCESS : SessionEnd.INCOMPLETE;
      return new Asked.End(how, session.map(Session::dropped)); // an end need not say whose
    }
    return session
        .<Asked>map(
            open ->
                new Asked.Screen(
                    below.endsWith(START) ? open.started() : open.typed(fields.text("text"))))
        .orElse(Session.MISSING);
  }

  /** The one segment before the verb; empty when there is none, or more. */
  private static String id(String below) {
    int verb = below.lastIndexOf('/');
    String id = verb < 1 ? "" : below.substring(1, verb);
    String bare = id.startsWith(SESSION) ? id.substring(SESSION.length()) : id;
    return bare.indexOf('/') < 0 ? bare : "";
  }

  @Override
  public Answer writes(Fields fields, Reply reply) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("shouldClose", reply.ends());
    answer.put("ussdMenu", reply.text());
    answer.put("responseExitCode", 200);
    answer.put("responseMessage", "");
    return Answer.json(answer);
  }

  @Override
  public Answer heard(Fields fields) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("responseExitCode", 200);
    answer.put("responseMessage", "");
    return Answer.json(answer);
  }
}
