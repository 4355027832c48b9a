package id.gerbang.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.gerbang.server.outbox.SentMessages.Message;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The API on a port of its own over desks in memory, mounted as the server mounts it. Every answer
 * is held against {@code openapi.yaml}.
 */
final class ApiOnPort implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  static final String TOKEN = "a-token-of-the-test";

  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  final FakeBranch branch = new FakeBranch();
  final FakeAgents agents = new FakeAgents();
  final FakeReports reports = new FakeReports();
  final FakeRequests requests = new FakeRequests();
  final FakeBills bills = new FakeBills();
  final FakeMemberships memberships = new FakeMemberships();
  final List<Message> sent = new CopyOnWriteArrayList<>();
  final Description description = new Description();
  final BranchApi api;

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WITHIN).build();
  private final HttpServer server;

  /** What was answered. */
  record Answered(int status, String type, Map<String, String> headers, String text) {
    Map<String, Object> json() {
      return Schema.map(parsed(text));
    }

    String field(String name) {
      return String.valueOf(json().get(name));
    }

    /** The last part of the problem's type. */
    String problem() {
      return field("type").replaceFirst("^/api/v1/openapi\\.yaml#", "");
    }
  }

  ApiOnPort() {
    this(TOKEN);
  }

  ApiOnPort(String token) {
    api =
        new BranchApi(
            branch,
            agents,
            reports,
            requests,
            bills,
            memberships,
            _ -> sent,
            token,
            blocking,
            () -> NOW);
    Router router = Router.router(vertx);
    router.route("/api/v1/*").subRouter(api.router(vertx));
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  Answered get(String path) {
    return call("GET", path, null, new byte[0], "Bearer " + TOKEN);
  }

  Answered post(String path, String json) {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answered post(String path, String type, byte[] body) {
    return call("POST", path, type, body, "Bearer " + TOKEN);
  }

  /**
   * @param type null for none
   * @param authorization null for none
   */
  Answered call(String method, String path, String type, byte[] body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.actualPort() + "/api/v1" + path))
            .timeout(WITHIN)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      Answered answered =
          new Answered(
              response.statusCode(), headers.get("Content-Type"), headers, response.body());
      holdAgainstItsDescription(method, path, answered);
      if (answered.status() < 300 || answered.status() == 409) {
        holdAgainstItsDescription(method, path, body);
      }
      return answered;
    } catch (IOException e) {
      throw new AssertionError(method + " was not answered", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void holdAgainstItsDescription(String method, String path, Answered answered) {
    if (method.equals("HEAD")) {
      return; // it has no body
    }
    Object body =
        String.valueOf(answered.type()).endsWith("json")
            ? parsed(answered.text())
            : answered.text();
    assertThat(
            description.flaws(
                method,
                path.replaceFirst("\\?.*", ""),
                answered.status(),
                answered.type(),
                answered.headers(),
                body))
        .as("%s %s → %s", method, path, answered)
        .isEmpty();
  }

  /** What was taken must have been described. */
  private void holdAgainstItsDescription(String method, String path, byte[] body) {
    URI uri = URI.create(path);
    Map<String, String> query = new TreeMap<>();
    for (String pair : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Object json = body.length == 0 ? null : parsed(new String(body, StandardCharsets.UTF_8));
    assertThat(description.flaws(method, uri.getPath(), query, json))
        .as("%s %s was taken", method, path)
        .isEmpty();
  }

  static Object parsed(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }

  /** What octets that no client library sends are answered; the connection is ours to close. */
  String raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.setSoTimeout((int) WITHIN.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("not answered", e);
    }
  }

  @Override
  public void close() {
    server.close().await();
    vertx.close().await();
    client.close();
    blocking.close();
  }
}
