package id.gerbang.server.contribution;

import java.time.YearMonth;
import java.util.List;

/**
 * A figure of the programme, which a rule may change from a month on.
 *
 * @param first its value until the first change
 * @param changes each later than the one before
 */
public record Figure(long first, List<Change> changes) {

  /**
   * @param from the first month of the new value
   */
  public record Change(YearMonth from, long value) {}

  public Figure {
    changes = List.copyOf(changes);
  }

  /** A figure that never changes. */
  public static Figure always(long value) {
    return new Figure(value, List.of());
  }

  /** Its value in {@code month}. */
  public long in(YearMonth month) {
    return changes.reversed().stream()
        .filter(change -> !month.isBefore(change.from()))
        .findFirst()
        .map(Change::value)
        .orElse(first);
  }
}
