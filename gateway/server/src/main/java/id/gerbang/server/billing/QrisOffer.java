package id.gerbang.server.billing;

/** What came of asking for the QRIS of a bill. */
public sealed interface QrisOffer {
  /**
   * @param content what a QR code of it holds (EMVCo)
   */
  record Made(Bill bill, String content) implements QrisOffer {}

  /** No bill has this payment code. */
  record NoBill() implements QrisOffer {}

  /** It cannot be paid: its status says why. */
  record NotOpen(Bill bill) implements QrisOffer {}

  /** No bank of the settings makes QRIS. */
  record NotOffered() implements QrisOffer {}

  /** The bank did not answer, or what it made was not for this bill; again later. */
  record Away() implements QrisOffer {}
}
