package id.gerbang.server.payment.snap;

import id.gerbang.server.payment.SnapSignature;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;

/**
 * How we ask something of a bank by SNAP BI.
 *
 * @param bank its name in the settings and the ledger
 * @param serviceId its number for us (partnerServiceId)
 * @param url what its services' paths follow, with {@code /v1.0}: the signature counts its path
 * @param clientId ours at the bank (X-CLIENT-KEY)
 * @param secret with which our transactions are signed
 * @param partnerId X-PARTNER-ID
 * @param channelId CHANNEL-ID
 * @param key with which we ask for tokens
 * @param form how the bank writes signatures of transactions
 * @param tokenMillis whether the time of a request for a token has milliseconds (BRI)
 * @param within when an answer that has not come is none
 * @param perSecond requests a second of this node, at most
 */
public record BankAccess(
    String bank,
    String serviceId,
    URI url,
    String clientId,
    String secret,
    String partnerId,
    String channelId,
    PrivateKey key,
    SnapSignature.Form form,
    boolean tokenMillis,
    Duration within,
    int perSecond) {

  /** Its secrets do not belong in a log. */
  @Override
  public String toString() {
    return "BankAccess[" + bank + "]";
  }
}
