package id.gerbang.server.api;

import io.vertx.core.http.HttpMethod;
import java.util.Set;
import java.util.function.Function;

/**
 * Something the API does, as {@code openapi.yaml} describes it.
 *
 * @param path below {@code /api/v1}, in OpenAPI's spelling: {@code /members/{reference}}
 * @param parameters what its query may have
 * @param work may block; throws {@link Refusal}
 */
record Operation(
    HttpMethod method, String path, Set<String> parameters, Function<Request, Answer> work) {

  static Operation get(String path, Set<String> parameters, Function<Request, Answer> work) {
    return new Operation(HttpMethod.GET, path, parameters, work);
  }

  static Operation post(String path, Function<Request, Answer> work) {
    return new Operation(HttpMethod.POST, path, Set.of(), work);
  }

  /** The path in the router's spelling: {@code /members/:reference}. */
  String route() {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }
}
