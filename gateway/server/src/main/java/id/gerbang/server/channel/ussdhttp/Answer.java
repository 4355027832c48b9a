package id.gerbang.server.channel.ussdhttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/**
 * An answer of 200.
 *
 * @param headers beside its content type
 */
public record Answer(CharSequence type, String body, Map<String, String> headers) {
  static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Answer text(String body) {
    return new Answer(TEXT, body, Map.of());
  }

  /**
   * @param fields in the order in which they are written
   */
  static Answer json(Map<String, Object> fields) {
    try {
      return new Answer(JSON, MAPPER.writeValueAsString(fields), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and truths can be written", e);
    }
  }
}
