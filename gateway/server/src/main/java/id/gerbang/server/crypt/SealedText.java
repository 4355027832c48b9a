package id.gerbang.server.crypt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Seals and opens texts of columns. A text is bound to its place: copied to another row or column
 * it does not open.
 */
public final class SealedText {
  private final Vault vault;

  public SealedText(Vault vault) {
    this.vault = vault;
  }

  /**
   * @param place column and row, {@code agent.name:PRS001}
   */
  public byte[] seal(String text, String place) {
    return vault.seal(
        text.getBytes(StandardCharsets.UTF_8), place.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Opens what {@link #seal} sealed.
   *
   * @throws IllegalStateException when it does not open: a foreign keyset, or a row that was
   *     tampered with
   */
  public String open(byte[] sealed, String place) {
    return tryOpen(sealed, place)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a sealed column does not open ("
                        + place.substring(0, place.indexOf(':'))
                        + "): is GERBANG_KEYSET the one it was sealed with?"));
  }

  /**
   * Opens what {@link #seal} sealed; empty when it does not open. For queues, where one broken row
   * must not hold up the others.
   */
  public Optional<String> tryOpen(byte[] sealed, String place) {
    return vault
        .open(sealed, place.getBytes(StandardCharsets.UTF_8))
        .map(plain -> new String(plain, StandardCharsets.UTF_8));
  }
}
