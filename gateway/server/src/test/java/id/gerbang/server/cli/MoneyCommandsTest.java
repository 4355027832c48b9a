package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.payment.CsvTable;
import id.gerbang.server.payment.Payment;
import id.gerbang.server.payment.PaymentDesk;
import id.gerbang.server.payment.Reconciliation;
import id.gerbang.server.payment.Reconciliation.Booked;
import id.gerbang.server.payment.Reconciliation.By;
import id.gerbang.server.payment.Resolution;
import id.gerbang.server.payment.Resolved;
import id.gerbang.server.payment.Settlement;
import id.gerbang.server.payment.SettlementFile;
import id.gerbang.server.payment.SettlementFile.Line;
import id.gerbang.server.payment.SuspenseCursor;
import id.gerbang.server.payment.Taken;
import id.gerbang.server.payment.Till;
import id.gerbang.server.payment.TillFile;
import id.gerbang.server.payment.TillPayment;
import id.gerbang.server.record.Cursor;
import id.gerbang.server.record.Page;
import id.gerbang.server.subscriber.Msisdn;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code till} and {@code reconcile} print, and their exit codes. */
class MoneyCommandsTest {
  private static final Instant AT = Instant.parse("2026-11-20T03:30:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  /** Takes each receipt once; {@code JKT} is no branch, and receipt 9 another payment's. */
  private static final class Desk implements PaymentDesk {
    private int told;

    @Override
    public Told tell(TillPayment payment, Instant at) {
      if (payment.till().branch().equals("JKT")) {
        return new Told.UnknownBranch();
      }
      return payment.receiptNo().equals("9")
          ? new Told.ReceiptTaken(booked())
          : new Told.Done(booked(), told++ == 0);
    }

    private static Payment booked() {
      return new Payment(
          "ABC234",
          "till:dps",
          "1",
          "till",
          "77777",
          8_400,
          Payment.Status.PAID,
          Optional.of("123456789018"),
          Optional.empty(),
          Optional.empty(),
          AT,
          AT);
    }

    @Override
    public Page<Payment> list(
        Optional<Msisdn> phone,
        Optional<Payment.Status> status,
        int limit,
        Optional<Cursor> after,
        Instant at) {
      return Page.whole(List.of());
    }

    @Override
    public Page<Payment> suspense(int limit, Optional<SuspenseCursor> after, Instant at) {
      return Page.whole(List.of());
    }

    @Override
    public Optional<Payment> find(String reference, Instant at) {
      return Optional.empty();
    }

    @Override
    public Resolved resolve(String reference, Resolution resolution, String who, Instant at) {
      return new Resolved.Unknown();
    }
  }

  private static TillFile.Line line(int number, String till, String receipt) {
    return new TillFile.Line.Good(
        number,
        new TillPayment(
            Till.parse(till).orElseThrow(),
            receipt,
            new TillPayment.PaidFor.Code("123456789018"),
            8_400,
            AT));
  }

  private static String run(int exit, boolean dryRun, TillFile.Line... lines) {
    StringWriter out = new StringWriter();
    assertThat(
            new TillCommand.Run(new Desk(), new PrintWriter(out), dryRun).all(List.of(lines), AT))
        .isEqualTo(exit);
    return out.toString();
  }

  @Test
  void aTillsFileIsToldLineByLine() {
    assertThat(run(0, false, line(2, "DPS", "1"), line(3, "DPS", "1")))
        .isEqualTo(
            """
            line 2: ABC234 paid
            line 3: ABC234 paid, told before
            1 paid, 0 in suspense, 1 told before, 0 wrong
            """);
    assertThat(
            run(
                1,
                false,
                new TillFile.Line.Bad(2, "amount: expected 8400"),
                line(3, "JKT", "1"),
                line(4, "DPS", "9"),
                line(5, "DPS", "1")))
        .contains(
            "line 2: WRONG amount",
            "line 3: WRONG till",
            "line 4: WRONG receiptNo: it is ABC234",
            "line 5: ABC234 paid",
            "1 paid, 0 in suspense, 0 told before, 3 wrong");
    assertThat(run(0, true, line(2, "DPS", "1"))).contains("can be read", "0 paid");
  }

  private static ReconcileReport report(List<CsvTable.Row.Bad> bad, List<Line> lines) {
    Booked booked = new Booked("XYZ234", "12", AT, 8_400, "pr-2", Optional.empty(), true);
    Reconciliation found = Reconciliation.of(By.ACCOUNT_TIME, lines, List.of(booked));
    return new ReconcileReport(
        new SettlementFile("0".repeat(64), lines, bad),
        new Settlement.Wanted(
            "bri", By.ACCOUNT_TIME, new Settlement.Days(DAY, DAY), true, true, "operator"),
        new Settlement.Outcome(
            found,
            found.matched().size(),
            Map.of(3L, new Taken.Parked("DEF234", Taken.Reason.NO_BILL, true))));
  }

  private static Line line(int number, String account, long rupiah, String id) {
    return new Line(number, account, AT, rupiah, Optional.of(id), Optional.empty());
  }

  @Test
  void aReportIsReadByPeopleAndByMachines() {
    ReconcileReport report =
        report(
            List.of(new CsvTable.Row.Bad(2, "amount: expected whole rupiah")),
            List.of(line(3, "11", 1_000_000, "=pr-1")));
    assertThat(report.lines())
        .containsExactly(
            "bri, 2026-11-20 to 2026-11-20 (WIB): 2 lines, Rp1.000.000",
            "in both: 0, Rp0 (0 settled now, 0 before)",
            "line 2        cannot be read: amount: expected whole rupiah",
            "line 3        11  2026-11-20T10:30:00+07:00  Rp1.000.000 not in our books"
                + "  -> suspense DEF234 no_bill",
            "in our books  12  2026-11-20T10:30:00+07:00  Rp8.400 not in the bank's file"
                + "  payment XYZ234",
            "3 differences");
    JsonObject json = report.json();
    assertThat(json.getJsonArray("differences")).hasSize(3);
    assertThat(json.getJsonArray("differences").getJsonObject(1).getLong("fileAmount"))
        .isEqualTo(1_000_000);
    assertThat(report.csv().lines())
        .containsExactly(
            "kind,line,virtualAccountNo,trxDateTime,fileAmount,bookedAmount,paymentRequestId,"
                + "payment,outcome",
            "unreadable,2,,,,,,,amount: expected whole rupiah",
            "not_booked,3,11,2026-11-20T10:30:00+07:00,1000000,,'=pr-1,,suspense DEF234 no_bill",
            "not_in_file,,12,2026-11-20T10:30:00+07:00,,8400,pr-2,XYZ234,");
  }

  @Test
  void whatIsTheSameIsNoDifference() {
    ReconcileReport report = report(List.of(), List.of(line(2, "12", 8_400, "pr-2")));
    assertThat(report.differences()).isZero();
    assertThat(report.lines()).contains("in both: 1, Rp8.400 (1 settled now, 0 before)");
    assertThat(report.lines().getLast()).isEqualTo("no difference");
  }
}
