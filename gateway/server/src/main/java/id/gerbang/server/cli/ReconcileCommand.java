package id.gerbang.server.cli;

import id.gerbang.server.payment.Reconciliation;
import id.gerbang.server.payment.Settlement;
import id.gerbang.server.payment.Settlement.Days;
import id.gerbang.server.payment.SettlementFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gerbang reconcile}. Exit 1 when the file and the ledger differ. */
@Command(
    name = "reconcile",
    description =
        "Compares a bank's settlement report with the ledger and lists what differs"
            + " (docs/payments.md). What is in both is settled, once. Exit 1 when anything"
            + " differs.",
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
  private static final String WHO = "operator";

  @Parameters(
      paramLabel = "FILE.csv",
      description = "virtualAccountNo,trxDateTime,amount and perhaps paymentRequestId,reference.")
  private Path file;

  @Option(names = "--bank", description = "Whose report it is; ${DEFAULT-VALUE} when not given.")
  private String bank = "bri";

  @Option(
      names = "--from",
      description = "The first day that it is about (WIB); that of its first payment if not given.")
  private LocalDate from;

  @Option(names = "--until", description = "The last day; that of its last payment if not given.")
  private LocalDate until;

  @Option(
      names = "--book",
      description = "Books what the bank took and nobody told us: paid, or parked in suspense.")
  private boolean book;

  @Option(names = "--dry-run", description = "Changes nothing.")
  private boolean dryRun;

  @ArgGroup private Form form = new Form();

  /** For whom the report is; people when none is given. */
  static final class Form {
    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    @Option(names = "--csv", description = "The differences as CSV.")
    private boolean csv;
  }

  @Mixin private OpenRecords.Place place;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (book && dryRun) {
      throw new IllegalArgumentException("--book and --dry-run: expected one of both");
    }
    SettlementFile read = SettlementFile.read(file);
    try (OpenCounter counter = OpenCounter.open(place)) {
      Settlement.Wanted wanted =
          new Settlement.Wanted(
              bank,
              by(counter.records().settings().billing().reconciled()),
              days(read),
              !dryRun,
              book,
              WHO);
      ReconcileReport report =
          new ReconcileReport(read, wanted, counter.settlement().run(read, wanted, Instant.now()));
      print(report);
      return report.differences() == 0 ? 0 : 1;
    }
  }

  private void print(ReconcileReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (form.json) {
      out.println(report.json().encodePrettily());
    } else if (form.csv) {
      out.print(report.csv());
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
  }

  private Reconciliation.By by(Map<String, Reconciliation.By> known) {
    Reconciliation.By by = known.get(bank);
    if (by == null) {
      throw new IllegalArgumentException(
          "--bank: expected one of snap: in the settings ("
              + String.join(", ", new TreeSet<>(known.keySet()))
              + ")");
    }
    return by;
  }

  private Days days(SettlementFile read) {
    Days own =
        Days.of(read.lines())
            .orElseGet(
                () -> {
                  if (from == null || until == null) {
                    throw new IllegalArgumentException(
                        file + ": has no payments; say which days it is about by --from, --until");
                  }
                  return new Days(from, until);
                });
    Days days = new Days(from == null ? own.from() : from, until == null ? own.until() : until);
    if (days.until().isBefore(days.from())) {
      throw new IllegalArgumentException("--until: expected a day not before --from");
    }
    return days;
  }
}
