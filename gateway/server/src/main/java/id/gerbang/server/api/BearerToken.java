package id.gerbang.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The one token that opens the API. */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  /**
   * @param token empty: nothing opens it
   */
  BearerToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether the {@code Authorization} header, null when there is none, carries it. The time that
   * this takes does not tell how much of a wrong token was right.
   */
  boolean isIn(String header) {
    if (token.length == 0
        || header == null
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given = header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token, given);
  }
}
