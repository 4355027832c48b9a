package id.gerbang.server.channel.ussdhttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a request carries its fields. The type that a request states is not looked at, because
 * aggregators state any; bytes that are not UTF-8 become replacement characters.
 */
public enum Wire {
  /** A POST of {@code application/x-www-form-urlencoded}; names as they are written. */
  FORM(HttpMethod.POST) {
    @Override
    Optional<Fields> read(String query, byte[] body) {
      return Optional.of(new Fields(FormFields.read(body, new HashMap<>())));
    }
  },
  /** A POST of a JSON object; its texts, numbers and truths, names in any case. */
  JSON(HttpMethod.POST) {
    @Override
    Optional<Fields> read(String query, byte[] body) {
      try {
        JsonNode object = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        return object.isObject() ? Optional.of(fields(object)) : Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
  },
  /** A GET with a query; names in any case. */
  QUERY(HttpMethod.GET) {
    @Override
    Optional<Fields> read(String query, byte[] body) {
      byte[] bytes = query == null ? new byte[0] : query.getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(new Fields(FormFields.read(bytes, anyCase())));
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<HttpMethod> methods;

  Wire(HttpMethod method) {
    this.methods = List.of(method);
  }

  List<HttpMethod> methods() {
    return methods;
  }

  /**
   * Empty when the request has another form.
   *
   * @param query null when the request has none
   */
  abstract Optional<Fields> read(String query, byte[] body);

  private static Fields fields(JsonNode object) {
    Map<String, String> fields = anyCase();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull()) {
        fields.putIfAbsent(field.getKey(), field.getValue().asText());
      }
    }
    return new Fields(fields);
  }

  private static Map<String, String> anyCase() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }
}
