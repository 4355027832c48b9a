package id.gerbang.server.api;

import static id.gerbang.server.api.Schema.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code openapi.yaml}, as others read it. */
final class Description {
  private final Map<String, Object> document;
  final Schema schema;

  Description() {
    try (InputStream in = BranchApi.class.getResourceAsStream("openapi.yaml")) {
      this.document = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.schema = new Schema(document);
  }

  Map<String, Object> document() {
    return document;
  }

  /** Each as {@code GET /agents}. */
  TreeSet<String> operations() {
    TreeSet<String> operations = new TreeSet<>();
    map(document.get("paths"))
        .forEach(
            (path, methods) ->
                map(methods).keySet().forEach(m -> operations.add(m.toUpperCase() + " " + path)));
    return operations;
  }

  /** The schemas of the query's parameters. */
  Map<String, Object> parameters(String method, String path) {
    Map<String, Object> schemas = new TreeMap<>();
    Object parameters = operation(method, path).orElseThrow().getOrDefault("parameters", List.of());
    for (Object parameter : (List<?>) parameters) {
      Map<String, Object> resolved = resolved(parameter);
      if (resolved.get("in").equals("query")) {
        schemas.put((String) resolved.get("name"), resolved.get("schema"));
      }
    }
    return schemas;
  }

  /** What is undescribed about a request that was taken; its body null when there is none. */
  List<String> flaws(String method, String path, Map<String, String> query, Object body) {
    String template = template(path).orElseThrow();
    Map<String, Object> known = parameters(method, template);
    List<String> flaws = new ArrayList<>();
    query.forEach(
        (name, value) -> {
          if (!known.containsKey(name)) {
            flaws.add("the parameter " + name);
          } else if (!value.isEmpty()) {
            flaws.addAll(
                schema.flaws(
                    known.get(name), name.equals("limit") ? Integer.valueOf(value) : value));
          }
        });
    if (body != null) {
      flaws.addAll(schema.flaws(body(method, template), body));
    }
    return flaws;
  }

  /** The statuses that an operation may answer. */
  Set<String> statuses(String method, String path) {
    return map(operation(method, path).orElseThrow().get("responses")).keySet();
  }

  Object body(String method, String path) {
    Map<String, Object> operation = operation(method, path).orElseThrow();
    return map(map(map(map(operation.get("requestBody")).get("content")).get("application/json")))
        .get("schema");
  }

  /** What is undescribed about an answer; a path that is not described at all is only a 404. */
  List<String> flaws(
      String method,
      String path,
      int status,
      String type,
      Map<String, String> headers,
      Object body) {
    Optional<String> template = template(path);
    if (template.isEmpty()) {
      return status == 404 || status == 401
          ? schema.flaws(
              map(map(map(document.get("components")).get("schemas")).get("Problem")), body)
          : List.of(path + " is not described");
    }
    // another method than those described is answered as described by those
    Optional<Map<String, Object>> operation = operation(method, template.get());
    Map<String, Object> responses =
        map(
            operation
                .orElseGet(() -> map(methods(template.get()).values().iterator().next()))
                .get("responses"));
    if (operation.isEmpty() && status != 405 && status != 401) {
      return List.of(method + " " + path + " is not described");
    }
    Object response = responses.get(String.valueOf(status));
    if (response == null) {
      return List.of(method + " " + template.get() + ": " + status + " is not described");
    }
    List<String> flaws = new ArrayList<>();
    map(resolved(response).get("headers"))
        .forEach(
            (name, header) ->
                flaws.addAll(schema.flaws(map(header).get("schema"), headers.get(name))));
    Map<String, Object> content = map(map(resolved(response).get("content")).get(type));
    if (content.isEmpty()) {
      flaws.add(method + " " + template.get() + ": " + status + " as " + type);
    } else {
      flaws.addAll(schema.flaws(content.get("schema"), body));
    }
    return flaws;
  }

  private Map<String, Object> resolved(Object value) {
    Object reference = map(value).get("$ref");
    return reference == null ? map(value) : map(schema.resolved((String) reference));
  }

  private Map<String, Object> methods(String template) {
    return map(map(document.get("paths")).get(template));
  }

  private Optional<Map<String, Object>> operation(String method, String template) {
    return Optional.ofNullable(methods(template).get(method.toLowerCase())).map(Schema::map);
  }

  private Optional<String> template(String path) {
    return map(document.get("paths")).keySet().stream()
        .filter(template -> path.matches(template.replaceAll("\\{\\w+}", "[^/]+")))
        .findFirst();
  }
}
