package id.gerbang.server.api;

import id.gerbang.server.billing.Bill;
import id.gerbang.server.billing.BillDesk;
import id.gerbang.server.billing.Issued;
import id.gerbang.server.billing.VirtualAccount;
import id.gerbang.server.contribution.Assessment;
import id.gerbang.server.contribution.CoverPeriod;
import id.gerbang.server.contribution.Due;
import id.gerbang.server.contribution.MonthLine;
import id.gerbang.server.contribution.PaidSoFar;
import id.gerbang.server.contribution.Protection;
import id.gerbang.server.contribution.Share;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The bills' desk in memory: one member, who may have ended. */
final class FakeBills implements BillDesk {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final CoverPeriod COVER = new CoverPeriod(DAY, LocalDate.of(2026, 12, 20));
  private static final MonthLine LINE =
      new MonthLine(
          COVER,
          YearMonth.of(2026, 11),
          MonthLine.Kind.AHEAD,
          List.of(
              new Share(Share.Part.JKK, 10_000, 5_000), new Share(Share.Part.JKM, 6_800, 3_400)));

  volatile boolean ended;

  @Override
  public Page<Bill> list(Optional<Msisdn> phone, int limit, Optional<Cursor> after, Instant at) {
    Bill bill =
        new Bill(
            "123456789018",
            new VirtualAccount("77777", "123456789018"),
            "WAYAN2",
            8_400,
            1,
            COVER,
            Bill.Status.ISSUED,
            at,
            at.plus(Duration.ofHours(72)),
            Optional.empty(),
            List.of());
    return phone.isPresent() ? Page.of(List.of(bill), limit, _ -> "x") : Page.whole(List.of());
  }

  @Override
  public Issued issue(String reference, int months, String who, Instant at) {
    if (ended) {
      return new Issued.Ended();
    }
    return reference.equals("WAYAN2")
        ? new Issued.Done(
            list(Msisdn.parse("6281200010001"), 1, Optional.empty(), at).items().getFirst())
        : new Issued.Gone();
  }

  @Override
  public List<Integer> months() {
    return List.of(1, 3, 6, 12);
  }

  @Override
  public Optional<Standing> standing(String reference, Instant at) {
    return Optional.of(
        ended
            ? new Standing(
                Optional.of(new PaidSoFar(LocalDate.of(2026, 1, 8), 1)),
                new Assessment.Ended(LocalDate.of(2026, 6, 8)),
                new Protection.Ended(LocalDate.of(2026, 6, 8)))
            : new Standing(
                Optional.empty(),
                new Due(List.of(LINE), COVER),
                new Protection.NotYet(new Due(List.of(LINE), COVER))));
  }
}
