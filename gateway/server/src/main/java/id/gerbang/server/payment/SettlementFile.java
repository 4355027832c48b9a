package id.gerbang.server.payment;

import id.gerbang.server.payment.CsvTable.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A bank's settlement report: {@code virtualAccountNo,trxDateTime,amount} and perhaps {@code
 * paymentRequestId,reference} (docs/payments.md).
 *
 * @param digest of its bytes, SHA-256 in hexadecimal
 * @param bad lines that cannot be read
 */
public record SettlementFile(String digest, List<Line> lines, List<Row.Bad> bad) {
  /** SNAP's clocks are WIB's. */
  public static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

  private static final Set<String> NEEDED = Set.of("virtualAccountNo", "trxDateTime", "amount");
  private static final Set<String> KNOWN = Set.of("paymentRequestId", "reference");
  private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

  public SettlementFile {
    lines = List.copyOf(lines);
    bad = List.copyOf(bad);
  }

  /**
   * A payment that the bank says it took and has paid out to us.
   *
   * @param number in the file, the header's being 1
   * @param account digits
   * @param requestId paymentRequestId, where the file has it
   * @param reference ours (referenceNo), where the file has it
   */
  public record Line(
      long number,
      String account,
      Instant at,
      long rupiah,
      Optional<String> requestId,
      Optional<String> reference) {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it cannot be read, or has another header
   */
  public static SettlementFile read(Path file) {
    CsvTable table = CsvTable.read(file, NEEDED, KNOWN);
    List<Line> lines = new ArrayList<>();
    List<Row.Bad> bad = new ArrayList<>();
    for (Row row : table.rows()) {
      switch (row) {
        case Row.Good good -> line(good, lines, bad);
        case Row.Bad wrong -> bad.add(wrong);
      }
    }
    return new SettlementFile(table.digest(), lines, bad);
  }

  private static void line(Row.Good row, List<Line> lines, List<Row.Bad> bad) {
    Optional<String> account = row.value("virtualAccountNo").flatMap(MoneyCells::account);
    Optional<Instant> at = row.value("trxDateTime").flatMap(text -> MoneyCells.moment(text, WIB));
    Optional<Long> rupiah = row.value("amount").flatMap(MoneyCells::rupiah);
    Optional<String> id = row.value("paymentRequestId");
    Optional<String> wrong =
        account.isEmpty()
            ? Optional.of("virtualAccountNo: expected up to 28 digits")
            : at.isEmpty()
                ? Optional.of("trxDateTime: expected a time like 2026-11-21T10:30:00+07:00")
                : rupiah.isEmpty()
                    ? Optional.of("amount: expected whole rupiah, like 16800 or 16800.00")
                    : id.filter(text -> !ID.matcher(text).matches())
                        .map(_ -> "paymentRequestId: expected at most 128 printable characters");
    if (wrong.isPresent()) {
      bad.add(new Row.Bad(row.line(), wrong.get()));
    } else {
      lines.add(
          new Line(
              row.line(),
              account.orElseThrow(),
              at.orElseThrow(),
              rupiah.orElseThrow(),
              id,
              row.value("reference")));
    }
  }
}
