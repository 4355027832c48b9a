package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.commission.CommissionDesk.Book;
import id.gerbang.server.commission.CommissionDesk.Institution;
import id.gerbang.server.commission.CommissionDesk.Kind;
import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.commission.Earned;
import id.gerbang.server.commission.Pay;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommissionCommandTest {
  private static Line line(Kind kind, Pay pay, String name, Optional<String> reason) {
    return new Line(
        1,
        "PRS001",
        Optional.of(new Institution(4, name)),
        kind,
        new Earned(25, 0, 420_000, 0),
        pay,
        "rules",
        reason);
  }

  @Test
  void writesALineForEachAndTheirSumAndNoFormula() {
    Book book =
        new Book(
            YearMonth.of(2026, 11),
            Optional.of(Instant.parse("2026-12-02T01:00:00Z")),
            true,
            List.of(
                line(
                    Kind.STATEMENT,
                    new Pay(250_000, 63_000, 0, 0, 7_825),
                    "Bumdes \"Sari\", Sesetan",
                    Optional.empty()),
                line(
                    Kind.CORRECTION,
                    new Pay(0, 0, 0, -1_000, -25),
                    "=1+1",
                    Optional.of("-salah"))));
    assertThat(CommissionCommand.csv(book))
        .hasSize(4)
        .contains(
            "2026-11,PRS001,4,\"Bumdes \"\"Sari\"\", Sesetan\",statement,25,0,420000,0,250000,"
                + "63000,0,0,313000,7825,305175,2026-12-02T01:00:00Z,",
            "2026-11,PRS001,4,'=1+1,correction,25,0,420000,0,0,0,0,-1000,-1000,-25,-975,"
                + "2026-12-02T01:00:00Z,'-salah",
            "2026-11,TOTAL,,,,,,,,250000,63000,0,-1000,312000,7800,304200,2026-12-02T01:00:00Z,");
  }
}
