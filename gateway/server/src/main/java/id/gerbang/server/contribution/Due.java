package id.gerbang.server.contribution;

import id.gerbang.server.contribution.MonthLine.Kind;
import java.util.List;

/**
 * What is to be paid for a choice of months.
 *
 * @param lines arrears first, then the chosen months; their days follow each other without a gap
 * @param cover the days that paying protects: never a day before it is paid
 */
public record Due(List<MonthLine> lines, CoverPeriod cover) implements Assessment {
  public Due {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("nothing is due without a month");
    }
  }

  /** All of it, rupiah. */
  public long total() {
    return lines.stream().mapToLong(MonthLine::price).sum();
  }

  /** What of it is arrears, rupiah. */
  public long arrears() {
    return lines.stream()
        .filter(line -> line.kind() == Kind.ARREARS)
        .mapToLong(MonthLine::price)
        .sum();
  }

  /** How many months of it are arrears. */
  public int arrearsMonths() {
    return (int) lines.stream().filter(line -> line.kind() == Kind.ARREARS).count();
  }

  /** What discounts take off, rupiah. */
  public long discount() {
    return lines.stream().mapToLong(MonthLine::discount).sum();
  }
}
