package id.gerbang.bench.soak;

import id.gerbang.bench.soak.Belief.Fate;
import id.gerbang.bench.soak.Belief.Told;
import id.gerbang.server.api.SnapFront;
import id.gerbang.server.payment.SnapSignature;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A bank that speaks SNAP BI and signs for real. An answer that did not come, or decides nothing
 * (500, 409 of an own repeat), is asked for again, with {@code flagAdvise} and the same
 * paymentRequestId, until one comes; each answer is written down. Safe for any thread.
 */
final class Bank {
  static final String CHANNEL = "snap";

  /**
   * What {@link Times} are kept under: an answered request; and from the first try to the answer.
   */
  static final String PAYING = "payment";

  static final String UNTIL_ANSWERED = "payment until answered";
  static final String LOOKING = "inquiry";
  private static final String INQUIRY = "/transfer-va/inquiry";
  private static final String PAYMENT = "/transfer-va/payment";

  /** Shorter than a token's 900 s. */
  private static final long TOKEN_SECONDS = 600;

  private final Wire wire;
  private final PrivateKey key;
  private final Belief belief;
  private final Times times;
  private final AtomicLong externalIds = new AtomicLong(100_000_000);
  private Token token = new Token("", Instant.MIN);

  Bank(Wire wire, PrivateKey key, Belief belief, Times times) {
    this.wire = wire;
    this.key = key;
    this.belief = belief;
    this.times = times;
  }

  private record Token(String value, Instant until) {}

  /**
   * An answer of the gateway.
   *
   * @param code SNAP's responseCode
   */
  record Answer(String code, JsonObject data) {
    boolean decides() {
      return code.startsWith("200") || code.startsWith("404") || code.startsWith("400");
    }

    boolean isConflict() {
      return code.startsWith("409");
    }

    String reference() {
      return data.getString("referenceNo", "");
    }
  }

  /** A request id as a bank makes them; it is also the inquiry's. */
  static String requestId(RandomGenerator dice) {
    return new UUID(dice.nextLong(), dice.nextLong()).toString();
  }

  String externalId() {
    return Long.toString(externalIds.incrementAndGet());
  }

  /** Looks at a bill until it is answered. */
  Answer inquire(RandomGenerator dice, String account, String requestId) {
    return untilAnswered(dice, INQUIRY, body(account).put("inquiryRequestId", requestId));
  }

  /** Pays until it is answered. */
  Answer pay(RandomGenerator dice, String account, String requestId, long rupiah) {
    return pay(dice, account, requestId, rupiah, false);
  }

  /**
   * Pays until it is answered, and believes the answer.
   *
   * @param advises whether it is a repeat from the first try on
   */
  Answer pay(RandomGenerator dice, String account, String requestId, long rupiah, boolean advises) {
    long began = System.nanoTime();
    Answer answer =
        untilAnswered(dice, PAYMENT, payment(account, requestId, rupiah, advises ? "Y" : "N"));
    times.took(UNTIL_ANSWERED, System.nanoTime() - began);
    Fate fate = answer.code().equals("2002500") ? Fate.PAID : Fate.REFUSED;
    belief.told(
        new Told(CHANNEL, requestId, account, rupiah, fate, answer.reference(), answer.code()));
    return answer;
  }

  /** Asks for a payment once, under an external id of the caller's; empty when no answer came. */
  Optional<Answer> payOnce(String externalId, String account, String requestId, long rupiah) {
    return once(externalId, PAYMENT, payment(account, requestId, rupiah, "N"), Wire.PATIENCE);
  }

  private static JsonObject payment(String account, String requestId, long rupiah, String advises) {
    return body(account)
        .put("paymentRequestId", requestId)
        .put("virtualAccountName", "Wayan  S")
        .put("paidAmount", new JsonObject().put("value", rupiah + ".00").put("currency", "IDR"))
        .put("trxDateTime", now())
        .put("flagAdvise", advises);
  }

  private static JsonObject body(String account) {
    String customer = account.substring(Site.SERVICE_ID.length());
    String service = "%8s".formatted(Site.SERVICE_ID);
    return new JsonObject()
        .put("partnerServiceId", service)
        .put("customerNo", customer)
        .put("virtualAccountNo", service + customer);
  }

  private Answer untilAnswered(RandomGenerator dice, String path, JsonObject body) {
    long end = System.nanoTime() + Wire.GIVES_UP.toNanos();
    String externalId = externalId();
    while (System.nanoTime() < end) {
      Optional<Answer> answer = once(externalId, path, body, Wire.hearing(dice));
      if (answer.isPresent() && answer.get().decides()) {
        return answer.get();
      }
      times.unanswered();
      boolean usedUp = answer.isPresent() && answer.get().isConflict();
      if (usedUp) {
        times.lostAnswer();
      }
      if (usedUp || dice.nextBoolean()) {
        externalId = externalId();
      }
      if (path.equals(PAYMENT)) {
        body.put("flagAdvise", "Y");
      }
      Wire.pause();
    }
    belief.differs("a bank had no answer for " + Wire.GIVES_UP.toSeconds() + " s");
    return new Answer("", new JsonObject());
  }

  private Optional<Answer> once(String externalId, String path, JsonObject body, Duration hearing) {
    Optional<String> token = token();
    if (token.isEmpty()) {
      return Optional.empty();
    }
    String at = now();
    byte[] bytes = body.encodePrettily().getBytes(StandardCharsets.UTF_8);
    byte[] signature =
        SnapSignature.transaction(
            Site.CLIENT_SECRET, "POST", SnapFront.ROOT + path, token.get(), bytes, at);
    long began = System.nanoTime();
    Optional<Answer> answer =
        send(
            path,
            hearing,
            request ->
                request
                    .header("X-TIMESTAMP", at)
                    .header("Authorization", "Bearer " + token.get())
                    .header(
                        "X-SIGNATURE", SnapSignature.written(signature, SnapSignature.Form.BASE64))
                    .header("X-PARTNER-ID", Site.PARTNER_ID)
                    .header("X-EXTERNAL-ID", externalId)
                    .header("CHANNEL-ID", "00002")
                    .POST(BodyPublishers.ofByteArray(bytes)));
    answer
        .filter(Answer::decides)
        .ifPresent(
            _ -> times.took(path.equals(PAYMENT) ? PAYING : LOOKING, System.nanoTime() - began));
    return answer;
  }

  private synchronized Optional<String> token() {
    if (Instant.now().isBefore(token.until())) {
      return Optional.of(token.value());
    }
    String at = now();
    Optional<String> fresh =
        send(
                "/access-token/b2b",
                Wire.PATIENCE,
                request ->
                    request
                        .header("X-TIMESTAMP", at)
                        .header("X-CLIENT-KEY", Site.CLIENT_ID)
                        .header("X-SIGNATURE", SnapSignature.token(key, Site.CLIENT_ID, at))
                        .POST(BodyPublishers.ofString("{\"grantType\":\"client_credentials\"}")))
            .map(answer -> answer.data().getString("accessToken", ""))
            .filter(value -> !value.isEmpty());
    fresh.ifPresent(value -> token = new Token(value, Instant.now().plusSeconds(TOKEN_SECONDS)));
    return fresh;
  }

  private Optional<Answer> send(
      String path, Duration hearing, UnaryOperator<HttpRequest.Builder> made) {
    Optional<HttpResponse<String>> response =
        wire.send(
            wire.next(),
            SnapFront.ROOT + path,
            hearing,
            request -> made.apply(request.header("Content-Type", "application/json")));
    return response
        .filter(answered -> answered.body().startsWith("{"))
        .map(answered -> new JsonObject(answered.body()))
        .map(
            json ->
                new Answer(
                    json.getString("responseCode", ""),
                    json.getJsonObject("virtualAccountData", json)));
  }

  private static String now() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
  }
}
