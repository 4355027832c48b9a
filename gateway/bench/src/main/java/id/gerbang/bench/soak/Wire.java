package id.gerbang.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * HTTP to nodes that may be away: clients turn from one to the other, as behind a load balancer
 * that knows of nothing. Safe for any thread.
 */
final class Wire {
  /** SNAP and a phone's carrier wait about as long. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Between a request and its repeat; a bank waits longer, and the soak has minutes only. */
  private static final Duration AGAIN = Duration.ofMillis(300);

  /** Longer than both nodes and PostgreSQL together need to start on a busy machine. */
  static final Duration GIVES_UP = Duration.ofSeconds(180);

  /** Of so many requests of a bank or a till, the network loses one's answer. */
  private static final int LOSES = 12;

  private static final int LOST_WITHIN_MILLIS = 80;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<Node> nodes;
  private final AtomicInteger turn = new AtomicInteger();

  Wire(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** The next node's turn. */
  Node next() {
    return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
  }

  /** Sends to a node; empty when no answer came. */
  Optional<HttpResponse<String>> send(
      Node node, String path, UnaryOperator<HttpRequest.Builder> made) {
    return send(node, path, PATIENCE, made);
  }

  /** For how long a client hears: now and then the connection is lost while the node works. */
  static Duration hearing(RandomGenerator dice) {
    return dice.nextInt(LOSES) == 0
        ? Duration.ofMillis(1 + dice.nextInt(LOST_WITHIN_MILLIS))
        : PATIENCE;
  }

  /**
   * Sends to a node; empty when no answer came.
   *
   * @param path from the root
   * @param hearing after which the connection is lost
   */
  Optional<HttpResponse<String>> send(
      Node node, String path, Duration hearing, UnaryOperator<HttpRequest.Builder> made) {
    HttpRequest request =
        made.apply(HttpRequest.newBuilder(URI.create(node.url() + path)).timeout(hearing)).build();
    try {
      return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A while before the next try. */
  static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IllegalStateException interrupted() {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the soak is ended");
  }
}
