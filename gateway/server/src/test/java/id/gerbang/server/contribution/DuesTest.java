package id.gerbang.server.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.contribution.MonthLine.Kind;
import id.gerbang.server.contribution.Share.Part;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for every member on every day; the seed is fixed, so that a failure comes again. */
class DuesTest {
  private static final long SEED = 20261121;
  private static final int TRIES = 4_000;
  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 11, 1);
  private static final int DAYS = 1_200;

  private static final Programme SHIPPED =
      ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"));
  private static final Dues DUES = new Dues(SHIPPED);

  private record Case(Member member, LocalDate day, int months) {
    Assessment assessed() {
      return DUES.on(day, member, months);
    }
  }

  private static Case drawn(Random random) {
    LocalDate approved = FIRST_DAY.plusDays(random.nextInt(DAYS));
    LocalDate since = approved.plusDays(random.nextInt(60));
    Optional<PaidSoFar> paid =
        random.nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(new PaidSoFar(since, 1 + random.nextInt(14)));
    return new Case(
        new Member(
            Programme.PLANS.get(random.nextInt(Programme.PLANS.size())),
            SHIPPED.occupations().get(random.nextInt(SHIPPED.occupations().size())).id(),
            SHIPPED.bands().get(random.nextInt(SHIPPED.bands().size())).id(),
            approved,
            paid),
        since.plusDays(random.nextInt(500)),
        1 + random.nextInt(12));
  }

  private static void always(Consumer<Case> property) {
    Random random = new Random(SEED);
    for (int i = 0; i < TRIES; i++) {
      property.accept(drawn(random));
    }
  }

  private static void ofEachDue(java.util.function.BiConsumer<Case, Due> property) {
    int[] seen = {0};
    always(
        one -> {
          if (one.assessed() instanceof Due due) {
            seen[0]++;
            property.accept(one, due);
          }
        });
    assertThat(seen[0]).as("cases that are due at all").isGreaterThan(TRIES / 4);
  }

  @Test
  void theTotalIsTheSumOfItsLinesAndOfTheirShares() {
    ofEachDue(
        (one, due) -> {
          long lines = due.lines().stream().mapToLong(MonthLine::price).sum();
          long shares =
              due.lines().stream()
                  .flatMap(line -> line.shares().stream())
                  .mapToLong(share -> share.normal() - share.discount())
                  .sum();
          assertThat(due.total()).as("%s", one).isEqualTo(lines).isEqualTo(shares).isPositive();
          assertThat(due.lines())
              .allMatch(line -> line.price() > 0 && line.price() <= line.normal());
        });
  }

  @Test
  void daysFollowEachOtherFromWhatIsPaidWithoutGapOrOverlap() {
    ofEachDue(
        (one, due) -> {
          one.member()
              .paid()
              .ifPresent(
                  paid ->
                      assertThat(due.lines().getFirst().cover().from())
                          .as("%s", one)
                          .isEqualTo(paid.until().plusDays(1)));
          for (int i = 1; i < due.lines().size(); i++) {
            assertThat(due.lines().get(i).cover().from())
                .as("%s", one)
                .isEqualTo(due.lines().get(i - 1).cover().until().plusDays(1));
          }
          assertThat(due.cover().until()).isEqualTo(due.lines().getLast().cover().until());
        });
  }

  @Test
  void everyMonthBeginsOnTheDayOfTheFirstOrOnTheLastOfAShortMonth() {
    ofEachDue(
        (one, due) -> {
          LocalDate since =
              one.member()
                  .paid()
                  .map(PaidSoFar::since)
                  .orElse(due.lines().getFirst().cover().from());
          for (MonthLine line : due.lines()) {
            LocalDate from = line.cover().from();
            assertThat(from.getDayOfMonth())
                .as("%s", one)
                .isEqualTo(Math.min(since.getDayOfMonth(), from.lengthOfMonth()));
          }
        });
  }

  @Test
  void nobodyIsProtectedForADayBeforeTheyPayNorBeforeApproval() {
    ofEachDue(
        (one, due) -> {
          assertThat(due.cover().from()).as("%s", one).isAfterOrEqualTo(one.day());
          assertThat(due.cover().from()).isAfterOrEqualTo(one.member().approvedOn());
        });
  }

  @Test
  void addingMonthsOnlyAdds() {
    ofEachDue(
        (one, due) -> {
          Due more = (Due) DUES.on(one.day(), one.member(), one.months() + 1);
          assertThat(more.lines().subList(0, due.lines().size())).isEqualTo(due.lines());
          assertThat(more.total()).as("%s", one).isGreaterThan(due.total());
          assertThat(more.arrears()).isEqualTo(due.arrears());
          assertThat(more.cover().from()).isEqualTo(due.cover().from());
        });
  }

  @Test
  void aDiscountAppliesInItsMonthsToItsGroupAndNowhereElse() {
    ofEachDue(
        (one, due) -> {
          boolean transport = one.member().occupation().equals("ojek");
          YearMonth from = transport ? YearMonth.of(2026, 1) : YearMonth.of(2026, 4);
          YearMonth until = transport ? YearMonth.of(2027, 3) : YearMonth.of(2026, 12);
          for (MonthLine line : due.lines()) {
            boolean holds =
                line.kind() == Kind.AHEAD
                    && !line.priced().isBefore(from)
                    && !line.priced().isAfter(until);
            assertThat(line.priced()).isEqualTo(YearMonth.from(line.cover().from()));
            for (Share share : line.shares()) {
              assertThat(share.discount())
                  .as("%s %s", one, line)
                  .isEqualTo(holds && share.programme() != Part.JHT ? share.normal() / 2 : 0);
            }
          }
        });
  }

  @Test
  void arrearsAreTheMonthsThatAreOverAndNeverMoreThanThree() {
    always(
        one -> {
          Optional<PaidSoFar> paid = one.member().paid();
          switch (one.assessed()) {
            case Due due -> {
              assertThat(due.arrearsMonths()).as("%s", one).isBetween(0, 3);
              assertThat(due.lines())
                  .allMatch(
                      line ->
                          (line.kind() == Kind.ARREARS)
                              == line.cover().until().isBefore(one.day()));
              assertThat(due.lines().size() - due.arrearsMonths()).isEqualTo(one.months());
            }
            case Assessment.Ended(LocalDate since) -> {
              assertThat(since).isBeforeOrEqualTo(one.day());
              PaidSoFar before = paid.orElseThrow();
              assertThat(since).isEqualTo(before.since().plusMonths(before.months() + 4L));
            }
          }
        });
  }

  @Test
  void payingMonthByMonthInTimeComesToTheSameDays() {
    LocalDate day = LocalDate.of(2026, 10, 31);
    Member member = member(Optional.empty());
    Due once = (Due) DUES.on(day, member, 6);
    PaidSoFar paid = new PaidSoFar(day, 0);
    for (int month = 0; month < 6; month++) {
      Due one = (Due) DUES.on(paid.until().plusDays(1), member(Optional.of(paid)), 1);
      assertThat(one.lines()).containsExactly(once.lines().get(month));
      paid = new PaidSoFar(day, paid.months() + 1);
    }
    assertThat(paid.until()).isEqualTo(once.cover().until());
  }

  @Test
  void itStaysTheSameAsLongAsItIsSaidTo() {
    ofEachDue(
        (one, due) -> {
          LocalDate most = one.day().plusDays(40);
          LocalDate same = DUES.sameUntil(most, due, one.day(), one.member());
          assertThat(same).isBetween(one.day(), most);
          for (LocalDate day = one.day(); !day.isAfter(same); day = day.plusDays(1)) {
            assertThat(((Due) DUES.on(day, one.member(), one.months())).total())
                .as("%s on %s", one, day)
                .isEqualTo(due.total());
          }
          if (same.isBefore(most)) {
            Assessment after = DUES.on(same.plusDays(1), one.member(), one.months());
            assertThat(
                    after instanceof Due next
                        && next.total() == due.total()
                        && next.arrearsMonths() == due.arrearsMonths())
                .isFalse();
          }
        });
  }

  private static Member member(Optional<PaidSoFar> paid) {
    return new Member("jkk_jkm", "farmer", "b1", FIRST_DAY, paid);
  }

  @Test
  void aFirstMonthStaysAtItsPriceUntilTheDiscountEnds() {
    LocalDate day = LocalDate.of(2026, 12, 28);
    Due due = (Due) DUES.on(day, member(Optional.empty()), 1);
    assertThat(DUES.sameUntil(day.plusDays(7), due, day, member(Optional.empty())))
        .isEqualTo(LocalDate.of(2026, 12, 31));
  }

  @Test
  void nobodyPaysNoMonth() {
    assertThatThrownBy(() -> DUES.on(FIRST_DAY, member(Optional.empty()), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theChoicesOfMonthsAreTheFilesOwn() {
    assertThat(SHIPPED.months()).isEqualTo(List.of(1, 3, 6, 12));
  }

  @Test
  void whoIsSixtyFiveCannotJoin() {
    LocalDate birth = LocalDate.of(1961, 11, 22);
    assertThat(SHIPPED.mayJoin(birth, LocalDate.of(2026, 11, 21))).isTrue();
    assertThat(SHIPPED.mayJoin(birth, LocalDate.of(2026, 11, 22))).isFalse();
  }
}
