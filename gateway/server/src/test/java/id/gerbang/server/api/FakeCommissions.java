package id.gerbang.server.api;

import id.gerbang.server.commission.CommissionDesk;
import id.gerbang.server.commission.Earned;
import id.gerbang.server.commission.Pay;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The desk of commissions in memory: two lines of October, through institution 1. */
final class FakeCommissions implements CommissionDesk {
  @Override
  public Optional<Book> of(YearMonth period, Optional<Long> institution, Instant at) {
    if (institution.isPresent() && institution.get() != 1) {
      return Optional.empty();
    }
    if (!period.equals(YearMonth.of(2026, 10))) {
      return Optional.of(new Book(period, Optional.empty(), true, List.of()));
    }
    return Optional.of(
        new Book(
            period,
            Optional.of(at),
            true,
            List.of(
                line(Kind.STATEMENT, new Pay(250_000, 63_000, 0, 0, 7_825), Optional.empty()),
                line(Kind.CORRECTION, new Pay(0, 0, 0, -1_000, -25), Optional.of("bukti ganda")))));
  }

  private static Line line(Kind kind, Pay pay, Optional<String> reason) {
    return new Line(
        1,
        "PRS001",
        Optional.of(new Institution(1, "Bumdes Sesetan")),
        kind,
        new Earned(kind == Kind.STATEMENT ? 25 : 0, 0, 0, 0),
        pay,
        "rules",
        reason);
  }

  @Override
  public Corrected correct(
      YearMonth period, String agent, long rupiah, String reason, String who, Instant at) {
    return new Corrected.NotIssued();
  }
}
