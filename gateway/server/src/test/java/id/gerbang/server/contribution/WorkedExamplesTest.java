package id.gerbang.server.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/contributions.md, which anybody can check, against the shipped figures. */
class WorkedExamplesTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "contributions.md");
  private static final int COLUMNS = 13;
  private static final LocalDate LONG_AGO = LocalDate.of(2026, 1, 1);

  private static final Dues DUES =
      new Dues(ProgrammeFile.read(Path.of("..", "..", "config", "programme.yaml")));

  static Stream<List<String>> examples() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| what it shows"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList());
  }

  @Test
  void theTableHasTheFiguresThatEverybodyKnows() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(19).allMatch(row -> row.size() == COLUMNS);
    assertThat(examples().map(row -> row.get(8)))
        .contains("16.800", "36.800", "8.400", "28.400", "3.766.800", "ended");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aLineOfTheTableIsWhatIsDue(List<String> row) {
    Optional<PaidSoFar> paid =
        row.get(4).equals("-")
            ? Optional.empty()
            : Optional.of(new PaidSoFar(LocalDate.parse(row.get(4)), Integer.parseInt(row.get(5))));
    String plan = row.get(1).equals("with") ? "jkk_jkm_jht" : "jkk_jkm";
    Member member = new Member(plan, row.get(2), row.get(3), LONG_AGO, paid);
    List<String> said =
        switch (DUES.on(LocalDate.parse(row.get(6)), member, Integer.parseInt(row.get(7)))) {
          case Assessment.Ended(LocalDate since) ->
              List.of("ended", "-", "-", since.toString(), "-");
          case Due due ->
              List.of(
                  rupiah(due.total()),
                  rupiah(due.arrears()),
                  rupiah(due.discount()),
                  due.cover().from().toString(),
                  due.cover().until().toString());
        };
    assertThat(said).as(row.getFirst()).isEqualTo(row.subList(8, COLUMNS));
  }

  private static String rupiah(long amount) {
    return Long.toString(amount).replaceAll("(?<=\\d)(?=(\\d{3})+$)", ".");
  }
}
