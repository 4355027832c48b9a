package id.gerbang.server.api;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema as {@code openapi.yaml} uses. A keyword that is not known here fails, so
 * that nothing goes unchecked.
 */
final class Schema {
  private static final Set<String> WORDS = Set.of("description", "default");

  private static final Set<String> RULES =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "maxItems",
          "format",
          "oneOf",
          "required",
          "additionalProperties",
          "properties",
          "items");

  private final Map<String, Object> document;

  Schema(Map<String, Object> document) {
    this.document = document;
  }

  /** What is wrong with {@code value}, each with where; empty when nothing is. */
  List<String> flaws(Object schema, Object value) {
    List<String> flaws = new ArrayList<>();
    check(schema, value, "$", flaws);
    return flaws;
  }

  private void check(Object schema, Object value, String at, List<String> flaws) {
    map(schema).forEach((keyword, rule) -> check(keyword, rule, map(schema), value, at, flaws));
  }

  private void check(
      String keyword,
      Object rule,
      Map<String, Object> schema,
      Object value,
      String at,
      List<String> flaws) {
    boolean fine =
        switch (keyword) {
          case "$ref" -> {
            check(resolved((String) rule), value, at, flaws);
            yield true;
          }
          case "type" ->
              rule instanceof List<?> types
                  ? types.stream().anyMatch(type -> isOf(type, value))
                  : isOf(rule, value);
          case "enum" -> ((List<?>) rule).contains(value);
          case "const" -> rule.equals(value);
          case "pattern" ->
              !(value instanceof String text)
                  || Pattern.compile((String) rule).matcher(text).find();
          case "minLength" ->
              !(value instanceof String text)
                  || text.codePointCount(0, text.length()) >= (int) rule;
          case "maxLength" ->
              !(value instanceof String text)
                  || text.codePointCount(0, text.length()) <= (int) rule;
          case "minimum" -> isAtLeast(value, rule);
          case "maximum" -> isAtLeast(rule, value);
          case "maxItems" -> !(value instanceof List<?> list) || list.size() <= (int) rule;
          case "format" -> !(value instanceof String text) || isOfFormat((String) rule, text);
          case "oneOf" ->
              ((List<?>) rule).stream().filter(one -> flaws(one, value).isEmpty()).count() == 1;
          case "required" ->
              !(value instanceof Map<?, ?> object) || object.keySet().containsAll((List<?>) rule);
          case "additionalProperties" ->
              !(value instanceof Map<?, ?> object)
                  || map(schema.get("properties")).keySet().containsAll(object.keySet());
          case "properties" -> {
            if (value instanceof Map<?, ?> object) {
              map(rule)
                  .forEach(
                      (name, inner) -> {
                        if (object.containsKey(name)) {
                          check(inner, object.get(name), at + "." + name, flaws);
                        }
                      });
            }
            yield true;
          }
          case "items" -> {
            if (value instanceof List<?> list) {
              list.forEach(item -> check(rule, item, at + "[]", flaws));
            }
            yield true;
          }
          default -> {
            if (!WORDS.contains(keyword)) {
              throw new AssertionError("openapi.yaml: the test does not know \"" + keyword + "\"");
            }
            yield true;
          }
        };
    if (!fine) {
      flaws.add(at + ": " + keyword + " " + rule);
    }
  }

  /** Of two whole numbers; anything else is not for this keyword. */
  private static boolean isAtLeast(Object value, Object other) {
    return !(value instanceof Number one)
        || !(other instanceof Number two)
        || one.longValue() >= two.longValue();
  }

  private static boolean isOf(Object type, Object value) {
    return switch ((String) type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      default -> throw new AssertionError("openapi.yaml: the test does not know the type " + type);
    };
  }

  private static boolean isOfFormat(String format, String text) {
    try {
      switch (format) {
        case "date-time" -> OffsetDateTime.parse(text);
        case "date" -> LocalDate.parse(text);
        default -> throw new AssertionError("openapi.yaml: the test does not know " + format);
      }
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** What {@code #/components/…} leads to. */
  Object resolved(String reference) {
    Object found = document;
    for (String step : reference.substring("#/".length()).split("/")) {
      found = map(found).get(step);
      if (found == null) {
        throw new AssertionError("openapi.yaml: " + reference + " leads nowhere");
      }
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** Fails when a keyword of {@code schema} is one that {@link #flaws} does not check. */
  static void mustKnow(Map<String, Object> schema) {
    Set<String> unknown = new HashSet<>(schema.keySet());
    unknown.removeAll(RULES);
    unknown.removeAll(WORDS);
    if (!unknown.isEmpty()) {
      throw new AssertionError("openapi.yaml: the test does not know " + unknown);
    }
  }

  /** Calls {@code each} with this schema and all inside it, references followed once. */
  void walk(Object schema, Consumer<Map<String, Object>> each) {
    walk(schema, each, new HashSet<>());
  }

  private void walk(Object schema, Consumer<Map<String, Object>> each, Set<String> seen) {
    if (map(schema).get("$ref") instanceof String reference && seen.add(reference)) {
      walk(resolved(reference), each, seen);
    }
    each.accept(map(schema));
    map(map(schema).get("properties")).values().forEach(inner -> walk(inner, each, seen));
    if (map(schema).get("items") instanceof Map<?, ?> items) {
      walk(items, each, seen);
    }
    if (map(schema).get("oneOf") instanceof List<?> alternatives) {
      alternatives.forEach(inner -> walk(inner, each, seen));
    }
  }
}
