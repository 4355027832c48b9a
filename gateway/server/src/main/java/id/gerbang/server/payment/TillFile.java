package id.gerbang.server.payment;

import id.gerbang.server.billing.PaymentCode;
import id.gerbang.server.payment.CsvTable.Row;
import id.gerbang.server.payment.TillPayment.PaidFor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What tills took, a line each: {@code till,receiptNo,paidAt,amount} and one of {@code paymentCode}
 * and {@code virtualAccountNo} (docs/payments.md). A bad line does not keep the others back.
 */
public final class TillFile {
  private static final Set<String> NEEDED = Set.of("till", "receiptNo", "paidAt", "amount");
  private static final Set<String> KNOWN = Set.of("paymentCode", "virtualAccountNo");

  private TillFile() {}

  /** A line of the file. */
  public sealed interface Line {
    /** In the file, the header's being 1. */
    long number();

    record Good(long number, TillPayment payment) implements Line {}

    /**
     * @param why what is wrong and what is expected
     */
    record Bad(long number, String why) implements Line {}
  }

  /**
   * Reads a file.
   *
   * @param zone whose clock a time without an offset is read by
   * @throws IllegalArgumentException when it cannot be read, or has another header
   */
  public static List<Line> read(Path file, ZoneId zone) {
    return CsvTable.read(file, NEEDED, KNOWN).rows().stream()
        .<Line>map(
            row ->
                switch (row) {
                  case Row.Good good -> line(good, zone);
                  case Row.Bad(long number, String why) -> new Line.Bad(number, why);
                })
        .toList();
  }

  private static Line line(Row.Good row, ZoneId zone) {
    Optional<Till> till = row.value("till").flatMap(Till::parse);
    Optional<String> receipt =
        row.value("receiptNo").filter(no -> TillPayment.RECEIPT_NO.matcher(no).matches());
    Optional<Instant> paidAt = row.value("paidAt").flatMap(at -> MoneyCells.moment(at, zone));
    Optional<Long> rupiah = row.value("amount").flatMap(MoneyCells::rupiah);
    if (till.isEmpty()) {
      return bad(row, "till: expected a branch's code, like DPS, or one of its tills, DPS-2");
    }
    if (receipt.isEmpty()) {
      return bad(row, "receiptNo: expected up to 64 letters, digits and . / _ -");
    }
    if (paidAt.isEmpty()) {
      return bad(row, "paidAt: expected a time like 2026-11-21 10:30 or 2026-11-21T10:30:00+08:00");
    }
    if (rupiah.isEmpty()) {
      return bad(row, "amount: expected whole rupiah in digits alone, like 8400");
    }
    if (row.value("paymentCode").isPresent() == row.value("virtualAccountNo").isPresent()) {
      return bad(row, "expected paymentCode or virtualAccountNo, one of both");
    }
    Optional<PaidFor> paidFor = paidFor(row);
    return paidFor.isEmpty()
        ? bad(
            row,
            "paymentCode: its digits do not fit one another; read it from the bill again, or put"
                + " what was paid to into virtualAccountNo (digits alone)")
        : new Line.Good(
            row.line(),
            new TillPayment(till.get(), receipt.get(), paidFor.get(), rupiah.get(), paidAt.get()));
  }

  private static Optional<PaidFor> paidFor(Row.Good row) {
    Optional<String> code = row.value("paymentCode");
    return code.isPresent()
        ? code.filter(PaymentCode::isOne).map(PaidFor.Code::new)
        : row.value("virtualAccountNo").flatMap(MoneyCells::account).map(PaidFor.Account::new);
  }

  private static Line bad(Row.Good row, String why) {
    return new Line.Bad(row.line(), why);
  }
}
