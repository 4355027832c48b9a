package id.gerbang.server.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.deposit.DepositText.Field;
import id.gerbang.server.deposit.DepositText.Read;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What collectors type, and what is refused rather than guessed. */
class DepositTextTest {
  private static final String NIK = "5171991708900004";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SETOR#5171991708900004#5000|5000|1",
        "setor # 5171991708900004 # 5.000|5000|1",
        "Setor*5171991708900004*Rp5.000|5000|1",
        "SETOR 5171991708900004 Rp 5.000,-|5000|1",
        "SETOR#5171 9917 0890 0004#5rb|5000|1",
        "SETOR#5171991708900004#5 ribu|5000|1",
        "SETOR#5171991708900004#2,5rb|2500|1",
        "SETOR#5171991708900004#10k|10000|1",
        "SETOR#5171991708900004#1.250.000|1250000|1",
        "SETOR 5171991708900004 5 000|5000|1",
        "SETOR#5171991708900004#5000#2|5000|2",
        "SETOR#5171991708900004#Rp5.000#12|5000|12",
        "SETOR 5171991708900004 5rb 2|5000|2",
        "SETOR 5171991708900004 5000 3|5000|3",
        "SETOR5171991708900004#5000#|5000|1",
        "SETOR#５１７１９９１７０８９００００４#５０００|5000|1",
        "SETOR##5171991708900004##5000|5000|1",
      })
  void reads(String text, long rupiah, int ordinal) {
    assertThat(DepositText.read(text)).contains(new Read.Good(NIK, rupiah, ordinal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SETOR|FORM",
        "SETOR##|FORM",
        "SETOR#517199170890000#5000|NIK",
        "SETOR#51719917089000045#5000|NIK",
        "SETOR#5171991708900000#5000|NIK",
        "SETOR#WAYAN#5000|NIK",
        "SETOR#5000#5171991708900004|NIK",
        "SETOR#5171991708900004|AMOUNT",
        "SETOR#5171991708900004#|AMOUNT",
        "SETOR#5171991708900004#lima ribu|AMOUNT",
        "SETOR#5171991708900004#-5000|AMOUNT",
        "SETOR#5171991708900004#5.00|AMOUNT",
        "SETOR#5171991708900004#5.000rb|AMOUNT",
        "SETOR#5171991708900004#5000 6000|AMOUNT",
        "SETOR#5171991708900004#5.0000|AMOUNT",
        "SETOR#5171991708900004#1,000.000|AMOUNT",
        "SETOR#5171991708900004#5000000000|AMOUNT",
        "SETOR#5171991708900004#5000#0|AMOUNT",
        "SETOR#5171991708900004#5000#100|AMOUNT",
      })
  void refuses(String text, Field field) {
    assertThat(DepositText.read(text)).contains(new Read.Wrong(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SETORAN 5000", "STOR#1#2", "5000", "YA D7K2Q9", "MAU SETOR"})
  void leavesOthersToOthers(String text) {
    assertThat(DepositText.read(text)).isEmpty();
  }

  @Test
  void neverThrowsAndEndsSoon() {
    assertThat(DepositText.read("SETOR" + "#".repeat(50_000)).isPresent()).isTrue();
    assertThat(TypedRupiah.read("Rp".repeat(20_000))).isEqualTo(OptionalLong.empty());
    assertThat(TypedRupiah.read(" . . . ".repeat(2_000))).isEqualTo(OptionalLong.empty());
  }
}
