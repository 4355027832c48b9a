package id.gerbang.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A JSON object that was sent to us, read as narrowly as it is described: UTF-8 (RFC 8259), each
 * field once, only known fields, only texts of the expected form.
 */
final class Body {
  /**
   * Ours are flat; what is nested at all is refused anyhow, this bounds the work of finding out.
   */
  private static final int DEEPEST = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode json;

  private Body(ObjectNode json) {
    this.json = json;
  }

  /**
   * @throws Refusal when it is no JSON object, or has a field that is not {@code known}
   */
  static Body read(byte[] bytes, Set<String> known) {
    if (!(parsed(bytes) instanceof ObjectNode object)) {
      throw unreadable();
    }
    Body body = new Body(object);
    body.only(known);
    return body;
  }

  private static JsonNode parsed(byte[] bytes) {
    try {
      return JSON.readTree(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException | JsonProcessingException e) {
      throw unreadable();
    }
  }

  private static Refusal unreadable() {
    return Refusal.of(
        ProblemType.UNREADABLE_BODY,
        "the body is expected to be one JSON object in UTF-8, each of its fields once");
  }

  /**
   * @throws Refusal when it has a field that is not {@code known}, by its name
   */
  void only(Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw Refusal.field(
                    field,
                    "does not belong here; what does: " + String.join(", ", new TreeSet<>(known)));
              }
            });
  }

  boolean has(String field) {
    return json.has(field);
  }

  /**
   * A text without the spaces around it.
   *
   * @param longest in characters
   * @throws Refusal when it is missing, not a text, empty, or longer
   */
  String text(String field, int longest) {
    String text = string(field);
    if (!PlainText.is(text, longest)) {
      throw Refusal.field(
          field,
          "is expected to be a text of 1 to " + longest + " characters, none a control character");
    }
    return text.strip();
  }

  /**
   * A text of a form.
   *
   * @param expected the form in words
   * @throws Refusal when it is missing, not a text, or of another form
   */
  String text(String field, Pattern form, String expected) {
    String text = string(field);
    if (!form.matcher(text).matches()) {
      throw Refusal.field(field, "is expected to be " + expected);
    }
    return text;
  }

  /**
   * A whole number, written without a fraction or an exponent.
   *
   * @throws Refusal when it is missing, no whole number, or not from {@code least} to {@code most}
   */
  long number(String field, long least, long most) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw Refusal.field(field, "is missing");
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw Refusal.field(field, "is expected to be a whole number from " + least + " to " + most);
    }
    return value.longValue();
  }

  private String string(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw Refusal.field(field, "is missing");
    }
    if (!value.isTextual()) {
      throw Refusal.field(field, "is expected to be a text");
    }
    return value.textValue();
  }
}
