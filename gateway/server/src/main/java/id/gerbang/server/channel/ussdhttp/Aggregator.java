package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Reply;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One aggregator's wire: what its requests say and how its answers look. It holds no state and
 * knows neither secrets nor addresses nor limits; those are {@link UssdFront}'s.
 *
 * <p>Which of its rules were read where, and which are only our reading, is in docs/integrating.md.
 */
public interface Aggregator {

  /** Every aggregator that this version speaks, by name. */
  static List<Aggregator> all() {
    return List.of(
        new AfricasTalking(),
        new Infobip(),
        new Hubtel(),
        new Nalo(),
        new Arkesel(),
        new Comviva());
  }

  /**
   * The word after {@code /ussd/} in its path, its key in the settings and its label in metrics.
   */
  String name();

  /** Where its requests carry their fields. */
  Wire wire();

  /** How it calls. */
  default List<HttpMethod> methods() {
    return wire().methods();
  }

  /** Whether it is given the first part of a URL and writes the rest behind it by itself. */
  default boolean continuesPath() {
    return false;
  }

  /**
   * Whether {@code below} is a path of its.
   *
   * @param below what follows {@code /ussd/<name>} without the secret: empty or beginning with a
   *     slash
   */
  default boolean serves(String below) {
    return below.isEmpty();
  }

  /** What a request asks, for a path that is {@linkplain #serves served}. */
  Asked reads(String below, Fields fields);

  /**
   * The answer with a screen.
   *
   * @param fields of the request that is answered, for what has to be said back
   */
  Answer writes(Fields fields, Reply reply);

  /** The answer to the end of a session. Nobody sees it. */
  default Answer heard(Fields fields) {
    return Answer.text("");
  }
}
