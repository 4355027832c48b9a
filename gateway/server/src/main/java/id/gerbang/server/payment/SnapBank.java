package id.gerbang.server.payment;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A bank that calls us, and how it does.
 *
 * @param name in the ledger and the settings: {@code bri}
 * @param clientId X-CLIENT-KEY
 * @param secret with which transactions are signed
 * @param partnerId X-PARTNER-ID
 * @param serviceId its number for us (partnerServiceId)
 * @param key with which it proves itself when it asks for a token
 * @param form how it writes signatures of transactions
 * @param skew how far its clock may be from ours
 * @param comesFrom whether a request may come from an address, with its X-Forwarded-For
 */
public record SnapBank(
    String name,
    String clientId,
    String secret,
    String partnerId,
    String serviceId,
    PublicKey key,
    SnapSignature.Form form,
    Duration skew,
    BiPredicate<String, List<String>> comesFrom) {

  /** Its secret does not belong in a log. */
  @Override
  public String toString() {
    return "SnapBank[" + name + "]";
  }
}
