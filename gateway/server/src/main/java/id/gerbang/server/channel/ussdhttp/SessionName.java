package id.gerbang.server.channel.ussdhttp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An aggregator's session id as the name of a dialogue: at most 64 visible ASCII characters, and
 * different for different ids.
 */
final class SessionName {
  /** What a conversation keeps of a session's id ({@code Inbound.dialogue}). */
  private static final int LONGEST = 64;

  /**
   * 192 bits: nobody finds two ids with the same, not even who may choose both; 49 characters with
   * its mark.
   */
  private static final int HASH_BYTES = 24;

  /** Before a hash. An id that begins with it is hashed too, so that it cannot pose as one. */
  private static final char HASHED = '#';

  private SessionName() {}

  /** The id itself where it can be kept, else its SHA-256, shortened. */
  static String of(String session) {
    boolean kept =
        session.length() <= LONGEST
            && session.charAt(0) != HASHED
            && session.chars().allMatch(c -> c > ' ' && c < 0x7F);
    return kept ? session : HASHED + hash(session);
  }

  private static String hash(String session) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
