package id.gerbang.server.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private static final Path SHIPPED_FILE = Path.of("..", "..", "config", "programme.yaml");

  @TempDir private Path folder;

  private Path with(String shipped, String instead) throws Exception {
    String text = Files.readString(SHIPPED_FILE);
    assertThat(text).contains(shipped);
    return Files.writeString(folder.resolve("programme.yaml"), text.replace(shipped, instead));
  }

  @Test
  void aFigureChangesFromAMonthOn() throws Exception {
    Programme changed =
        ProgrammeFile.read(
            with(
                "jkm: {value: 6800, source: \"BPU public pages: JKM flat; sample, six months ="
                    + " 40,800\"}",
                """
                jkm:
                  value: 6800
                  source: "public pages"
                  changes:
                    - {from: 2027-02, value: 7000, source: "a rule", verify: true}
                    - {from: 2028-01, value: 8000, source: "another rule"}
                """));
    assertThat(changed.price("jkk_jkm", "b1", "farmer", YearMonth.of(2027, 1)).monthly())
        .isEqualTo(16_800);
    assertThat(changed.price("jkk_jkm", "b1", "farmer", YearMonth.of(2027, 2)).monthly())
        .isEqualTo(17_000);
    assertThat(changed.price("jkk_jkm", "b1", "farmer", YearMonth.of(2029, 2)).monthly())
        .isEqualTo(18_000);
    assertThat(changed.unconfirmed()).isEqualTo(SHIPPED.unconfirmed() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "jkm: {value: 6800; jkm: {worth: 6800; \"worth\" is not known",
        "jkm: {value: 6800; jkm: {value: 6.800; expected a whole number, not \"6.800\"",
        "jkm: {value: 6800; jkm: {value: -1; expected a number of 0 or more",
        "jkm: {value: 6800, source; jkm: {value: 6800, verify; \"source\" is missing here",
        "jkk_per_mille: {value: 10; jkk_per_mille: {value: 1010; at most 1000",
        "jkk_least: {value: 10000; jkk_least: {value: 999000; jkk_least is more than jkk_most",
        "id: b3; id: b2; \"b2\" is here twice",
        "upper: 2700000; upper: 1700000; more than the band's before",
        "source: \"placeholder\"; source: ' '; a figure needs to say who says so",
        "verify: true; verify: perhaps; expected true or false, not \"perhaps\"",
        "group: other, from; group: astronauts, from; no occupation is of the group",
        "from: 2026-04; from: April; expected a month like 2026-04, not \"April\"",
        "until: 2026-12; until: 2026-01; until is before from",
        "percent: 50; percent: 150; at most 100",
        "group: transport, from: 2026-01; group: other, from: 2026-05; some of these months",
        "early_death:; late_death:; \"late_death\" is not known",
        "permanences: [stall,; permanences: [home,; \"home\" is here twice",
        "jht_per_mille; jkm; \"jkm\" is here twice",
        "permanences: [; permanences: [[; not YAML",
      })
  void aWrongFileIsRefusedWithItsLine(String shipped, String instead, String why) throws Exception {
    Path file = with(shipped.strip(), instead.strip());
    assertThatThrownBy(() -> ProgrammeFile.read(file))
        .isInstanceOf(ProgrammeFile.Mistake.class)
        .hasMessageMatching("(?s).*programme\\.yaml:[1-9][0-9]*: .*")
        .hasMessageContaining(why.strip());
  }

  @Test
  void aMissingOrEmptyFileIsSaidSo() throws Exception {
    assertThatThrownBy(() -> ProgrammeFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(ProgrammeFile.Mistake.class)
        .hasMessageContaining("none.yaml");
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");
    assertThatThrownBy(() -> ProgrammeFile.read(empty))
        .isInstanceOf(ProgrammeFile.Mistake.class)
        .hasMessageContaining("empty.yaml:1: the file is empty");
  }
}
