package id.gerbang.server.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtectionTest {
  private static final Dues DUES =
      new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml")));
  private static final LocalDate SINCE = LocalDate.of(2027, 2, 8);

  private static Protection on(String day, int months) {
    return DUES.protection(LocalDate.parse(day), member(Optional.of(new PaidSoFar(SINCE, months))));
  }

  private static Member member(Optional<PaidSoFar> paid) {
    return new Member("jkk_jkm", "farmer", "b1", LocalDate.of(2027, 1, 20), paid);
  }

  @Test
  void whoNeverPaidIsNotProtectedHoweverLongAgoTheyWereApproved() {
    assertThat(DUES.protection(LocalDate.of(2029, 1, 1), member(Optional.empty())))
        .isInstanceOfSatisfying(
            Protection.NotYet.class, not -> assertThat(not.first().total()).isEqualTo(16_800));
  }

  @Test
  void theLastDayIsProtectedAndTheNextIsNot() {
    assertThat(on("2027-02-08", 1)).isInstanceOf(Protection.Active.class);
    assertThat(on("2027-03-07", 1))
        .isInstanceOfSatisfying(
            Protection.Active.class,
            active -> assertThat(active.until()).isEqualTo(LocalDate.of(2027, 3, 7)));
    assertThat(on("2027-03-08", 1))
        .isInstanceOfSatisfying(
            Protection.Stopped.class,
            stopped -> {
              assertThat(stopped.since()).isEqualTo(LocalDate.of(2027, 3, 8));
              assertThat(stopped.due().arrearsMonths()).isZero();
            });
  }

  @Test
  void paidForDaysThatHaveNotComeIsNotYetProtected() {
    assertThat(on("2027-02-07", 3))
        .isEqualTo(new Protection.Begins(SINCE, LocalDate.of(2027, 5, 7)));
  }

  @Test
  void arrearsCanBePaidUntilTheDayBeforeTheMembershipEnds() {
    for (String day : new String[] {"2027-04-08", "2027-05-20", "2027-07-07"}) {
      assertThat(on(day, 1))
          .as(day)
          .isInstanceOfSatisfying(
              Protection.Stopped.class,
              stopped -> {
                assertThat(stopped.due().arrearsMonths()).isPositive();
                assertThat(stopped.last()).isEqualTo(LocalDate.of(2027, 7, 7));
              });
    }
    assertThat(on("2027-07-08", 1)).isEqualTo(new Protection.Ended(LocalDate.of(2027, 7, 8)));
  }

  @Test
  void aYearMayBeRenewedAMonthBeforeItsEndAndNotEarlier() {
    Member paidAYear = member(Optional.of(new PaidSoFar(SINCE, 12))); // until 2028-02-07
    assertThat(tooFar("2028-01-08", paidAYear, 12)).isFalse();
    assertThat(tooFar("2028-01-07", paidAYear, 12)).isTrue();
    assertThat(tooFar("2027-02-08", paidAYear, 1)).isFalse();
    Member longer = member(Optional.of(new PaidSoFar(SINCE, 13)));
    assertThat(tooFar("2027-02-08", longer, 1)).isTrue();
    assertThat(tooFar("2027-02-08", member(Optional.empty()), 12)).isFalse();
  }

  private static boolean tooFar(String day, Member member, int months) {
    LocalDate on = LocalDate.parse(day);
    return DUES.isTooFarAhead(on, (Due) DUES.on(on, member, months));
  }
}
