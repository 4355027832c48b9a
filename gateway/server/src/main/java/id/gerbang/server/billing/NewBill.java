package id.gerbang.server.billing;

import id.gerbang.server.subscriber.Msisdn;

/**
 * A bill that somebody asks for.
 *
 * @param phone the member's own
 * @param member the reference of the member's application
 * @param months how many, as the programme offers them
 * @param shown the amount they agreed to, rupiah: a bill of another is not issued
 * @param intent names this act
 */
public record NewBill(
    Msisdn phone, String member, int months, long shown, String language, String intent) {

  /** It is about a person. */
  @Override
  public String toString() {
    return "NewBill[member=" + member + ", months=" + months + ", intent=" + intent + "]";
  }
}
