package id.gerbang.server.commission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.billing.FirstContribution;
import id.gerbang.server.contribution.ProgrammeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/commission.md, which anybody can check, against the shipped figures. */
class CommissionExamplesTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "commission.md");
  private static final Path FIGURES = Path.of("..", "..", "config", "commission.yaml");
  private static final CommissionRules RULES = CommissionFile.read(FIGURES);
  private static final Rates RATES = RULES.in(YearMonth.of(2026, 11));
  private static final int TWO = 2;

  @TempDir private Path folder;

  private static Stream<List<String>> rows(int columns) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| what it shows"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .filter(row -> row.size() == columns);
  }

  static Stream<List<String>> shares() throws IOException {
    return rows(7);
  }

  static Stream<List<String>> statements() throws IOException {
    return rows(10);
  }

  @Test
  void theTablesHaveTheBordersThatEverybodyAsksAbout() throws IOException {
    assertThat(shares().map(row -> row.get(1))).contains("0", "23", "24", "59", "60");
    assertThat(statements().map(row -> row.get(1))).contains("24", "25");
  }

  @ParameterizedTest
  @MethodSource("shares")
  void aLineOfTheFirstTableIsWhatCounts(List<String> row) {
    List<Long> months = Collections.nCopies((int) number(row.get(2)), number(row.get(3)));
    Earned earned = RATES.earned(List.of(new Contribution((int) number(row.get(1)), TWO, months)));
    assertThat(
            List.of(
                earned.newOnes() == 1 ? "yes" : "no",
                rupiah(earned.early()),
                rupiah(earned.late())))
        .as(row.getFirst())
        .isEqualTo(row.subList(4, 7));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void aLineOfTheSecondTableIsWhatIsPaid(List<String> row) {
    Pay pay =
        RATES.pay(
            new Earned(
                (int) number(row.get(1)),
                (int) number(row.get(2)),
                number(row.get(3)),
                number(row.get(4))));
    assertThat(
            List.of(
                rupiah(pay.acquisition()),
                rupiah(pay.early()),
                rupiah(pay.late()),
                rupiah(pay.tax()),
                rupiah(pay.net())))
        .as(row.getFirst())
        .isEqualTo(row.subList(5, 10));
  }

  @Test
  void aParticipantWithThreeProgrammesIsToldFromOneWithTwo() {
    Earned earned =
        RATES.earned(
            List.of(
                new Contribution(0, 2, List.of(16_800L)),
                new Contribution(0, 3, List.of(36_800L)),
                new Contribution(1, 3, List.of(36_800L))));
    assertThat(earned).isEqualTo(new Earned(1, 1, 90_400, 0));
  }

  @Test
  void aCorrectionIsTaxedBothWays() {
    assertThat(RATES.correction(10_000).net()).isEqualTo(9_750);
    assertThat(RATES.correction(-10_000).net()).isEqualTo(-9_750);
  }

  @Test
  void theShippedFiguresAreMarked() {
    assertThat(RULES.firstContribution()).isEqualTo(FirstContribution.DIRECT);
    assertThat(RULES.unconfirmed()).isEqualTo(10);
  }

  @Test
  void aChangedFigureHoldsFromItsMonthOn() throws IOException {
    CommissionRules changed =
        read(
            "early_percent: {value: 15, source: \"Perdir 13/PERDIR.02/042022\"",
            "early_percent: {value: 15, changes: [{from: 2027-01, value: 10, source: x}], source:"
                + " \"Perdir 13/PERDIR.02/042022\"");
    assertThat(changed.in(YearMonth.of(2026, 12)).earlyPercent()).isEqualTo(15);
    assertThat(changed.in(YearMonth.of(2027, 1)).earlyPercent()).isEqualTo(10);
  }

  @Test
  void whatCannotBeIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("{value: direct", "{value: perhaps"))
        .isInstanceOf(ProgrammeFile.Mistake.class)
        .hasMessageContaining("commission.yaml:")
        .hasMessageContaining("expected direct or agent_system");
    assertThatThrownBy(() -> read("late_months: {value: 60", "late_months: {value: 6"))
        .hasMessageContaining("late_months is less than early_months");
    assertThatThrownBy(() -> read("issued_on: {value: 2", "issued_on: {value: 31"))
        .hasMessageContaining("at most 28");
    assertThatThrownBy(() -> read("issued_on: {value: 2", "issued_on: {value: 0"))
        .hasMessageContaining("a day of the month");
    assertThatThrownBy(() -> read("paid_by: {value: 5", "paid_by: {value: 1"))
        .hasMessageContaining("paid_by is before issued_on");
  }

  private CommissionRules read(String before, String after) throws IOException {
    String text = Files.readString(FIGURES);
    assertThat(text).contains(before);
    Path file = folder.resolve("commission.yaml");
    Files.writeString(file, text.replace(before, after));
    return CommissionFile.read(file);
  }

  private static long number(String written) {
    return Long.parseLong(written.replace(".", ""));
  }

  private static String rupiah(long amount) {
    return Long.toString(amount).replaceAll("(?<=\\d)(?=(\\d{3})+$)", ".");
  }
}
