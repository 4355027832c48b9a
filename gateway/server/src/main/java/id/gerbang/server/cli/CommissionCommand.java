package id.gerbang.server.cli;

import id.gerbang.server.commission.CommissionDesk;
import id.gerbang.server.commission.CommissionDesk.Book;
import id.gerbang.server.commission.CommissionDesk.Corrected;
import id.gerbang.server.commission.CommissionDesk.Institution;
import id.gerbang.server.commission.CommissionDesk.Line;
import id.gerbang.server.commission.CommissionFile;
import id.gerbang.server.commission.Pay;
import id.gerbang.server.commission.PostgresCommissionDesk;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gerbang commission}. */
@Command(
    name = "commission",
    description =
        "Prints what agents are paid for a month as CSV; or adds a correction to a month that was"
            + " issued.",
    mixinStandardHelpOptions = true)
final class CommissionCommand implements Callable<Integer> {
  private static final int LONGEST_REASON = 200;

  /** A hundred million; more is a slip of the hand. */
  private static final long MOST_RUPIAH = 100_000_000;

  private static final String HEAD =
      "period,agent,institution,institution_name,kind,new_with_two,new_with_three,paid_early,"
          + "paid_late,acquisition,early,late,correction,gross,tax,net,issued,reason";

  @Option(names = "--period", required = true, description = "The month: 2026-11")
  private String period;

  @Option(names = "--institution", description = "Only through this one, by its number.")
  private Long institution;

  @ArgGroup(exclusive = false)
  private Correction correction;

  /** A line that puts right what was issued. */
  private static final class Correction {
    @Option(names = "--correct", required = true, description = "Whose: PRS001")
    private String agent;

    @Option(
        names = "--amount",
        required = true,
        description = "Rupiah before tax, below zero for less.")
    private long amount;

    @Option(names = "--reason", required = true, description = "Why; nobody's name.")
    private String reason;
  }

  @Mixin private OpenRecords.Place place;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    YearMonth month = month();
    Home home = Home.find();
    try (OpenRecords records = place.openSealed(home)) {
      CommissionDesk desk =
          new PostgresCommissionDesk(
              records.database().jdbi(),
              CommissionFile.read(home.commission()),
              records.settings().zone());
      if (correction != null) {
        correct(desk, month);
      }
      Book book =
          desk.of(month, Optional.ofNullable(institution), Instant.now())
              .orElseThrow(
                  () -> new IllegalArgumentException("--institution: none has this number"));
      PrintWriter out = spec.commandLine().getOut();
      csv(book).forEach(out::println);
      out.flush();
      return 0;
    }
  }

  private YearMonth month() {
    try {
      return YearMonth.parse(period);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("--period: expected a month like 2026-11", e);
    }
  }

  private void correct(CommissionDesk desk, YearMonth month) {
    String reason = correction.reason.strip();
    if (correction.amount == 0 || Math.abs(correction.amount) > MOST_RUPIAH) {
      throw new IllegalArgumentException(
          "--amount: expected rupiah, not 0 and at most " + MOST_RUPIAH);
    }
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "--reason: expected 1 to " + LONGEST_REASON + " characters");
    }
    switch (desk.correct(
        month,
        correction.agent.toUpperCase(Locale.ROOT),
        correction.amount,
        reason,
        EraseCommand.OPERATOR,
        Instant.now())) {
      case Corrected.Done _ -> {}
      case Corrected.NotIssued() ->
          throw new IllegalArgumentException(
              "--period: " + month + " is not issued yet; there is nothing to correct");
      case Corrected.UnknownAgent() ->
          throw new IllegalArgumentException("--correct: no agent has this code");
    }
  }

  /** A head, a line for each line, and their sum. */
  static Stream<String> csv(Book book) {
    String issued = book.closedAt().map(Instant::toString).orElse("");
    return Stream.concat(
        Stream.concat(Stream.of(HEAD), book.lines().stream().map(line -> row(book, line, issued))),
        Stream.of(
            row(
                Stream.concat(
                    Stream.of(book.period(), "TOTAL", "", "", "", "", "", "", ""),
                    Stream.concat(pay(book.total()), Stream.of(issued, ""))))));
  }

  private static String row(Book book, Line line, String issued) {
    return row(
        Stream.concat(
            Stream.of(
                book.period(),
                line.agent(),
                line.institution().map(Institution::id).map(String::valueOf).orElse(""),
                line.institution().map(Institution::name).orElse(""),
                line.kind().label(),
                line.earned().newTwo(),
                line.earned().newThree(),
                line.earned().early(),
                line.earned().late()),
            Stream.concat(pay(line.pay()), Stream.of(issued, line.reason().orElse("")))));
  }

  private static Stream<Object> pay(Pay pay) {
    return Stream.of(
        pay.acquisition(),
        pay.early(),
        pay.late(),
        pay.correction(),
        pay.gross(),
        pay.tax(),
        pay.net());
  }

  private static String row(Stream<?> cells) {
    return cells.map(cell -> quoted(cell.toString())).collect(Collectors.joining(","));
  }

  /** RFC 4180; and what a spreadsheet would take for a formula is a text. */
  private static String quoted(String cell) {
    String safe = cell.matches("(?s)[=+@\t\r].*|-(?![0-9]+$).*") ? "'" + cell : cell;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
