package id.gerbang.server.channel.ussdhttp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in.
 *
 * @param secret a segment of the path; empty when none is needed. Compared in constant time, and
 *     never printed
 * @param allow from where; empty when from anywhere
 * @param proxies whose {@code X-Forwarded-For} is believed
 */
public record Door(String secret, AddressList allow, AddressList proxies) {

  /** From anywhere, without a secret. */
  public static final Door OPEN = new Door("", AddressList.NONE, AddressList.NONE);

  /**
   * What of a path's end is left without the secret; empty when the secret is missing or wrong.
   *
   * @param below empty, or beginning with a slash
   * @param first whether the secret may also be the first segment
   */
  Optional<String> without(String below, boolean first) {
    if (secret.isEmpty()) {
      return Optional.of(below.equals("/") ? "" : below);
    }
    int last = below.lastIndexOf('/');
    if (last < 0) {
      return Optional.empty();
    }
    if (isSecret(below.substring(last + 1))) {
      return Optional.of(below.substring(0, last));
    }
    int second = below.indexOf('/', 1);
    return first && second > 0 && isSecret(below.substring(1, second))
        ? Optional.of(below.substring(second))
        : Optional.empty();
  }

  private boolean isSecret(String segment) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), segment.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a request may come from there. Of the chain of addresses, the last that is no trusted
   * proxy's is where it comes from: what stands before it, anybody may have written.
   *
   * @param peer the other end of the connection
   * @param forwarded the values of {@code X-Forwarded-For}, in their order
   */
  public boolean lets(String peer, List<String> forwarded) {
    return allow.isEmpty() || allow.holds(from(peer, forwarded));
  }

  private String from(String peer, List<String> forwarded) {
    String[] chain = String.join(",", forwarded).split(",");
    String from = peer;
    for (int i = chain.length - 1; i >= 0 && proxies.holds(from); i--) {
      if (!chain[i].isBlank()) {
        from = chain[i].strip();
      }
    }
    return from;
  }

  @Override
  public String toString() {
    return "Door[secret=" + (secret.isEmpty() ? "" : "***") + ", allow=" + allow + "]";
  }
}
