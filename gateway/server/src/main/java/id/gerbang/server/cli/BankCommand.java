package id.gerbang.server.cli;

import id.gerbang.server.api.SnapFront;
import id.gerbang.server.payment.SnapSignature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gerbang bank}: the bank of a demonstration. */
@Command(
    name = "bank",
    description = "The bank of a demo, which signs for real.",
    mixinStandardHelpOptions = true,
    subcommands = BankCommand.Pay.class)
final class BankCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return 2;
  }

  /** Looks at a bill and pays it. Exit 1 when the gateway refuses. */
  @Command(
      name = "pay",
      description = "Looks at a bill and pays it, as a bank does over SNAP BI.",
      mixinStandardHelpOptions = true)
  static final class Pay implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int CODE_DIGITS = 12;

    /** BRI's have nine digits. */
    private static final int EXTERNAL_IDS = 1_000_000_000;

    @Parameters(paramLabel = "CODE", description = "A payment code, or a virtual account number.")
    private String code;

    @Option(names = "--amount", description = "Rupiah; what the bill says when not given.")
    private Long amount;

    @Option(names = "--url", description = "The gateway; ${DEFAULT-VALUE} when not given.")
    private String url = "http://localhost:8080";

    @Option(names = "--data", description = "The demo's data folder; .gerbang/demo when not given.")
    private Path data;

    @Spec private CommandSpec spec;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final SecureRandom random = new SecureRandom();

    @Override
    public Integer call() throws InterruptedException {
      DemoBank bank =
          DemoBank.on(data == null ? Home.find().below(".gerbang/demo") : data.toAbsolutePath());
      String digits = code.replaceAll("[ .-]", "");
      if (!digits.matches("[0-9]{12,20}")) {
        throw new IllegalArgumentException(
            "CODE: expected the 12 digits of a payment code, or a virtual account number");
      }
      String customer = digits.substring(digits.length() - CODE_DIGITS);
      JsonObject account =
          new JsonObject()
              .put("partnerServiceId", "%8s".formatted(bank.serviceId()))
              .put("customerNo", customer)
              .put("virtualAccountNo", "%8s".formatted(bank.serviceId()) + customer);
      String token = token(bank);
      return token.isEmpty() ? 1 : pay(bank, token, account);
    }

    private int pay(DemoBank bank, String token, JsonObject account) throws InterruptedException {
      String id = UUID.randomUUID().toString();
      JsonObject seen =
          transaction(
              bank, token, "/transfer-va/inquiry", account.copy().put("inquiryRequestId", id));
      JsonObject bill = seen.getJsonObject("virtualAccountData", new JsonObject());
      if (bill.isEmpty() && amount == null) {
        return 1;
      }
      String value =
          amount != null ? amount + ".00" : bill.getJsonObject("totalAmount").getString("value");
      JsonObject paid =
          transaction(
              bank,
              token,
              "/transfer-va/payment",
              account
                  .copy()
                  .put("paymentRequestId", id)
                  .put("virtualAccountName", bill.getString("virtualAccountName", ""))
                  .put("paidAmount", new JsonObject().put("value", value).put("currency", "IDR"))
                  .put("trxDateTime", now())
                  .put("flagAdvise", "N"));
      return paid.getString("responseCode", "").startsWith("200") ? 0 : 1;
    }

    private static String now() {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(7)));
    }

    private String token(DemoBank bank) throws InterruptedException {
      String at = now();
      JsonObject answer =
          send(
              to("/access-token/b2b", at)
                  .header("X-CLIENT-KEY", bank.clientId())
                  .header("X-SIGNATURE", SnapSignature.token(bank.key(), bank.clientId(), at))
                  .POST(BodyPublishers.ofString("{\"grantType\":\"client_credentials\"}")));
      return answer.getString("accessToken", "");
    }

    private JsonObject transaction(DemoBank bank, String token, String path, JsonObject body)
        throws InterruptedException {
      String at = now();
      byte[] bytes = body.encodePrettily().getBytes(StandardCharsets.UTF_8);
      byte[] signature =
          SnapSignature.transaction(bank.secret(), "POST", SnapFront.ROOT + path, token, bytes, at);
      return send(
          to(path, at)
              .header("Authorization", "Bearer " + token)
              .header("X-SIGNATURE", SnapSignature.written(signature, SnapSignature.Form.BASE64))
              .header("X-PARTNER-ID", bank.partnerId())
              .header("X-EXTERNAL-ID", "%09d".formatted(random.nextInt(EXTERNAL_IDS)))
              .header("CHANNEL-ID", "00002")
              .POST(BodyPublishers.ofByteArray(bytes)));
    }

    private HttpRequest.Builder to(String path, String at) {
      return HttpRequest.newBuilder(URI.create(url + SnapFront.ROOT + path))
          .timeout(WITHIN)
          .header("Content-Type", "application/json")
          .header("X-TIMESTAMP", at);
    }

    /** Sends it and prints what came back, but for tokens. */
    private JsonObject send(HttpRequest.Builder request) throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      HttpRequest built = request.build();
      try {
        HttpResponse<String> response = client.send(built, HttpResponse.BodyHandlers.ofString());
        JsonObject answer = new JsonObject(response.body());
        JsonObject shown = answer.copy();
        shown.remove("accessToken");
        out.println(built.uri().getPath() + "\n" + shown.encodePrettily());
        out.flush();
        return answer;
      } catch (IOException | DecodeException e) {
        throw new IllegalArgumentException(
            url + " is no gateway that answers; start a demo, or give --url", e);
      }
    }
  }
}
