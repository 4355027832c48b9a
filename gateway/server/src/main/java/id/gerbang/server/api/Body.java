package id.gerbang.server.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object that was sent to us: only known fields, only of the expected type. */
final class Body {
  private final JsonObject json;

  private Body(JsonObject json) {
    this.json = json;
  }

  /**
   * @throws Refusal when it is no JSON object, or has a field that is not {@code known}
   */
  static Body read(Buffer bytes, Set<String> known) {
    try {
      JsonObject json = new JsonObject(bytes == null ? Buffer.buffer() : bytes);
      for (String field : json.fieldNames()) {
        if (!known.contains(field)) {
          throw Refusal.badRequest(
              "the field is not known; known are: " + String.join(", ", new TreeSet<>(known)));
        }
      }
      return new Body(json);
    } catch (DecodeException | ClassCastException e) {
      throw Refusal.badRequest("the body is not a JSON object");
    }
  }

  /**
   * @throws Refusal when it is missing, not a text, empty, or longer than {@code longest}
   */
  String text(String field, int longest) {
    return optional(field, longest)
        .orElseThrow(() -> Refusal.badRequest("\"" + field + "\" is missing"));
  }

  Optional<String> optional(String field, int longest) {
    Object value = json.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)
        || text.isBlank()
        || text.length() > longest
        || text.chars().anyMatch(c -> c < ' ')) {
      throw Refusal.badRequest(
          "\"" + field + "\" is expected to be a text of 1 to " + longest + " characters");
    }
    return Optional.of(text.strip());
  }
}
