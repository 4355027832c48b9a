package id.gerbang.server.bank;

import id.gerbang.server.payment.SnapSignature;
import id.gerbang.server.payment.SnapSignature.Form;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A bank's side of SNAP BI: asks a gateway for a token, looks at bills, pays them, tells of money
 * that has moved. Every request is signed for real. Safe for any thread; blocks.
 */
public final class Teller {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final String ROOT = "/snap/v1.0";
  private static final String TOKEN = "/access-token/b2b";

  /** BRI's have nine digits. */
  private static final int EXTERNAL_IDS = 1_000_000_000;

  private static final int UNAUTHORISED = 401;

  /** A payment code's; what stands before it is the bank's number. */
  private static final int CODE_DIGITS = 12;

  private final BankIdentity bank;
  private final String gateway;
  private final RandomGenerator random;
  private final BiConsumer<String, JsonObject> seen;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(WITHIN).version(HttpClient.Version.HTTP_1_1).build();
  private volatile String token = "";

  /** The gateway did not answer, or is none. */
  public static final class NoGateway extends Exception {
    private static final long serialVersionUID = 1;

    NoGateway(String url, Throwable cause) {
      super(url + " is no gateway that answers", cause);
    }
  }

  /**
   * @param gateway scheme, host and port
   * @param seen is told each path and what was answered there, without tokens
   */
  public Teller(
      BankIdentity bank,
      String gateway,
      RandomGenerator random,
      BiConsumer<String, JsonObject> seen) {
    this.bank = bank;
    this.gateway = gateway;
    this.random = random;
    this.seen = seen;
  }

  private static String now() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
  }

  /**
   * An account as SNAP names it.
   *
   * @param code a payment code, or the digits of a virtual account
   * @throws IllegalArgumentException when it is neither
   */
  public JsonObject account(String code) {
    String digits = code.replaceAll("[ .-]", "");
    if (!digits.matches("[0-9]{12,20}")) {
      throw new IllegalArgumentException(
          "CODE: expected the 12 digits of a payment code, or a virtual account number");
    }
    String customer = digits.substring(digits.length() - CODE_DIGITS);
    String service = "%8s".formatted(bank.serviceId());
    return new JsonObject()
        .put("partnerServiceId", service)
        .put("customerNo", customer)
        .put("virtualAccountNo", service + customer);
  }

  static JsonObject money(String value) {
    return new JsonObject().put("value", value).put("currency", "IDR");
  }

  /** Looks at a bill. */
  public JsonObject inquire(JsonObject account, String id) throws NoGateway, InterruptedException {
    return call(
        ROOT + "/transfer-va/inquiry",
        account.copy().put("inquiryRequestId", id).put("trxDateInit", now()));
  }

  /**
   * Asks for a payment.
   *
   * @param value of the amount, with two decimals
   * @param again whether it may have been asked before
   */
  public JsonObject pay(JsonObject account, String id, String value, boolean again)
      throws NoGateway, InterruptedException {
    return call(
        ROOT + "/transfer-va/payment",
        account
            .copy()
            .put("paymentRequestId", id)
            .put("virtualAccountName", "PELANGGAN BANK  DEMO")
            .put("paidAmount", money(value))
            .put("trxDateTime", now())
            .put("flagAdvise", again ? "Y" : "N"));
  }

  /** Asks what became of a payment. */
  public JsonObject status(JsonObject account, String id) throws NoGateway, InterruptedException {
    return call(
        ROOT + "/transfer-va/status",
        account.copy().put("inquiryRequestId", id).put("paymentRequestId", id));
  }

  /** Tells of money that has moved into an account, as BRI writes it. */
  public JsonObject tell(JsonObject account, String id, String value)
      throws NoGateway, InterruptedException {
    return call(
        ROOT + "/transfer-va/notify-payment-intrabank",
        account
            .copy()
            .put("trxDateTime", now())
            .put("paymentRequestId", id)
            .put(
                "additionalInfo",
                new JsonObject()
                    .put("idApp", "DEMO")
                    .put("paymentAmount", value)
                    .put("terminalId", "9")
                    .put("bankId", "002")));
  }

  /** Tells of money that has moved by a QRIS. */
  JsonObject tellQr(String reference, String partnerReference, String value)
      throws NoGateway, InterruptedException {
    return call(
        ROOT + "/qr/qr-mpm-notify",
        new JsonObject()
            .put("originalReferenceNo", reference)
            .put("originalPartnerReferenceNo", partnerReference)
            .put("latestTransactionStatus", "00")
            .put("transactionStatusDesc", "Success")
            .put("amount", money(value)));
  }

  /** With a fresh token when the gateway does not know the one in hand. */
  private JsonObject call(String path, JsonObject body) throws NoGateway, InterruptedException {
    JsonObject answer = signed(path, body);
    if (answer.getString("responseCode", "").startsWith("" + UNAUTHORISED)) {
      token = "";
      answer = signed(path, body);
    }
    return answer;
  }

  private JsonObject signed(String path, JsonObject body) throws NoGateway, InterruptedException {
    if (token.isEmpty()) {
      token = token();
    }
    String at = now();
    byte[] bytes = body.encodePrettily().getBytes(StandardCharsets.UTF_8);
    byte[] signature = SnapSignature.transaction(bank.secret(), "POST", path, token, bytes, at);
    return send(
        to(path, at)
            .header("Authorization", "Bearer " + token)
            .header("X-SIGNATURE", SnapSignature.written(signature, Form.BASE64))
            .header("X-PARTNER-ID", bank.partnerId())
            .header("X-EXTERNAL-ID", "%09d".formatted(random.nextInt(EXTERNAL_IDS)))
            .header("CHANNEL-ID", "00002")
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private String token() throws NoGateway, InterruptedException {
    String at = now();
    return send(to(ROOT + TOKEN, at)
            .header("X-CLIENT-KEY", bank.clientId())
            .header("X-SIGNATURE", SnapSignature.token(bank.key(), bank.clientId(), at))
            .POST(BodyPublishers.ofString("{\"grantType\":\"client_credentials\"}")))
        .getString("accessToken", "");
  }

  private HttpRequest.Builder to(String path, String at) {
    return HttpRequest.newBuilder(URI.create(gateway + path))
        .timeout(WITHIN)
        .header("Content-Type", "application/json")
        .header("X-TIMESTAMP", at);
  }

  private JsonObject send(HttpRequest.Builder request) throws NoGateway, InterruptedException {
    HttpRequest built = request.build();
    try {
      HttpResponse<String> response = client.send(built, HttpResponse.BodyHandlers.ofString());
      JsonObject answer = new JsonObject(response.body());
      JsonObject shown = answer.copy();
      shown.remove("accessToken");
      seen.accept(built.uri().getPath(), shown);
      return answer;
    } catch (IOException | DecodeException e) {
      throw new NoGateway(gateway, e);
    }
  }
}
