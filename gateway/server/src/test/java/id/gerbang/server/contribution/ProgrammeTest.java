package id.gerbang.server.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgrammeTest {
  private static final Programme SHIPPED =
      ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml"));

  @ParameterizedTest
  @CsvSource({
    "jkk_jkm, farmer, 2026-03, 16800",
    "jkk_jkm, farmer, 2026-04, 8400",
    "jkk_jkm, farmer, 2026-12, 8400",
    "jkk_jkm, farmer, 2027-01, 16800",
    "jkk_jkm, ojek, 2026-01, 8400",
    "jkk_jkm, ojek, 2027-03, 8400",
    "jkk_jkm, ojek, 2027-04, 16800",
    "jkk_jkm_jht, farmer, 2026-11, 28400",
    "jkk_jkm_jht, farmer, 2027-01, 36800",
  })
  void aMonthOfTheLowestBand(String plan, String occupation, String month, long price) {
    assertThat(SHIPPED.price(plan, "b1", occupation, YearMonth.parse(month)).monthly())
        .isEqualTo(price);
  }

  @Test
  void theHighestBandIsTheSampleOfSixMonths() {
    Programme.Price price = SHIPPED.price("jkk_jkm_jht", "b6", "farmer", YearMonth.of(2027, 6));
    assertThat(price.monthly() * 6).isEqualTo(2_484_000 + 1_242_000 + 40_800);
  }

  @Test
  void whatNobodyConfirmedIsCounted() {
    assertThat(SHIPPED.unconfirmed()).isEqualTo(5);
  }
}
