package id.gerbang.server.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SNAP BI's two signatures, made and proven (payments-snap-bi.md). */
public final class SnapSignature {
  private static final String RSA = "SHA256withRSA";
  private static final String HMAC = "HmacSHA512";

  private SnapSignature() {}

  /** How a bank writes the signature of a transaction. */
  public enum Form {
    BASE64,
    HEX
  }

  /**
   * Signs a transaction.
   *
   * @param path as it is requested, with {@code /snap}
   * @param body as it is sent
   * @param timestamp the value of X-TIMESTAMP
   */
  public static byte[] transaction(
      String secret, String method, String path, String token, byte[] body, String timestamp) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Minified.of(body));
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      String signed =
          String.join(":", method, path, token, HexFormat.of().formatHex(hash), timestamp);
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has SHA-256 and HMAC-SHA512", e);
    }
  }

  /** As the header carries it. */
  public static String written(byte[] signature, Form form) {
    return switch (form) {
      case BASE64 -> Base64.getEncoder().encodeToString(signature);
      case HEX -> HexFormat.of().formatHex(signature);
    };
  }

  /** Whether a header holds this signature; in constant time. */
  public static boolean isSame(byte[] signature, String header, Form form) {
    try {
      byte[] given =
          switch (form) {
            case BASE64 -> Base64.getDecoder().decode(header);
            case HEX -> HexFormat.of().parseHex(header);
          };
      return MessageDigest.isEqual(signature, given);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Signs a request for a token, in base64. */
  public static String token(PrivateKey key, String clientId, String timestamp) {
    try {
      Signature signature = Signature.getInstance(RSA);
      signature.initSign(key);
      signature.update((clientId + "|" + timestamp).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign with " + RSA, e);
    }
  }

  /** Whether a request for a token was signed by the owner of {@code key}. */
  public static boolean isToken(PublicKey key, String clientId, String timestamp, String header) {
    try {
      Signature signature = Signature.getInstance(RSA);
      signature.initVerify(key);
      signature.update((clientId + "|" + timestamp).getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(header));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] bare(String pem) {
    return Base64.getDecoder()
        .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\\\n|\\s", ""));
  }

  /** Reads a public key in PEM, or its base64 alone; empty when it is none. */
  public static Optional<PublicKey> publicKey(String pem) {
    try {
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bare(pem))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads a private key in PEM (PKCS#8), or its base64 alone; empty when it is none. */
  public static Optional<PrivateKey> privateKey(String pem) {
    try {
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bare(pem))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
