package id.gerbang.server.payment.snap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.gerbang.server.payment.SnapSignature;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks services of one bank, one try for each call; but a token that the bank refuses is fetched
 * anew, once. Never logs bodies or headers. Safe for any thread. Blocks.
 */
public final class BankApi implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BankApi.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** An answer has some hundred bytes. */
  private static final int LARGEST_ANSWER = 64 * 1024;

  /** Of a token whose answer does not say how long it is good (payments-snap-bi.md). */
  private static final long TOKEN_SECONDS = 900;

  private static final int UNAUTHORISED = 401;
  private static final Pattern CODE = Pattern.compile("([1-5][0-9]{2})[0-9]{2}([0-9]{2})");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BankAccess access;
  private final OwnIds ids;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Pace pace;
  private final BankTokens tokens;
  private final HttpClient client;

  /**
   * @param registry counts {@code gerbang_snap_calls{bank,service,outcome}}
   */
  public BankApi(BankAccess access, OwnIds ids, InstantSource clock, MeterRegistry registry) {
    this.access = access;
    this.ids = ids;
    this.clock = clock;
    this.registry = registry;
    this.pace = new Pace(access.perSecond());
    this.tokens = new BankTokens(this::askToken, clock);
    SSLParameters tls = new SSLParameters();
    tls.setProtocols(new String[] {"TLSv1.3"}); // SNAP from July 2026 on
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslParameters(tls)
            .build();
  }

  BankAccess access() {
    return access;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Asks a service; waits for its turn in the bank's pace. */
  public Said call(Service service, ObjectNode body) throws InterruptedException {
    Optional<String> token = tokens.get();
    if (token.isEmpty()) {
      return counted(service, new Said.Nothing("no token"));
    }
    Said said = send(service, body, token.get());
    if (said instanceof Said.Answer answer && answer.status() == UNAUTHORISED) {
      tokens.drop(token.get());
      Optional<String> another = tokens.get();
      if (another.isPresent()) {
        said = send(service, body, another.get());
      }
    }
    return counted(service, said);
  }

  private Said send(Service service, ObjectNode body, String token) throws InterruptedException {
    pace.await();
    Instant now = clock.instant();
    String at = SnapTime.of(now);
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    URI uri = URI.create(access.url() + service.path());
    byte[] signature =
        SnapSignature.transaction(
            access.secret(), service.method(), uri.getRawPath(), token, bytes, at);
    return exchange(
        request(uri, at)
            .header("Authorization", "Bearer " + token)
            .header("X-SIGNATURE", SnapSignature.written(signature, access.form()))
            .header("X-PARTNER-ID", access.partnerId())
            .header("X-EXTERNAL-ID", ids.next(access.bank(), now))
            .header("CHANNEL-ID", access.channelId())
            .method(service.method(), BodyPublishers.ofByteArray(bytes)));
  }

  private Optional<BankTokens.Token> askToken() {
    Instant now = clock.instant();
    String at = access.tokenMillis() ? SnapTime.millis(now) : SnapTime.of(now);
    try {
      Said said =
          counted(
              Service.TOKEN,
              exchange(
                  request(URI.create(access.url() + Service.TOKEN.path()), at)
                      .header("X-CLIENT-KEY", access.clientId())
                      .header(
                          "X-SIGNATURE", SnapSignature.token(access.key(), access.clientId(), at))
                      .POST(BodyPublishers.ofString("{\"grantType\":\"client_credentials\"}"))));
      if (said instanceof Said.Answer answer && answer.isGood()) {
        String token = answer.body().path("accessToken").asText();
        long seconds = answer.body().path("expiresIn").asLong(TOKEN_SECONDS);
        return token.isEmpty()
            ? Optional.empty()
            : Optional.of(new BankTokens.Token(token, now.plusSeconds(seconds)));
      }
      log.warn("bank={} gives no token: {}", access.bank(), said.word());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private HttpRequest.Builder request(URI uri, String at) {
    return HttpRequest.newBuilder(uri)
        .timeout(access.within())
        .header("Content-Type", "application/json")
        .header("X-TIMESTAMP", at);
  }

  private Said exchange(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          client.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
      return read(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Said.Nothing(e.getClass().getSimpleName());
    }
  }

  /** What has no response code of SNAP is known by its status: a proxy may have answered. */
  private static Said read(int status, byte[] bytes) {
    JsonNode body = object();
    try {
      JsonNode found = JSON.readTree(bytes);
      if (found != null && found.isObject()) {
        body = found;
      }
    } catch (JsonProcessingException e) {
      // the status says it
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    Matcher code = CODE.matcher(body.path("responseCode").asText());
    return code.matches()
        ? new Said.Answer(Integer.parseInt(code.group(1)), code.group(2), body)
        : new Said.Answer(status == 200 ? 502 : status, "00", body);
  }

  private Said counted(Service service, Said said) {
    String outcome =
        switch (said) {
          case Said.Answer answer when answer.isGood() -> "done";
          case Said.Answer answer when answer.isLater() -> "later";
          case Said.Answer _ -> "refused";
          case Said.Nothing _ -> "unheard";
        };
    registry
        .counter(
            "gerbang_snap_calls",
            "bank",
            access.bank(),
            "service",
            service.code(),
            "outcome",
            outcome)
        .increment();
    return said;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
