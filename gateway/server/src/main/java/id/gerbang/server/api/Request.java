package id.gerbang.server.api;

import id.gerbang.server.billing.PaymentCode;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What was asked, taken from the wire on the event loop and read anywhere. A parameter without a
 * value ({@code ?status=}) is one that was not given.
 */
final class Request {
  private static final int DEFAULT_LIMIT = 50;

  /** A page is read at once and held in memory. */
  private static final int MOST_LIMIT = 200;

  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z2-9]{6}");
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}[0-9]{3}");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern PHONE = Pattern.compile("[+ ]?[0-9 ().-]{8,31}");

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final String A_PHONE = "a phone in digits with country code, 6281…";

  private final Map<String, String> path;
  private final Map<String, String> query;
  private final byte[] body;

  private Request(Map<String, String> path, Map<String, String> query, byte[] body) {
    this.path = Map.copyOf(path);
    this.query = query;
    this.body = body;
  }

  /**
   * @param known the parameters that its query may have
   * @throws Refusal when it has others, or one more than once
   */
  static Request of(RoutingContext context, Set<String> known) {
    Map<String, String> query = new HashMap<>();
    MultiMap given = context.queryParams();
    for (String name : given.names()) {
      if (!known.contains(name)) {
        throw Refusal.parameter(
            name,
            known.isEmpty()
                ? "is not known; there are none here"
                : "is not known; known are: " + String.join(", ", new TreeSet<>(known)));
      }
      List<String> values = given.getAll(name);
      if (values.size() > 1) {
        throw Refusal.parameter(name, "is expected once");
      }
      if (!values.getFirst().isEmpty()) {
        query.put(name, values.getFirst());
      }
    }
    Buffer body = context.body() == null ? null : context.body().buffer();
    return new Request(context.pathParams(), query, body == null ? new byte[0] : body.getBytes());
  }

  /**
   * The reference in the path, in capitals.
   *
   * @throws Refusal 404 when it has not the form of one
   */
  String reference() {
    String written = path.getOrDefault("reference", "");
    if (!REFERENCE.matcher(written).matches()) {
      throw Refusal.notFound("a reference has six letters or digits; nothing has this one");
    }
    return written.toUpperCase(Locale.ROOT);
  }

  /**
   * The payment code in the path.
   *
   * @throws Refusal 404 when it has not the form of one
   */
  String paymentCode() {
    String written = path.getOrDefault("paymentCode", "");
    if (!PaymentCode.isOne(written)) {
      throw Refusal.notFound("a payment code has twelve digits; no bill has this one");
    }
    return written;
  }

  /**
   * The agent's code in the path, in capitals.
   *
   * @throws Refusal 404 when it has not the form of one
   */
  String code() {
    String written = path.getOrDefault("code", "");
    if (!CODE.matcher(written).matches()) {
      throw Refusal.notFound("an agent's code has three letters and three digits, PRS001");
    }
    return written.toUpperCase(Locale.ROOT);
  }

  /**
   * A number of the path.
   *
   * @throws Refusal 404 when it is none
   */
  long id(String name) {
    String written = path.getOrDefault(name, "");
    if (!ID.matcher(written).matches()) {
      throw Refusal.notFound("an id is a whole number; nothing has this one");
    }
    return Long.parseLong(written);
  }

  /**
   * @throws Refusal when it is given and no number of a row
   */
  Optional<Long> idOf(String name) {
    return parameter(name)
        .map(
            written -> {
              if (!ID.matcher(written).matches()) {
                throw Refusal.parameter(name, "is expected to be an id, a whole number from 1");
              }
              return Long.parseLong(written);
            });
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * @param longest in characters
   * @throws Refusal when it is longer or not plain text
   */
  Optional<String> text(String name, int longest) {
    Optional<String> text = parameter(name);
    if (text.isPresent() && !PlainText.is(text.get(), longest)) {
      throw Refusal.parameter(
          name, "is expected to be a text of 1 to " + longest + " characters in UTF-8");
    }
    return text;
  }

  /**
   * @throws Refusal when it is no number from 1 to {@value #MOST_LIMIT}
   */
  int limit() {
    String limit = parameter("limit").orElse(String.valueOf(DEFAULT_LIMIT));
    if (!LIMIT.matcher(limit).matches() || Integer.parseInt(limit) > MOST_LIMIT) {
      throw Refusal.parameter("limit", "is expected to be a number from 1 to " + MOST_LIMIT);
    }
    return Integer.parseInt(limit);
  }

  /**
   * Where the page before ended.
   *
   * @throws Refusal when it is given and no page's {@code next}
   */
  Optional<Cursor> after() {
    return after(Cursor::read);
  }

  /**
   * @param read empty for a word that is no page's {@code next}
   */
  <C> Optional<C> after(Function<String, Optional<C>> read) {
    return parameter("after")
        .map(
            word ->
                read.apply(word)
                    .orElseThrow(
                        () ->
                            Refusal.parameter(
                                "after", "is expected to be the \"next\" of a page before")));
  }

  /**
   * @throws Refusal when it is given and no phone
   */
  Optional<Msisdn> phone() {
    return parameter("phone")
        .map(
            written ->
                phone(written)
                    .orElseThrow(() -> Refusal.parameter("phone", "is expected to be " + A_PHONE)));
  }

  /**
   * @throws Refusal when it is given and no agent's code
   */
  Optional<String> agent() {
    Optional<String> agent = parameter("agent");
    if (agent.isPresent() && !CODE.matcher(agent.get()).matches()) {
      throw Refusal.parameter("agent", "is expected to be an agent's code like PRS001");
    }
    return agent.map(code -> code.toUpperCase(Locale.ROOT));
  }

  /**
   * @throws Refusal when it is given and no day
   */
  Optional<LocalDate> day(String name) {
    return parameter(name)
        .map(
            written -> {
              try {
                return DAY.matcher(written).matches() ? LocalDate.parse(written) : null;
              } catch (DateTimeException e) {
                return null;
              }
            })
        .or(
            () -> {
              if (parameter(name).isPresent()) {
                throw Refusal.parameter(name, "is expected to be a day like 2026-11-21");
              }
              return Optional.empty();
            });
  }

  /**
   * @throws Refusal when it is missing or no phone
   */
  static Msisdn phone(Body body) {
    return phone(body.text("phone", PHONE, A_PHONE))
        .orElseThrow(() -> Refusal.field("phone", "is expected to be " + A_PHONE));
  }

  private static Optional<Msisdn> phone(String written) {
    return PHONE.matcher(written).matches() ? Msisdn.parse(written.strip()) : Optional.empty();
  }

  /**
   * @throws Refusal when it is no JSON object, or has a field that is not {@code known}
   */
  Body body(Set<String> known) {
    return Body.read(body, known);
  }
}
