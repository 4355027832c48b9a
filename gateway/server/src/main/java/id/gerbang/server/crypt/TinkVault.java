package id.gerbang.server.crypt;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * {@link Vault} on Tink: AES-256-GCM with the context as associated data, HMAC-SHA-256 for
 * look-ups.
 */
public final class TinkVault implements Vault {
  private static final int LOOKUP_BYTES = 16;

  private final Aead aead;
  private final PrfSet prf;

  public TinkVault(Keyset keyset) {
    try {
      this.aead = keyset.aead().getPrimitive(RegistryConfiguration.get(), Aead.class);
      this.prf = keyset.lookup().getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "GERBANG_KEYSET: its keys are not for AEAD and PRF; make one with `gerbang key`");
    }
  }

  @Override
  public byte[] seal(byte[] plain, byte[] context) {
    try {
      return aead.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused " + plain.length + " bytes", e);
    }
  }

  @Override
  public Optional<byte[]> open(byte[] sealed, byte[] context) {
    if (sealed.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(aead.decrypt(sealed, context));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] lookup(String domain, String value) {
    try {
      return prf.computePrimary(
          (domain + "\u0000" + value).getBytes(StandardCharsets.UTF_8), LOOKUP_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC refused a value", e);
    }
  }
}
