package id.gerbang.server.channel.ussdhttp;

import id.gerbang.server.channel.Inbound;
import id.gerbang.server.channel.Turns;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * What is the same for every {@link Aggregator}: its path below {@code /ussd/}, who may come in
 * ({@link Door}), how, with how much, and what is counted. Answers 200 with the aggregator's own
 * answer once a session and a phone can be read; otherwise 403 (door or path), 405, 413 or 400 with
 * one line of text. It writes no log: URLs and bodies hold phones and secrets.
 *
 * <p>Threads: holds nothing that changes but counters; a request stays on its event loop until its
 * turn is taken.
 */
public final class UssdFront {
  /** Its paths. */
  public static final String ROOT = "/ussd/";

  /** A request of an aggregator has some hundred bytes; contract.md allows 64 KiB. */
  private static final int LARGEST_BODY = 64 * 1024;

  private final Aggregator aggregator;
  private final Turns turns;
  private final Door door;
  private final UssdHttpMeters meters;
  private final String path;
  private final String allowed;

  /**
   * @param registry counts {@code gerbang_ussd_http_requests{aggregator,outcome}} and {@code
   *     gerbang_ussd_http_ends{aggregator,status}}
   */
  public UssdFront(Aggregator aggregator, Turns turns, Door door, MeterRegistry registry) {
    this.aggregator = aggregator;
    this.turns = turns;
    this.door = door;
    this.meters = new UssdHttpMeters(aggregator.name(), registry);
    this.path = ROOT + aggregator.name();
    this.allowed = String.join(", ", aggregator.methods().stream().map(Object::toString).toList());
  }

  /** Whether {@code requested} is its path or below it; a longer last word is another path. */
  public boolean serves(String requested) {
    return requested.startsWith(path)
        && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
  }

  /** Takes a request for a path that is {@linkplain #serves served}. */
  public void handle(HttpServerRequest request) {
    Optional<String> below = below(request);
    if (below.isEmpty()) {
      refuse(request, UssdOutcome.FORBIDDEN, "not from here, or the path's secret is wrong");
    } else if (!aggregator.methods().contains(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, allowed);
      refuse(request, UssdOutcome.METHOD, "send a " + allowed.replace(",", " or"));
    } else {
      read(request, below.get());
    }
  }

  /** What follows our path and holds no secret; empty when the request may not come in. */
  private Optional<String> below(HttpServerRequest request) {
    boolean let =
        door.allow().isEmpty()
            || door.lets(
                request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
    return let && serves(request.path())
        ? door.without(request.path().substring(path.length()), aggregator.continuesPath())
            .filter(aggregator::serves)
        : Optional.empty();
  }

  private void read(HttpServerRequest request, String below) {
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (request.response().ended()) {
            return; // the rest of a refused body is read away, so that its sender hears the answer
          }
          if (body.length() + chunk.length() <= LARGEST_BODY) {
            body.appendBuffer(chunk);
          } else {
            refuse(request, UssdOutcome.TOO_LARGE, "at most 64 KiB");
          }
        });
    request.endHandler(
        _ -> {
          if (!request.response().ended()) {
            take(request, below, body.getBytes());
          }
        });
  }

  private void take(HttpServerRequest request, String below, byte[] body) {
    Optional<Fields> read = aggregator.wire().read(request.query(), body);
    if (read.isEmpty()) {
      refuse(request, UssdOutcome.UNREADABLE, "a JSON object is needed");
      return;
    }
    Fields fields = read.get();
    switch (aggregator.reads(below, fields)) {
      case Asked.Unreadable(String why) -> refuse(request, UssdOutcome.UNREADABLE, why);
      case Asked.End(SessionEnd how, Optional<Inbound> dropped) -> {
        meters.ended(how);
        if (how.isBroken()) {
          dropped.ifPresent(turns::take);
        }
        answer(request.response(), aggregator.heard(fields));
      }
      case Asked.Screen(Inbound inbound) -> {
        meters.count(UssdOutcome.SCREEN);
        turns
            .take(inbound)
            .thenAccept(reply -> answer(request.response(), aggregator.writes(fields, reply)));
      }
    }
  }

  private static void answer(HttpServerResponse response, Answer answer) {
    if (!response.closed()) {
      answer.headers().forEach(response::putHeader);
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type()).end(answer.body());
    }
  }

  private void refuse(HttpServerRequest request, UssdOutcome outcome, String why) {
    meters.count(outcome);
    request
        .response()
        .setStatusCode(outcome.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Answer.TEXT)
        .end(why + "\n");
  }
}
