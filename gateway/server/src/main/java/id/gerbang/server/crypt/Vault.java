package id.gerbang.server.crypt;

import java.util.Optional;

/**
 * Seals what is personal wherever it rests, and makes the keyed hashes by which it is looked up.
 * Safe for any thread.
 */
public interface Vault {

  /**
   * Seals {@code plain}, bound to {@code context}: it opens only with the same context.
   *
   * @param context what it belongs to, for example {@code "worker.nik:" + id}; not secret
   */
  byte[] seal(byte[] plain, byte[] context);

  /**
   * Opens what {@link #seal} sealed. Empty when it was changed, belongs elsewhere, or its key is
   * gone.
   */
  Optional<byte[]> open(byte[] sealed, byte[] context);

  /**
   * A keyed, deterministic hash (HMAC-SHA-256, first 16 bytes) for look-ups.
   *
   * @param domain keeps hashes of different kinds apart ({@code "phone"}, {@code "nik"})
   */
  byte[] lookup(String domain, String value);
}
