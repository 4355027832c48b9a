package id.gerbang.server.enrolment;

import id.gerbang.server.crypt.Vault;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A vault by the JDK alone: AES-GCM and HMAC, with a key that nobody needs to keep. */
final class TestVault implements Vault {
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[16], "AES");
  private static final SecretKeySpec MAC_KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
  private static final int NONCE = 12;

  private final SecureRandom random = new SecureRandom();

  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, KEY, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(context);
      byte[] sealed = cipher.doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return all;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public Optional<byte[]> open(byte[] sealed, byte[] context) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, KEY, new GCMParameterSpec(128, sealed, 0, NONCE));
      cipher.updateAAD(context);
      return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
    } catch (GeneralSecurityException changed) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] lookup(String domain, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(MAC_KEY);
      return Arrays.copyOf(
          mac.doFinal((domain + "\0" + value).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          16);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
