package id.gerbang.server.billing;

import java.time.Instant;

/** Has QRIS made of bills. */
@FunctionalInterface
public interface QrisOffers {
  /** Where no bank of the settings makes any. */
  QrisOffers NONE = (_, _) -> new QrisOffer.NotOffered();

  /** The QRIS of a bill that can be paid, made by a bank; blocks until the bank answers. */
  QrisOffer of(String paymentCode, Instant at);
}
