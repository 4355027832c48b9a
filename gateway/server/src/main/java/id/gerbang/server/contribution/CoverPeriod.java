package id.gerbang.server.contribution;

import java.time.LocalDate;

/**
 * Days of cover, date to date: 8 February to 7 March.
 *
 * @param from the first day
 * @param until the last day, itself covered
 */
public record CoverPeriod(LocalDate from, LocalDate until) {
  public CoverPeriod {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "cover until " + until + " ends before it begins: " + from);
    }
  }
}
