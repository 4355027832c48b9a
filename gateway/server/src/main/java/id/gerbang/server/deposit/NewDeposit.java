package id.gerbang.server.deposit;

import id.gerbang.server.subscriber.Msisdn;

/**
 * A deposit as a collector tells it.
 *
 * @param collector their phone
 * @param member the reference of the member's application
 * @param rupiah as it was typed; may be anything
 * @param ordinal which one of several alike within minutes, 1 to 99
 * @param event what made it: {@code sms:<id>} or {@code menu:<intent>}
 */
public record NewDeposit(Msisdn collector, String member, long rupiah, int ordinal, String event) {

  /** The first of its kind. */
  static final int FIRST = 1;

  /** Two digits: a collector who needs more has made a mistake. */
  static final int LAST = 99;

  public NewDeposit {
    if (ordinal < FIRST || ordinal > LAST) {
      throw new IllegalArgumentException("an ordinal is 1 to 99");
    }
  }
}
