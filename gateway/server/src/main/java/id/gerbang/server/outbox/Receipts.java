package id.gerbang.server.outbox;

/** Where a channel brings what the carrier says of a message it took. */
public interface Receipts {

  /**
   * Keeps a receipt. Blocks until it is safe; the channel acknowledges after.
   *
   * @return false when the store is away: the carrier shall repeat it
   */
  boolean received(Receipt receipt);

  /**
   * @param link the link it came by
   * @param messageId the id as the carrier wrote it here; it may differ in base, case and zeros
   *     from the one in its answer
   * @param state the fate of the message
   */
  record Receipt(String link, String messageId, State state) {}

  /** SMPP 3.4 §5.2.28 message_state, as far as it matters to us. */
  enum State {
    /** Still under way (ENROUTE, ACCEPTED, UNKNOWN). */
    UNDER_WAY,
    DELIVERED,
    /** EXPIRED, DELETED, UNDELIVERABLE, REJECTED. */
    FAILED
  }
}
