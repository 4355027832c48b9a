package id.gerbang.server.bank;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Who a simulated bank is to the gateway, and the gateway to it.
 *
 * @param serviceId its number for the gateway, before payment codes
 * @param key with which it asks the gateway for tokens
 * @param gatewayId as whom the gateway asks it
 * @param gatewaySecret with which the gateway signs
 * @param gatewayKey with which the gateway proves itself
 */
public record BankIdentity(
    String clientId,
    String secret,
    String partnerId,
    String serviceId,
    PrivateKey key,
    String gatewayId,
    String gatewaySecret,
    PublicKey gatewayKey) {

  /** Its secrets do not belong in a log. */
  @Override
  public String toString() {
    return "BankIdentity[" + clientId + "]";
  }
}
