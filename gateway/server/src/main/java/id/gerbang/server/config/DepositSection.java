package id.gerbang.server.config;

import id.gerbang.server.deposit.DepositLimits;

/** {@code deposits}: how much cash may go through a collector's hands. */
final class DepositSection {
  /** Whole rupiah that an amount of nine digits can be. */
  private static final int MOST = 999_999_999;

  private static final String RUPIAH = "whole rupiah";

  private DepositSection() {}

  static DepositLimits read(Section root) {
    Section section = root.section("deposits", "least", "most", "most_a_day", "most_cash");
    int least = section.number("least", 1_000, 1, MOST, RUPIAH);
    int most = section.number("most", 1_000_000, 1, MOST, RUPIAH);
    int mostADay = section.number("most_a_day", 2_000_000, 0, MOST, RUPIAH);
    int mostCash = section.number("most_cash", 3_000_000, 0, MOST, RUPIAH);
    if (most < least) {
      section.mistake("most", "expected least <= most");
      return new DepositLimits(least, least, mostADay, mostCash);
    }
    return new DepositLimits(least, most, mostADay, mostCash);
  }
}
