package id.gerbang.server.outreach;

import id.gerbang.server.subscriber.Msisdn;

/** Shows on a phone at once that it may go on, where its carrier lets us begin a dialogue. */
public interface ScreenOffer {
  /** No carrier lets us. */
  ScreenOffer NONE = (_, _) -> false;

  /**
   * Shows the offer to go on. Blocks.
   *
   * @param dialogue the carrier's session that was dropped
   * @return whether the carrier took it; otherwise it was not shown, or nobody knows
   */
  boolean shown(Msisdn phone, String dialogue);
}
