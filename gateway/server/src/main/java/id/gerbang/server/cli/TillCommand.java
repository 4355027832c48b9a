package id.gerbang.server.cli;

import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.PaymentDesk.Told;
import id.gerbang.server.payment.TillFile;
import id.gerbang.server.payment.TillFile.Line;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gerbang till}. Exit 1 when a line was not booked. */
@Command(
    name = "till",
    description =
        "Books cash that tills of branches took, a payment a line (docs/payments.md). A bad line is"
            + " told by its number and the others are booked; what was booked before is not booked"
            + " again.",
    mixinStandardHelpOptions = true)
final class TillCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE.csv",
      description = "till,receiptNo,paidAt,amount and paymentCode or virtualAccountNo.")
  private Path file;

  @Option(names = "--dry-run", description = "Only say which lines cannot be read.")
  private boolean dryRun;

  @Mixin private OpenRecords.Place place;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (OpenCounter counter = OpenCounter.open(place)) {
      List<Line> lines = TillFile.read(file, counter.records().settings().zone());
      return new Run(counter.desk(), spec.commandLine().getOut(), dryRun).all(lines, Instant.now());
    }
  }

  /** One file. Used by one thread. */
  static final class Run {
    private final PaymentDesk desk;
    private final PrintWriter out;
    private final boolean dryRun;
    private int paid;
    private int parked;
    private int before;
    private int wrong;

    Run(PaymentDesk desk, PrintWriter out, boolean dryRun) {
      this.desk = desk;
      this.out = out;
      this.dryRun = dryRun;
    }

    int all(List<Line> lines, Instant at) {
      for (Line line : lines) {
        switch (line) {
          case Line.Good good when dryRun -> say(good, "can be read");
          case Line.Good good -> tell(good, at);
          case Line.Bad(_, String why) -> wrong(line, why);
        }
        out.flush();
      }
      out.println(
          "%d paid, %d in suspense, %d told before, %d wrong"
              .formatted(paid, parked, before, wrong));
      out.flush();
      return wrong == 0 ? 0 : 1;
    }

    private void tell(Line.Good line, Instant at) {
      switch (desk.tell(line.payment(), at)) {
        case Told.Done(Payment payment, boolean first) -> {
          if (!first) {
            before++;
          } else if (payment.status() == Payment.Status.PAID) {
            paid++;
          } else {
            parked++;
          }
          say(line, payment.reference() + " " + stands(payment) + (first ? "" : ", told before"));
        }
        case Told.UnknownBranch() -> wrong(line, "till: no branch has the code of this one");
        case Told.ReceiptTaken(Payment other) ->
            wrong(
                line,
                "receiptNo: it is "
                    + other.reference()
                    + ", of another amount or account; other money has its own receipt number");
      }
    }

    private static String stands(Payment payment) {
      return payment.status().label()
          + payment
              .parked()
              .filter(_ -> payment.status() == Payment.Status.SUSPENSE)
              .map(why -> " (" + why.reason().label() + ")")
              .orElse("");
    }

    private void wrong(Line line, String why) {
      wrong++;
      say(line, "WRONG " + why);
    }

    private void say(Line line, String what) {
      out.println("line " + line.number() + ": " + what);
    }
  }
}
