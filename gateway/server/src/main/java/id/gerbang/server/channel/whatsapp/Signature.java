package id.gerbang.server.channel.whatsapp;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Meta's proof that a webhook's body is its own: {@code X-Hub-Signature-256: sha256=<hex of
 * HMAC-SHA-256>} over the bytes as they came, keyed with the app's secret. Reading the JSON and
 * writing it again changes those bytes, so nothing is read before this. Safe for any thread.
 */
final class Signature {
  /** The header that carries it. */
  static final String HEADER = "X-Hub-Signature-256";

  private static final String SCHEME = "sha256=";
  private static final String ALGORITHM = "HmacSHA256";

  /** Of SHA-256 in hex. */
  private static final int HEX_DIGITS = 64;

  private final SecretKeySpec key;

  /**
   * @param appSecret of the Meta app; not empty
   */
  Signature(String appSecret) {
    this.key = new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Whether a header may be a signature at all, so that a body without one is not even read. */
  static boolean isOne(String header) {
    return header != null
        && header.length() == SCHEME.length() + HEX_DIGITS
        && header.startsWith(SCHEME)
        && header.chars().skip(SCHEME.length()).allMatch(HexFormat::isHexDigit);
  }

  /** Whether {@code header} signs exactly {@code body}; compared in constant time. */
  boolean proves(byte[] body, String header) {
    return isOne(header)
        && MessageDigest.isEqual(
            mac(body), HexFormat.of().parseHex(header.substring(SCHEME.length())));
  }

  /** The header that Meta would send with {@code body}. */
  String of(byte[] body) {
    return SCHEME + HexFormat.of().formatHex(mac(body));
  }

  private byte[] mac(byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
