package id.gerbang.server.config;

import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;

/**
 * How we call a bank: {@code calls} of a bank in the settings.
 *
 * @param url what the paths of its services follow, with {@code /v1.0}
 * @param clientId ours there (X-CLIENT-KEY)
 * @param clientSecret signs our transactions
 * @param partnerId X-PARTNER-ID
 * @param channelId CHANNEL-ID
 * @param key asks for tokens
 * @param tokenMillis whether the time of a request for a token has milliseconds
 * @param answerWithin when an answer that has not come is none
 * @param perSecond requests a second of a node, at most
 * @param qris with which its QRIS are made; empty when it makes none for us
 */
public record BankCalls(
    URI url,
    String clientId,
    Secret clientSecret,
    String partnerId,
    String channelId,
    PrivateKey key,
    boolean tokenMillis,
    Duration answerWithin,
    int perSecond,
    Optional<Qris> qris) {

  /** How the bank names us as a merchant. */
  public record Qris(String merchantId, String terminalId) {}

  /** A key is not for logs. */
  @Override
  public String toString() {
    return "BankCalls[" + url + "]";
  }
}
