package id.gerbang.server.payment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A payment as the branch sees it. Knows nobody: who paid is found by its bill.
 *
 * @param reference ours, six characters
 * @param bank who took it, as in {@link PaymentOrder}
 * @param requestId their own id of it
 * @param virtualAccountNo as SNAP writes it where a bill has it, else its digits
 * @param amount rupiah
 * @param bill the payment code of what it paid
 * @param parked what is known of its time in suspense; empty when it fitted at once
 * @param openBill while it is in suspense: what its member could pay with it
 * @param paidAt as who took it says
 * @param createdAt when it was told here
 */
public record Payment(
    String reference,
    String bank,
    String requestId,
    String source,
    String virtualAccountNo,
    long amount,
    Status status,
    Optional<String> bill,
    Optional<Parked> parked,
    Optional<String> openBill,
    Instant paidAt,
    Instant createdAt) {

  /**
   * What became of a payment.
   *
   * <pre>
   *   told ──▶ PAID                 it fitted a bill
   *     └────▶ SUSPENSE ─applied──▶ PAID       or JOINED, to another that pays the bill
   *                     └returned─▶ RETURNED
   * </pre>
   */
  public enum Status {
    PAID,
    SUSPENSE,
    JOINED,
    RETURNED;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param reason why it was parked
   * @param resolution {@code applied} or {@code returned}; empty while it is open
   * @param why in the branch's words
   * @param restOf the reference of the payment of which it is what was too much
   * @param rest the reference of what was too much of this one
   */
  public record Parked(
      Taken.Reason reason,
      Optional<String> resolution,
      Optional<String> why,
      Optional<Instant> resolvedAt,
      Optional<String> restOf,
      Optional<String> rest) {}

  /** The till that took it; empty when a bank did. */
  public Optional<Till> till() {
    return Till.named(bank);
  }
}
