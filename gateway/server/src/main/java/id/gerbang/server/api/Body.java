package id.gerbang.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JSON object that was sent to us, read as narrowly as it is described: UTF-8 (RFC 8259), each
 * field once, only known fields, only texts of the expected form.
 */
final class Body {
  /** Ours have objects of one level at most; this bounds the work of refusing deeper ones. */
  private static final int DEEPEST = 8;

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final String A_DAY = "a day, 2027-05-31";

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

  /** Whether it is there and says nothing. */
  boolean isNull(String field) {
    return json.has(field) && json.get(field).isNull();
  }

  /**
   * An object within, empty when it is missing.
   *
   * @throws Refusal when it is no object, or has a field that is not {@code known}
   */
  Optional<Body> part(String field, Set<String> known) {
    if (!has(field)) {
      return Optional.empty();
    }
    if (!(json.get(field) instanceof ObjectNode object)) {
      throw Refusal.field(
          field, "is expected to be an object with: " + String.join(", ", new TreeSet<>(known)));
    }
    Body part = new Body(object);
    part.only(known);
    return Optional.of(part);
  }

  /**
   * A day, {@code 2027-05-31}.
   *
   * @throws Refusal when it is missing or none
   */
  LocalDate day(String field) {
    try {
      return LocalDate.parse(text(field, DAY, A_DAY));
    } catch (DateTimeParseException e) {
      throw Refusal.field(field, "is expected to be " + A_DAY);
    }
  }

  /**
   * The number of a row.
   *
   * @throws Refusal when it is missing or none
   */
  long id(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw Refusal.field(field, "is missing");
    }
    return id(field, value);
  }

  private static long id(String field, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw Refusal.field(field, "is expected to be an id, a whole number from 1");
    }
    return value.intValue();
  }

  /**
   * The numbers of rows.
   *
   * @throws Refusal when it is no list of them, or has more than {@code most}
   */
  List<Long> ids(String field, int most) {
    return list(field, most, "ids", value -> id(field, value));
  }

  /**
   * Texts of a form.
   *
   * @param expected the form in words
   * @throws Refusal when it is no list of them, or has more than {@code most}
   */
  List<String> texts(String field, int most, Predicate<String> form, String expected) {
    return list(
        field,
        most,
        expected,
        value -> {
          if (!value.isTextual() || !form.test(value.textValue())) {
            throw Refusal.field(field, "is expected to be a list of " + expected);
          }
          return value.textValue();
        });
  }

  private <T> List<T> list(String field, int most, String expected, Function<JsonNode, T> read) {
    if (!(json.get(field) instanceof ArrayNode array) || array.size() > most) {
      throw Refusal.field(field, "is expected to be a list of " + expected + ", at most " + most);
    }
    return array.valueStream().map(read).toList();
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
