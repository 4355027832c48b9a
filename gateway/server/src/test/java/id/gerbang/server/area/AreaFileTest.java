package id.gerbang.server.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaFileTest {
  private static final String BALI =
      "code,name,kind\n51,Bali,province\n51.71,Kota Denpasar,city\n51.71.01,Denpasar"
          + " Selatan,district\n";

  @TempDir private Path folder;

  private AreaFile.Read read(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, bytes);
    return AreaFile.read(file, Set.of("52", "5201", "520101", "5201012001"));
  }

  private List<AreaLine> good(String text) throws IOException {
    AreaFile.Read read = read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(AreaFile.Read.Good.class);
    return ((AreaFile.Read.Good) read).lines();
  }

  /** The mistakes, with the file's folder left away. */
  private List<String> bad(String text) throws IOException {
    return bad(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> bad(byte[] bytes) throws IOException {
    AreaFile.Read read = read(bytes);
    assertThat(read).isInstanceOf(AreaFile.Read.Bad.class);
    return ((AreaFile.Read.Bad) read)
        .mistakes().stream().map(m -> m.substring(folder.toString().length() + 1)).toList();
  }

  @Test
  void dotsAndKindsMayBeLeftOut() throws IOException {
    assertThat(
            good(
                "\uFEFFcode,name\r\n51,Bali\r\n5171,Kota Denpasar\r\n517101,Denpasar Selatan\r\n"
                    + "51.71.01.1003,\"Sesetan\"\r\n5171012007,  Sidakarya \r\n\r\n"))
        .extracting(line -> line.code().text() + " " + line.name() + " " + line.kind())
        .containsExactly(
            "51 Bali PROVINCE",
            "5171 Kota Denpasar CITY",
            "517101 Denpasar Selatan DISTRICT",
            "5171011003 Sesetan KELURAHAN",
            "5171012007 Sidakarya DESA_DINAS");
  }

  @Test
  void whatBelongsToAVillageHasItsCodeAndASuffix() throws IOException {
    assertThat(
            good(
                BALI
                    + "51.71.01.1003.B1,Pegok,banjar\n5171011003A1,Sesetan,desa_adat\n"
                    + "51.71.01.1003,Sesetan,kelurahan\n52.01.01.2001.B1,Lembuak,banjar\n"))
        .extracting(line -> line.code().text() + " in " + line.code().parent().orElse("-"))
        .contains(
            "5171011003B1 in 5171011003",
            "5171011003A1 in 5171011003",
            "5201012001B1 in 5201012001");
  }

  @Test
  void namesMayHoldCommasAndMarks() throws IOException {
    assertThat(good("code,name,kind\n52.01.01.2010,\"Nunle\"\"u, Atas\",desa_dinas\n"))
        .extracting(AreaLine::name)
        .containsExactly("Nunle\"u, Atas");
  }

  @Test
  void allMistakesAreToldAtOnceEachWithItsLine() throws IOException {
    assertThat(
            bad(
                BALI
                    + "51.71.1,Serangan,kelurahan\n" // 5
                    + "51.71.01.1003,,kelurahan\n" // 6
                    + "51.71.01.1004,Panjer,hamlet\n" // 7
                    + "51.71.01.1005,Renon,district\n" // 8
                    + "51.71.01.1003,Sesetan,kelurahan\n" // 9
                    + "51.71.09.1001,Nowhere,kelurahan\n" // 10
                    + "51.71.01.9001,Odd,\n" // 11
                    + "51.71.01.1006,\"Sanur,kelurahan\n" // 12
                    + "51.71.01.1007,a,b,c\n" // 13
                    + "51.71.01.1008,Tab\there\u0007,kelurahan\n" // 14
                    + "51.71.01.1009.B1,Orphan,banjar\n" // 15
                    + "51.71.01.1004.B1,Kertasari,kelurahan\n" // 16
                    + "51.72.01.1010,"
                    + "x".repeat(61)
                    + ",kelurahan\n")) // 17
        .satisfiesExactly(
            m -> assertThat(m).startsWith("a.csv:5: no code of the ministry"),
            m -> assertThat(m).isEqualTo("a.csv:6: no name"),
            m -> assertThat(m).startsWith("a.csv:7: no kind is called \"hamlet\"; one of province"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "a.csv:8: a code of this form is no district; usually it is a kelurahan"),
            m -> assertThat(m).isEqualTo("a.csv:9: the code is in line 6 already; keep one"),
            m -> assertThat(m).startsWith("a.csv:10: belongs to 517109, which is neither"),
            m -> assertThat(m).startsWith("a.csv:11: no kind, and the code does not tell it"),
            m -> assertThat(m).startsWith("a.csv:12: a quotation mark is not closed"),
            m -> assertThat(m).startsWith("a.csv:13: 4 fields"),
            m -> assertThat(m).startsWith("a.csv:14: a control character"),
            m -> assertThat(m).startsWith("a.csv:15: belongs to 5171011009"),
            m -> assertThat(m).startsWith("a.csv:16: a code of this form is no kelurahan"),
            m -> assertThat(m).startsWith("a.csv:17: a name of 61 characters"),
            m -> assertThat(m).startsWith("a.csv:17: belongs to 517201"));
  }

  @Test
  void anotherFileIsToldByItsFirstLine() throws IOException {
    assertThat(bad("kode;nama\n51;Bali\n"))
        .containsExactly("a.csv:1: the first line must be code,name,kind (kind may be left out)");
    assertThat(bad("")).containsExactly("a.csv:1: empty; the first line is code,name,kind");
    assertThat(
            bad(new byte[] {'c', 'o', 'd', 'e', ',', 'n', 'a', 'm', 'e', '\n', '5', (byte) 0xE9}))
        .containsExactly("a.csv:2: not UTF-8; save the file as UTF-8");
    assertThat(AreaFile.read(folder.resolve("none.csv"), Set.of()))
        .isEqualTo(
            new AreaFile.Read.Bad(
                List.of(folder.resolve("none.csv") + ":1: cannot be read (NoSuchFileException)")));
  }

  @ParameterizedTest
  @CsvSource({
    "5, ",
    "517, ",
    "51710, ",
    "51.71.01.100, ",
    "51.71.01.1003.1, ",
    "51..71, ",
    "'51 71', ",
    "5171011003B1234567, ",
    "51.71.01.1003.b1, ",
    "٥١, ",
    "51, 51",
    "51.71, 5171",
    "517101, 517101",
    "51.71.01.1003, 5171011003",
    "51.71.01.1003.B12, 5171011003B12"
  })
  void codes(String written, String text) {
    assertThat(AreaCode.parse(written).map(AreaCode::text).orElse(null)).isEqualTo(text);
  }
}
