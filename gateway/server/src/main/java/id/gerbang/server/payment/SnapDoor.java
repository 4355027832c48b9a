package id.gerbang.server.payment;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.crypt.Vault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Who is let in of those who call as a bank. A token is sealed, not stored: each node of the
 * gateway opens it. Safe for any thread.
 */
public final class SnapDoor {
  /** SNAP: a token is good for 900 s. */
  public static final Duration TOKEN_LIVES = Duration.ofSeconds(900);

  private static final String TOKENS = "snap.token:bank";
  private static final String BEARER = "Bearer ";
  private static final Pattern EXTERNAL_ID = Pattern.compile("[0-9]{1,36}");

  /** BRI's notifications have letters in theirs. */
  private static final Pattern NOTIFICATION_ID = Pattern.compile("[0-9A-Za-z-]{1,36}");

  private static final Pattern CHANNEL = Pattern.compile("[0-9A-Za-z]{1,5}");

  private final List<SnapBank> banks;
  private final SealedText sealed;

  public SnapDoor(List<SnapBank> banks, Vault vault) {
    this.banks = List.copyOf(banks);
    this.sealed = new SealedText(vault);
  }

  /** A request as it came over the wire. */
  public record Call(
      String method,
      String path,
      Function<String, String> header,
      byte[] body,
      String peer,
      List<String> forwarded) {
    private String of(String name) {
      String value = header.apply(name);
      return value == null ? "" : value;
    }
  }

  /** Whether somebody is let in. */
  public sealed interface Answer {
    /**
     * @param token fresh, when one was asked for
     * @param externalId of a transaction
     */
    record Welcome(SnapBank bank, String token, String externalId) implements Answer {}

    /**
     * @param status of HTTP
     * @param kase the last two digits of the response's code
     */
    record Refused(int status, String kase, String message) implements Answer {}
  }

  private static Answer missing(String header) {
    return new Answer.Refused(400, "02", "Invalid Mandatory Field " + header);
  }

  private static Answer malformed(String header) {
    return new Answer.Refused(400, "01", "Invalid Field Format " + header);
  }

  private static Answer unauthorised(String why) {
    return new Answer.Refused(401, "00", "Unauthorized. [" + why + "]");
  }

  private static Answer fromElsewhere() {
    return new Answer.Refused(403, "01", "Feature Not Allowed");
  }

  private static Optional<Answer> incomplete(Call call, String... headers) {
    for (String header : headers) {
      if (call.of(header).isBlank()) {
        return Optional.of(missing(header));
      }
    }
    return Optional.empty();
  }

  /** Asks for a token. */
  public Answer token(Call call, Instant now) {
    Optional<Answer> incomplete = incomplete(call, "X-CLIENT-KEY", "X-TIMESTAMP", "X-SIGNATURE");
    if (incomplete.isPresent()) {
      return incomplete.get();
    }
    Optional<Instant> at = instant(call.of("X-TIMESTAMP"));
    if (at.isEmpty()) {
      return malformed("X-TIMESTAMP");
    }
    Optional<SnapBank> found =
        banks.stream().filter(b -> b.clientId().equals(call.of("X-CLIENT-KEY"))).findFirst();
    if (found.isEmpty()) {
      return unauthorised("Unknown Client");
    }
    SnapBank bank = found.get();
    if (!bank.comesFrom().test(call.peer(), call.forwarded())) {
      return fromElsewhere();
    }
    if (!SnapSignature.isToken(
        bank.key(), bank.clientId(), call.of("X-TIMESTAMP"), call.of("X-SIGNATURE"))) {
      return unauthorised("Signature");
    }
    if (isSkewed(bank, at.get(), now)) {
      return unauthorised("X-TIMESTAMP");
    }
    String said = bank.name() + " " + now.plus(TOKEN_LIVES).toEpochMilli();
    return new Answer.Welcome(
        bank,
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.seal(said, TOKENS)),
        "");
  }

  /** Calls for a transaction. */
  public Answer transaction(Call call, Instant now) {
    return transaction(call, EXTERNAL_ID, now);
  }

  /** Tells of money that has moved. */
  public Answer notification(Call call, Instant now) {
    return transaction(call, NOTIFICATION_ID, now);
  }

  private Answer transaction(Call call, Pattern externalId, Instant now) {
    Optional<Answer> incomplete =
        incomplete(
            call,
            "Authorization",
            "X-TIMESTAMP",
            "X-SIGNATURE",
            "X-PARTNER-ID",
            "X-EXTERNAL-ID",
            "CHANNEL-ID");
    if (incomplete.isPresent()) {
      return incomplete.get();
    }
    Optional<Instant> at = instant(call.of("X-TIMESTAMP"));
    if (at.isEmpty()) {
      return malformed("X-TIMESTAMP");
    }
    String authorization = call.of("Authorization");
    String token =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? authorization.substring(BEARER.length()).strip()
            : "";
    Optional<SnapBank> bank = bearer(token, now);
    return bank.isEmpty()
        ? new Answer.Refused(401, "01", "Invalid Token (B2B)")
        : proven(bank.get(), token, call, externalId, at.get(), now);
  }

  private static Answer proven(
      SnapBank bank, String token, Call call, Pattern externalId, Instant at, Instant now) {
    if (!bank.comesFrom().test(call.peer(), call.forwarded())) {
      return fromElsewhere();
    }
    byte[] signature =
        SnapSignature.transaction(
            bank.secret(), call.method(), call.path(), token, call.body(), call.of("X-TIMESTAMP"));
    if (!SnapSignature.isSame(signature, call.of("X-SIGNATURE"), bank.form())) {
      return unauthorised("Signature");
    }
    if (isSkewed(bank, at, now)) {
      return unauthorised("X-TIMESTAMP");
    }
    if (!bank.partnerId().equals(call.of("X-PARTNER-ID"))) {
      return unauthorised("X-PARTNER-ID");
    }
    if (!externalId.matcher(call.of("X-EXTERNAL-ID")).matches()) {
      return malformed("X-EXTERNAL-ID");
    }
    if (!CHANNEL.matcher(call.of("CHANNEL-ID")).matches()) {
      return malformed("CHANNEL-ID");
    }
    return new Answer.Welcome(bank, "", call.of("X-EXTERNAL-ID"));
  }

  private Optional<SnapBank> bearer(String token, Instant now) {
    Optional<String> said;
    try {
      said = sealed.tryOpen(Base64.getUrlDecoder().decode(token), TOKENS);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return said.map(words -> words.split(" "))
        .filter(words -> now.toEpochMilli() < Long.parseLong(words[1]))
        .flatMap(words -> banks.stream().filter(b -> b.name().equals(words[0])).findFirst());
  }

  private static boolean isSkewed(SnapBank bank, Instant at, Instant now) {
    return Duration.between(at, now).abs().compareTo(bank.skew()) > 0;
  }

  private static Optional<Instant> instant(String timestamp) {
    try {
      return Optional.of(OffsetDateTime.parse(timestamp).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
