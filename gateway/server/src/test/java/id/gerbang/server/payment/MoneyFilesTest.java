package id.gerbang.server.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.server.payment.TillFile.Line;
import id.gerbang.server.payment.TillPayment.PaidFor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of tills and banks, as spreadsheets and strangers write them. */
class MoneyFilesTest {
  private static final ZoneId WITA = ZoneId.of("Asia/Makassar");
  private static final String HEADER =
      "till,receiptNo,paidAt,paymentCode,virtualAccountNo,amount\n";
  private static final String GOOD = "DPS,A-1,2026-11-21 10:30,123456789018,,8400\n";

  @TempDir private Path folder;

  private Path file(String text) {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("file.csv"), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Line> till(String text) {
    return TillFile.read(file(text), WITA);
  }

  @Test
  void aTillsLineIsAPayment() {
    TillPayment expected =
        new TillPayment(
            new Till("DPS", ""),
            "A-1",
            new PaidFor.Code("123456789018"),
            8_400,
            Instant.parse("2026-11-21T02:30:00Z"));
    assertThat(till(HEADER + GOOD)).containsExactly(new Line.Good(2, expected));
    assertThat(till("\uFEFF" + (HEADER + GOOD).replace(",", ";").replace("\n", "\r\n")))
        .as("a spreadsheet in Indonesia")
        .containsExactly(new Line.Good(2, expected));
    assertThat(
            till(
                "AMOUNT, paidat ,till,receiptNo,paymentCode\n"
                    + "\"8400.00\",2026-11-21T02:30Z, dps ,A-1,123456789018"))
        .as("columns in any order and case")
        .containsExactly(new Line.Good(2, expected));
    assertThat(till(HEADER + "DPS-2,7,2026-11-21T10:30:00+08:00,,   77777123456789018,8400\n"))
        .containsExactly(
            new Line.Good(
                2,
                new TillPayment(
                    new Till("DPS", "2"),
                    "7",
                    new PaidFor.Account("77777123456789018"),
                    8_400,
                    Instant.parse("2026-11-21T02:30:00Z"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8400|8.400|amount",
        "8400|Rp8400|amount",
        "8400|-8400|amount",
        "8400|0|amount",
        "8400|8400.50|amount",
        "8400|99999999999999|amount",
        "8400||amount",
        "123456789018|123456789019|paymentCode",
        "123456789018|1.23457E+11|paymentCode",
        "123456789018||paymentCode or virtualAccountNo",
        "018,,|018,7,|paymentCode or virtualAccountNo",
        "10:30|25:30|paidAt",
        "2026-11-21|21/11/2026|paidAt",
        "2026-11-21|2026-02-30|paidAt",
        "A-1||receiptNo",
        "DPS|D|till",
        "DPS,|DPS,x,|values",
      })
  void aBadLineIsToldByItsNumberAndTheOthersAreRead(String right, String wrong, String told) {
    List<Line> lines = till(HEADER + GOOD + GOOD.replace(right, wrong == null ? "" : wrong) + GOOD);
    assertThat(lines.get(0)).isInstanceOf(Line.Good.class);
    assertThat(lines.get(2)).isInstanceOf(Line.Good.class);
    assertThat(lines.get(1)).isInstanceOf(Line.Bad.class);
    assertThat(lines.get(1).number()).isEqualTo(3);
    assertThat(((Line.Bad) lines.get(1)).why()).contains(told);
  }

  @Test
  void anOpenQuotationMarkEndsTheFileAndSaysSo() {
    List<Line> lines =
        till(HEADER + GOOD + "DPS,\"A-2,2026-11-21 10:30,123456789018,,8400\n" + GOOD);
    assertThat(lines).hasSize(2);
    assertThat(((Line.Bad) lines.get(1)).why()).contains("quotation mark");
  }

  @Test
  void anotherHeaderOrNoTextIsRefusedWhole() {
    assertThatThrownBy(() -> till("")).hasMessageContaining("file.csv:1: expected a header");
    assertThatThrownBy(() -> till(GOOD)).hasMessageContaining("receiptNo");
    assertThatThrownBy(() -> till(HEADER.replace("amount", "amount,note") + GOOD))
        .hasMessageContaining("no other");
    assertThatThrownBy(() -> till(HEADER.replace("amount", "amount,amount") + GOOD))
        .hasMessageContaining("each once");
    byte[] latin = (HEADER + GOOD).replace("A-1", "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> TillFile.read(file(latin), WITA)).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> TillFile.read(folder.resolve("none.csv"), WITA))
        .hasMessageContaining("none.csv: cannot be read");
  }

  @Test
  void aBanksLineIsReadWithWhatItHas() {
    SettlementFile read =
        SettlementFile.read(
            file(
                """
                virtualAccountNo,trxDateTime,amount,paymentRequestId,reference
                "   77777123456789018",2026-11-20T10:30:00+07:00,8400.00,pr-1,ABC234
                77777123456789018,2026-11-20 10:30:00,8400,,
                77777123456789018,2026-11-20 10:30:00,-8400,,
                """));
    assertThat(read.lines()).hasSize(2);
    assertThat(read.lines().get(0).requestId()).contains("pr-1");
    assertThat(read.lines().get(0).reference()).contains("ABC234");
    assertThat(read.lines().get(1).at()).as("WIB").isEqualTo(read.lines().get(0).at());
    assertThat(read.bad()).extracting(CsvTable.Row.Bad::line).containsExactly(4L);
    assertThat(read.digest()).hasSize(64);
  }
}
