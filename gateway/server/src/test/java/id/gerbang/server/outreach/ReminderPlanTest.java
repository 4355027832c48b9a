package id.gerbang.server.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.outreach.ReminderPlan.Step;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReminderPlanTest {
  private static final ReminderPlan SHIPPED =
      new ReminderPlan(
          List.of(5),
          true,
          List.of(7, 21),
          Optional.of(7),
          List.of(3, 14),
          Optional.of(DayOfWeek.MONDAY));

  private static final LocalDate LAST_DAY = LocalDate.of(2027, 3, 7);

  /** The steps that a day has for a member whose cover ends on LAST_DAY. */
  private static List<String> on(LocalDate today) {
    return SHIPPED.steps().stream()
        .filter(
            step ->
                switch (step.kind()) {
                  case BEFORE, DAY, AFTER -> covers(step, today, LAST_DAY);
                  case LAST, ENDED, FIRST, EXPIRED, WEEK -> false;
                })
        .map(Step::label)
        .toList();
  }

  private static boolean covers(Step step, LocalDate today, LocalDate anchor) {
    return !anchor.isBefore(step.earliest(today)) && !anchor.isAfter(step.latest(today));
  }

  @Test
  void aDayHasOneStepAtMostAndEachHasItsDays() {
    TreeMap<Integer, List<String>> days = new TreeMap<>();
    for (int day = -10; day <= 40; day++) {
      List<String> steps = on(LAST_DAY.plusDays(day));
      assertThat(steps).hasSizeLessThan(2);
      if (!steps.isEmpty()) {
        days.put(day, steps);
      }
    }
    assertThat(days.firstKey()).isEqualTo(-5);
    assertThat(days.get(-1)).containsExactly("before:5");
    assertThat(days.get(0)).containsExactly("day:0");
    assertThat(days.get(6)).containsExactly("day:0");
    assertThat(days.get(7)).containsExactly("after:7");
    assertThat(days.get(13)).containsExactly("after:7");
    assertThat(days.get(14)).as("what is a week late is not sent").isNull();
    assertThat(days.get(21)).containsExactly("after:21");
    assertThat(days.lastKey()).isEqualTo(27);
  }

  @Test
  void theLastOneComesWhileSomethingCanStillBeDone() {
    Step last = SHIPPED.steps().getFirst();
    assertThat(last.label()).isEqualTo("last:7");
    LocalDate end = LocalDate.of(2027, 7, 7);
    assertThat(covers(last, end.minusDays(8), end)).isFalse();
    assertThat(covers(last, end.minusDays(7), end)).isTrue();
    assertThat(covers(last, end.minusDays(1), end)).isTrue();
    assertThat(covers(last, end.plusDays(1), end)).isFalse();
    Step ended = SHIPPED.steps().get(1);
    assertThat(ended.label()).isEqualTo("ended:0");
    assertThat(covers(ended, end, end.plusDays(1))).isFalse();
    assertThat(covers(ended, end.plusDays(1), end.plusDays(1))).isTrue();
  }

  @Test
  void aWeekBeginsOnTheDayOfTheSettings() {
    assertThat(SHIPPED.weekOf(LocalDate.of(2026, 11, 22))).isEqualTo("2026-11-16");
    assertThat(SHIPPED.weekOf(LocalDate.of(2026, 11, 23))).isEqualTo("2026-11-23");
    assertThat(ReminderPlan.NONE.week()).isEmpty();
    assertThat(ReminderPlan.NONE.steps()).isEmpty();
  }
}
