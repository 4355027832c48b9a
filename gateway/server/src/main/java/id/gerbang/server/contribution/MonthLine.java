package id.gerbang.server.contribution;

import java.time.YearMonth;
import java.util.List;
import java.util.Locale;

/**
 * One month of cover on a bill.
 *
 * @param cover its days
 * @param priced the month whose prices hold for it: the one that its cover begins in
 * @param kind whether it is paid late
 * @param shares what each of its programmes has of it
 */
public record MonthLine(CoverPeriod cover, YearMonth priced, Kind kind, List<Share> shares) {

  /** Whether a month is paid late. */
  public enum Kind {
    /** It is over and was not paid: due in full (PP 50/2025), and it covers nobody any more. */
    ARREARS,
    /** The month that is paid in, or one after it. */
    AHEAD;

    /** As stored and as the API says it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public MonthLine {
    shares = List.copyOf(shares);
    if (kind == Kind.ARREARS && shares.stream().anyMatch(share -> share.discount() > 0)) {
      throw new IllegalArgumentException("arrears are due in full");
    }
  }

  /** Its price without a discount, rupiah. */
  public long normal() {
    return shares.stream().mapToLong(Share::normal).sum();
  }

  /** What is taken off, rupiah. */
  public long discount() {
    return shares.stream().mapToLong(Share::discount).sum();
  }

  /** What is asked for it, rupiah. */
  public long price() {
    return normal() - discount();
  }
}
