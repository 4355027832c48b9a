package id.gerbang.server.api;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request that is answered with a problem document (RFC 9457). Thrown by what reads a request,
 * and caught once.
 */
final class Refusal extends RuntimeException {
  /** What a name may look like to be said again: ours do; anything else may be a person's. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z_-]{0,39}");

  private final transient Map<String, String> where;
  private final ProblemType type;

  private Refusal(ProblemType type, Map<String, String> where, String detail) {
    super(detail, null, false, false);
    this.type = type;
    this.where = where;
  }

  static Refusal of(ProblemType type, String detail) {
    return new Refusal(type, Map.of(), detail);
  }

  static Refusal notFound(String detail) {
    return of(ProblemType.NOT_FOUND, detail);
  }

  /**
   * @param wrong what is wrong with it, to follow its name
   */
  static Refusal field(String name, String wrong) {
    return named(ProblemType.INVALID_FIELD, "field", name, wrong);
  }

  /**
   * @param wrong what is wrong with it, to follow its name
   */
  static Refusal parameter(String name, String wrong) {
    return named(ProblemType.INVALID_PARAMETER, "parameter", name, wrong);
  }

  private static Refusal named(ProblemType type, String kind, String name, String wrong) {
    return PLAIN_NAME.matcher(name).matches()
        ? new Refusal(type, Map.of(kind, name), "\"" + name + "\" " + wrong)
        : new Refusal(type, Map.of(), "a " + kind + " whose name is not repeated here " + wrong);
  }

  ProblemType type() {
    return type;
  }

  /** The problem document. */
  JsonObject document() {
    JsonObject document =
        new JsonObject()
            .put("type", type.uri())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", getMessage());
    where.forEach(document::put);
    return document;
  }
}
