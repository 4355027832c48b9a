package id.gerbang.server.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CallingHoursTest {
  private static final CallingHours HOURS =
      new CallingHours(LocalTime.of(8, 0), LocalTime.of(19, 0));

  private static boolean hold(String at, String zone) {
    return HOURS.hold(Instant.parse(at), ZoneId.of(zone));
  }

  @Test
  void theyBeginAndEndByTheClockOfThePlace() {
    assertThat(hold("2026-11-21T23:59:59Z", "Asia/Makassar")).isFalse(); // 07.59.59 WITA
    assertThat(hold("2026-11-22T00:00:00Z", "Asia/Makassar")).isTrue();
    assertThat(hold("2026-11-22T00:00:00Z", "Asia/Jakarta")).isFalse(); // 07.00 WIB
    assertThat(hold("2026-11-22T00:00:00Z", "Asia/Jayapura")).isTrue(); // 09.00 WIT
    assertThat(hold("2026-11-22T10:59:59Z", "Asia/Makassar")).isTrue();
    assertThat(hold("2026-11-22T11:00:00Z", "Asia/Makassar")).isFalse(); // 19.00 WITA
    assertThat(hold("2026-11-22T11:00:00Z", "Asia/Jakarta")).isTrue();
  }

  @Test
  void theyDoNotGoOverMidnight() {
    assertThatThrownBy(() -> new CallingHours(LocalTime.of(19, 0), LocalTime.of(8, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
