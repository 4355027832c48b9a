package id.gerbang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionRequest;
import id.gerbang.engine.action.ActionResult.Outcome;
import id.gerbang.engine.book.FlowBook;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped menus on the bare engine. */
class EngineTest {
  private static final FlowBook BOOK = SampleBook.book();
  private static final String NIK = "5171991708900001";

  private final PlayedPhone phone = new PlayedPhone(BOOK, Surface.USSD);

  private String toSummary() {
    phone.dial();
    return phone.type(
        "1", "1", NIK, "Wayan Sudarma", "17081990", "sese", "1", "1", "1", "1", "1", "1");
  }

  @Test
  void aWholeRegistration() {
    assertThat(toSummary())
        .isEqualTo(
            "Wayan S*****\n"
                + "NIK ..0001\n"
                + "Sesetan\n"
                + "Kecelakaan+Kematian\n"
                + "Agen Made Arta\n"
                + "1 Kirim\n"
                + "2 Ubah\n"
                + "0 Kembali");
    assertThat(phone.type("1"))
        .startsWith("Tercatat no. D7K2Q9. Agen Made Arta")
        .contains("BELUM terlindungi");
    assertThat(phone.screen.ends()).isTrue();
    assertThat(phone.conversation.isOver()).isTrue();
    ActionRequest register = phone.requests.getLast();
    assertThat(register.inputs()).hasSize(10);
    assertThat(register.intent()).endsWith(":register.enrol");
  }

  @Test
  void theSameAnswerFromTheSameScreenNamesTheSameAct() {
    toSummary();
    Conversation summary = phone.conversation;
    phone.type("1");
    String first = phone.requests.getLast().intent();
    phone.conversation = summary; // Redis lost the commit
    phone.type("1");
    assertThat(phone.requests.getLast().intent()).isEqualTo(first);
  }

  @Test
  void comingBackWithANoticeKeepsTheAct() {
    phone.world.put("enrolment.register", _ -> Outcome.unavailable());
    toSummary();
    assertThat(phone.type("1")).startsWith("Belum tersimpan.").contains("1 Kirim");
    String first = phone.requests.getLast().intent();
    phone.type("1");
    assertThat(phone.requests.getLast().intent()).isEqualTo(first);
    phone.type("2");
    phone.type(NIK, "Wayan Sudarma", "17081990", "sese", "1", "1", "1", "1", "1", "1", "1");
    assertThat(phone.requests.getLast().intent()).isNotEqualTo(first);
  }

  @Test
  void theNameMayBeLeftToTheAgent() {
    phone.dial();
    assertThat(phone.type("1", "1", NIK, "1")).contains("lahir");
    assertThat(phone.type("17081990", "7373", "1", "1", "1", "1", "1", "PRS001"))
        .startsWith("(diisi agen)\n");
    phone.type("1");
    assertThat(phone.requests.getLast().inputs()).doesNotContainKey("name");
  }

  @Test
  void aDroppedCallGoesOnWhereItStood() {
    phone.dial();
    String village = phone.type("1", "1", NIK, "Wayan Sudarma", "17081990");
    assertThat(phone.dial())
        .isEqualTo("Lanjutkan pendaftaran?\n1 Lanjutkan\n2 Mulai dari awal\n0 Keluar");
    assertThat(phone.type("7")).startsWith("Pilih angka 1-2.");
    assertThat(phone.type("0")).startsWith("Terima kasih");
    assertThat(phone.screen.ends()).isTrue();
    phone.dial();
    assertThat(phone.type("1")).isEqualTo(village);
    phone.dial();
    assertThat(phone.type("2")).startsWith("BPJS Ketenagakerjaan");
  }

  @Test
  void theOfferToGoOnShowsNothingOfAPerson() {
    toSummary();
    assertThat(phone.dial()).doesNotContain("Wayan", "0001", "Sesetan");
  }

  @Test
  void zeroGoesBackStepByStepAndOut() {
    phone.dial();
    String consent = phone.type("1");
    String nik = phone.type("1");
    phone.type(NIK);
    assertThat(phone.type("0")).isEqualTo(nik);
    assertThat(phone.type("0")).isEqualTo(consent);
    assertThat(phone.type("0")).startsWith("BPJS Ketenagakerjaan");
    assertThat(phone.type("0")).startsWith("Terima kasih");
    assertThat(phone.conversation.isOver()).isTrue();
  }

  @Test
  void backThroughASubFlow() {
    phone.dial();
    phone.type("1", "1", NIK, "Wayan Sudarma", "17081990", "sese", "1");
    assertThat(phone.type("0")).contains("Desa/kelurahan?");
    assertThat(phone.type("0")).contains("lahir");
  }

  @Test
  void doubleZeroIsTheMainMenu() {
    phone.dial();
    assertThat(phone.type("1", "1", "00")).startsWith("BPJS Ketenagakerjaan");
  }

  @Test
  void longListsTurnPages() {
    phone.dial();
    String first = phone.type("1", "1", NIK, "Wayan Sudarma", "17081990", "aaa");
    assertThat(first).startsWith("Pilih desa\n1 Desa Panjang Nomor 0").contains("98 Lanjut");
    assertThat(phone.type("99")).isEqualTo(first);
    String second = phone.type("98");
    assertThat(second).isNotEqualTo(first);
    assertThat(phone.type("99")).isEqualTo(first);
    for (int i = 0; i < 40; i++) {
      phone.type("98");
    }
    assertThat(phone.screen.text()).contains("30 Desa Panjang Nomor 29").doesNotContain("98 ");
    assertThat(phone.type("30")).startsWith("Pekerjaan");
  }

  @Test
  void anEmptyListSaysSoAboveTheQuestion() {
    phone.dial();
    assertThat(phone.type("1", "1", NIK, "Wayan Sudarma", "17081990", "zzz"))
        .startsWith("Tidak ketemu. Coba huruf lain.\nDesa/kelurahan?");
  }

  @Test
  void theLanguageChangesAtOnceAndStays() {
    phone.dial();
    assertThat(phone.type("4", "2")).contains("1 Register");
    assertThat(phone.conversation.language()).isEqualTo("en");
    assertThat(phone.dial()).contains("1 Register");
  }

  @ParameterizedTest
  @CsvSource({
    "'', NIK harus 16 angka",
    "517199170890000, NIK harus 16 angka",
    "517199170890000A, NIK harus 16 angka",
    "5171993108000000, NIK tidak boleh berakhir 0000",
    "5171993202900001, Tanggal dalam NIK tidak ada",
    "0071991708900001, Kode wilayah NIK tidak ada",
  })
  void aWrongNikGetsItsOwnSentence(String nik, String sentence) {
    phone.dial();
    assertThat(phone.type("1", "1", nik)).startsWith(sentence).contains("0 Kembali");
    assertThat(phone.type(NIK)).startsWith("Nama");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5171 9917 0890 0001",
        "5171.9917-08900001",
        "５１７１９９１７０８９００００１",
        "٥١٧١٩٩١٧٠٨٩٠٠٠٠١"
      })
  void aNikIsReadHoweverItIsTyped(String nik) {
    phone.dial();
    assertThat(phone.type("1", "1", nik)).startsWith("Nama");
  }

  @ParameterizedTest
  @CsvSource({
    "31021990, Tanggal itu tidak ada",
    "1708, Ketik 8 angka",
    "satu, Ketik 8 angka",
    "04052027, Tanggal itu belum lewat",
    "18081990, Tidak cocok dengan NIK",
  })
  void aWrongBirthDateGetsItsOwnSentence(String date, String sentence) {
    phone.dial();
    assertThat(phone.type("1", "1", NIK, "Wayan Sudarma", date)).startsWith(sentence);
    assertThat(phone.type("17-08-1990")).contains("Desa");
  }

  @Test
  void sixtyFiveIsTooOldAndTheDayBeforeIsNot() {
    phone.dial();
    assertThat(phone.type("1", "1", "5171990405610001", "Wayan Sudarma", "04051961"))
        .contains("di bawah 65");
    phone.dial();
    assertThat(phone.type("1", "1", "5171990505610001", "Wayan Sudarma", "05051961"))
        .contains("Desa");
  }

  @Test
  void aWomansDayIsRaisedByForty() {
    phone.dial();
    assertThat(phone.type("1", "1", "5171995708900001", "Ni Luh Sari", "17081990"))
        .contains("Desa");
  }

  @Test
  void nothingThatIsTypedBreaksADialogue() {
    List<String> rubbish =
        List.of(
            "",
            " ",
            "x".repeat(1_000),
            "\u0000\u0007\u001b[2J",
            "😀😀",
            "مرحبا",
            "٣",
            "{0} ${x} ' ; --",
            "%s%n",
            "<b>",
            "*#*#",
            "\uD800",
            "9".repeat(40),
            "-1",
            "1e9",
            "0x1");
    for (String[] path :
        new String[][] {
          {},
          {"1"},
          {"1", "1"},
          {"1", "1", NIK},
          {"1", "1", NIK, "1"},
          {"1", "1", NIK, "1", "17081990"},
          {"1", "1", NIK, "1", "17081990", "sese"},
          {"1", "1", NIK, "1", "17081990", "sese", "1"}
        }) {
      for (String input : rubbish) {
        PlayedPhone fresh = new PlayedPhone(BOOK, Surface.USSD);
        fresh.dial();
        fresh.type(path);
        fresh.type(input);
        assertThat(fresh.screen.ends()).as("%s after %s", input, List.of(path)).isFalse();
        assertThat(fresh.screen.text())
            .doesNotContain("x".repeat(30))
            .containsAnyOf("0 Kembali", "0 Keluar");
      }
    }
  }

  @Test
  void aRandomWalkNeverEndsInAnException() {
    Random random = new Random(7);
    String[] keys = {
      "0",
      "00",
      "1",
      "2",
      "3",
      "4",
      "5",
      "98",
      "99",
      NIK,
      "17081990",
      "sese",
      "aaa",
      "zz",
      "PRS001",
      "Wayan",
      ""
    };
    for (int walk = 0; walk < 300; walk++) {
      PlayedPhone walker = new PlayedPhone(BOOK, walk % 2 == 0 ? Surface.USSD : Surface.TELEGRAM);
      for (int i = 0; i < 60; i++) {
        if (random.nextInt(12) == 0) {
          walker.dial();
        } else {
          walker.type(keys[random.nextInt(keys.length)]);
        }
      }
    }
  }

  @Test
  void againShowsTheSameAndChangesNothing() {
    phone.dial();
    String shown = phone.type("1", "1");
    Conversation before = phone.conversation;
    assertThat(phone.take(new Input.Again())).isEqualTo(shown);
    assertThat(phone.conversation).isEqualTo(before);
  }

  @Test
  void wordsAreAcceptedWhereLettersAreEasy() {
    PlayedPhone chat = new PlayedPhone(BOOK, Surface.TELEGRAM);
    chat.dial();
    assertThat(chat.type("daftar")).contains("Setuju");
    assertThat(chat.type("SETUJU")).contains("NIK");
  }

  /** No proof holds for such a surface, yet nothing that is said at the end may be lost. */
  @Test
  void anEndThatTakesSeveralPagesIsTurnedToItsLast() {
    PlayedPhone small =
        new PlayedPhone(BOOK, new Surface(Surface.Kind.USSD, Surface.Encoding.GSM7, 100));
    small.conversation = summary();
    String first = small.type("1");
    assertThat(first).contains("Tercatat no. D7K2Q9").endsWith("98 Lanjut");
    assertThat(small.screen.ends()).isFalse();
    assertThat(small.take(new Input.Again())).isEqualTo(first);
    Conversation onFirst = small.conversation;
    assertThat(small.type("98")).endsWith("lalu bayar iuran.");
    assertThat(small.screen.ends()).isTrue();
    assertThat(small.conversation.isOver()).isTrue();
    assertThat(small.requests).as("it happens once").hasSize(1);

    small.conversation = onFirst;
    small.type("1");
    assertThat(small.screen.ends()).as("enough of it").isTrue();
    small.conversation = onFirst;
    assertThat(small.dial()).contains("Lanjutkan");
    assertThat(small.type("1")).isEqualTo(first);
  }

  private Conversation summary() {
    toSummary();
    return phone.conversation;
  }
}
