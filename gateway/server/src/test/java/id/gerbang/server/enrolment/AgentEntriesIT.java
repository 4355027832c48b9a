package id.gerbang.server.enrolment;

import static id.gerbang.server.enrolment.World.AGENT;
import static id.gerbang.server.enrolment.World.NIK;
import static id.gerbang.server.enrolment.World.SUSPENDED;
import static id.gerbang.server.enrolment.World.T0;
import static id.gerbang.server.enrolment.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.enrolment.BranchDesk.Status;
import id.gerbang.server.subscriber.Msisdn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEntriesIT {
  private static final Msisdn OTHER_AGENT = new Msisdn("6281200000002");
  private static final Instant LATER = T0.plus(Duration.ofHours(1));
  private static final Instant END = T0.plus(Duration.ofHours(72));
  private static final String DAFTAR =
      "DAFTAR#%s#WAYAN SUDARMAWAN#17081990#SESETAN#PETANI#1000000#081200010001".formatted(NIK);

  private final World world = new World();

  private Entry entry() {
    return new Entry(
        AGENT,
        WORKER,
        NIK,
        "Wayan Sudarmawan",
        LocalDate.of(1990, 8, 17),
        "5171011003",
        "trader",
        Optional.of("stall"),
        "b1",
        "jkk_jkm",
        Optional.of("Pasar Badung"),
        Channel.USSD);
  }

  private String entered() {
    return ((Entered.Done) world.entries.enter(entry(), "intent-e", T0)).reference();
  }

  private String code(String word) {
    Matcher code = Pattern.compile(word + " ([A-Z2-9]{6})").matcher(world.sentTo(WORKER).getLast());
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  @Test
  void theWorkerIsAskedAndTheBranchDecidesAfterSetuju() {
    String reference = entered();
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_CONSENT);
    assertThat(world.sentTo(AGENT)).isEmpty();
    String ask = world.sentTo(WORKER).getLast();
    String code = code("SETUJU");
    assertThat(ask)
        .contains("Made Arta", "Wayan S*****", "..0004", "SETUJU " + code, "BATAL " + code)
        .contains("Batas 21/10 17.00 WITA")
        .doesNotContain("Sudarmawan", NIK);
    assertThat(Gsm7.septets(ask)).isLessThanOrEqualTo(459);

    assertThat(world.sms(WORKER, "setuju " + code, LATER))
        .singleElement()
        .asString()
        .contains(reference, "BELUM terlindungi", "BATAL ");
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(Status.AWAITING_BRANCH);
    assertThat(application.unconfirmed()).isFalse();
    assertThat(application.agent()).contains("PRS001");
    assertThat(world.text("SELECT text_version || channel FROM consent"))
        .isEqualTo("2026-11-enteredsms");
    assertThat(world.audit())
        .containsExactly("agent:PRS001 application.entered", "worker application.consented");
    assertThat(world.deadlines.runDue(END.plus(Duration.ofDays(9)))).isZero();

    String withdrawal = code("BATAL");
    assertThat(withdrawal).isNotEqualTo(code);
    world.sms(WORKER, "BATAL " + withdrawal, LATER.plusSeconds(60));
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
  }

  /** R4, R14: nobody new; who was entered before goes on. */
  @Test
  void anAgentWhoseInstitutionsMouHasEndedEntersNobody() {
    String before = entered();
    world.jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE mou SET ended_at = '2026-10-17T03:00:00Z', ended_by = 'test' WHERE party ="
                    + " 'Bumdes Sesetan'"));
    LocalDate end = LocalDate.of(2026, 10, 17);
    assertThat(world.entries.mayEnter(AGENT, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.MouExpired("Bumdes Sesetan", end)));
    assertThat(world.entries.enter(entry(), "intent-f", T0))
        .isEqualTo(new Entered.MouExpired("Bumdes Sesetan", end));
    assertThat(world.sms(AGENT, DAFTAR, T0))
        .containsExactly(
            "MoU Bumdes Sesetan tidak berlaku (akhir 17 Okt 2026), jadi tidak ada yang berubah."
                + " Hubungi kantor cabang.");
    assertThat(world.entries.mayEnter(OTHER_AGENT, T0)).isEqualTo(new AgentEntries.Right.May());
    assertThat(world.entries.mayEnter(SUSPENDED, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.NotActive()));
    assertThat(world.entries.mayEnter(WORKER, T0))
        .isEqualTo(new AgentEntries.Right.Not(new Entered.NoAgent()));
    world.sms(WORKER, "SETUJU " + code("SETUJU"), LATER);
    assertThat(world.application(before).status()).isEqualTo(Status.AWAITING_BRANCH);
  }

  @Test
  void aSecondAnswerAWrongCodeAndAnotherPhoneChangeNothing() {
    String reference = entered();
    String code = code("SETUJU");
    assertThat(world.sms(AGENT, "SETUJU " + code, LATER).getFirst())
        .contains("tidak dikenal untuk nomor ini");
    assertThat(world.sms(WORKER, "YA " + code, LATER).getFirst()).contains("tidak dikenal");
    assertThat(world.sms(WORKER, "SETUJU AAAAAA", LATER).getFirst()).contains("tidak dikenal");
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_CONSENT);
    world.sms(WORKER, "SETUJU " + code, LATER);
    for (String second : List.of("SETUJU " + code, "BATAL " + code)) {
      assertThat(world.sms(WORKER, second, LATER.plusSeconds(60)))
          .containsExactly(
              code + " sudah dijawab SETUJU pada 18/10 18.00 WITA. Tidak ada yang berubah.");
    }
    assertThat(world.application(reference).status()).isEqualTo(Status.AWAITING_BRANCH);
  }

  @Test
  void withoutConsentItExpiresAndIsErased() {
    String reference = entered();
    String code = code("SETUJU");
    assertThat(world.deadlines.runDue(END.minusMillis(1))).isZero();
    assertThat(world.deadlines.runDue(END)).isEqualTo(1);
    BranchDesk.Application application = world.application(reference);
    assertThat(application.status()).isEqualTo(Status.EXPIRED);
    assertThat(application.worker()).isEmpty();
    assertThat(application.phone()).isEmpty();
    assertThat(application.nik()).isEmpty();
    assertThat(world.count("worker")).isZero();
    assertThat(world.count("agent_entry WHERE name_sealed IS NOT NULL")).isZero();
    assertThat(world.count("application WHERE erased_at IS NOT NULL")).isEqualTo(1);
    assertThat(world.sentTo(AGENT).getLast()).contains(reference, "Datanya dihapus");
    assertThat(world.sms(WORKER, "SETUJU " + code, END.plusSeconds(1)).getFirst())
        .contains(code + " sudah lewat batas waktu", "dihapus");
    assertThat(world.deadlines.runDue(END.plus(Duration.ofDays(3)))).isZero();
    assertThat(world.count("act_code")).isEqualTo(1);
    world.deadlines.runDue(END.plus(EntryDeadlines.CODES_KEPT));
    assertThat(world.count("act_code")).isZero();
    assertThat(world.entries.enter(entry(), "anew", END)).isInstanceOf(Entered.Done.class);
  }

  @Test
  void whoRefusesIsErasedToo() {
    String reference = entered();
    String code = code("BATAL");
    assertThat(world.sms(WORKER, "BATAL " + code, LATER).getFirst())
        .contains(reference, "dibatalkan");
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.sentTo(AGENT).getLast()).contains(reference, "tidak setuju");
    assertThat(world.sms(WORKER, "SETUJU " + code, LATER).getFirst())
        .contains("sudah dijawab BATAL");
    assertThat(world.deadlines.runDue(END)).isEqualTo(1);
    assertThat(world.count("worker")).isZero();
    assertThat(world.application(reference).status()).isEqualTo(Status.WITHDRAWN);
    assertThat(world.sentTo(AGENT)).hasSize(1);
  }

  @Test
  void whoIsKnownAlreadyIsNotChangedBeforeTheyConsent() {
    String first = world.register();
    world.sms(AGENT, "TOLAK " + world.agentCode() + " salah", T0);
    Entry other =
        new Entry(
            AGENT,
            WORKER,
            NIK,
            "Ketut Lain",
            LocalDate.of(1990, 8, 17),
            "5171011003",
            "trader",
            Optional.empty(),
            "b1",
            "jkk_jkm",
            Optional.empty(),
            Channel.SMS);
    world.entries.enter(other, "again", T0);
    assertThat(world.application(first).worker()).contains("Wayan S*****");
    world.deadlines.runDue(END);
    assertThat(world.application(first).worker()).contains("Wayan S*****");
    world.entries.enter(other, "third", END);
    world.sms(WORKER, "SETUJU " + code("SETUJU"), END);
    assertThat(world.application(first).worker()).contains("Ketut L*****");
  }

  @Test
  void anIntentHappensOnceAndANikHasOneOpenApplication() throws Exception {
    List<Callable<Entered>> presses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String intent = "intent-" + i / 4;
      presses.add(() -> world.entries.enter(entry(), intent, T0));
    }
    int done = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var press : threads.invokeAll(presses)) {
        done += press.get() instanceof Entered.Done ? 1 : 0;
      }
    }
    assertThat(done).isEqualTo(4);
    assertThat(world.count("application")).isEqualTo(1);
    assertThat(world.sentTo(WORKER)).hasSize(1);
  }

  @Test
  void onlyAnActiveAgentEntersAndNobodysConsentComesFromAnAgentsPhone() {
    for (Msisdn agents : List.of(AGENT, OTHER_AGENT, SUSPENDED)) {
      assertThat(world.sms(AGENT, DAFTAR.replace("081200010001", agents.digits()), T0).getFirst())
          .contains("HP agen");
    }
    assertThat(world.sms(SUSPENDED, DAFTAR, T0).getFirst()).contains("tidak aktif");
    assertThat(world.sms(WORKER, DAFTAR, T0).getFirst()).contains("hanya untuk agen");
    assertThat(world.sms(WORKER, "DAFTAR", T0).getFirst()).contains("*500*25#");
    assertThat(world.count("application")).isZero();
    assertThat(world.count("worker")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DAFTAR#5171991708900004#WAYAN SUDARMAWAN#17081990#SESETAN#PETANI#1000000#081200010001",
        " daftar * 5171 9917 0890 0004 * wayan sudarmawan * 17-08-1990 * sesetan * Petani *"
            + " Rp1.000.000 * +62 812-0001-0001 #",
        "Daftar;5171991708900004;Wayan Sudarmawan;17/08/1990;5171011003;tani;1 juta;6281200010001",
        "DAFTAR, 5171.9917.0890.0004, Wayan Sudarmawan, 17.08.1990, Seset, 1, 800rb, 81200010001",
        "daftar\n"
            + "5171991708900004\n"
            + "Wayan Sudarmawan\n"
            + "17081990\n"
            + "Sesetan\n"
            + "petani\n"
            + "750000/bulan\n"
            + "081200010001",
        "#DAFTAR#5171991708900004#Wayan Sudarmawan#17081990#Sesetan#farmer#1000000#081200010001",
        "ＤＡＦＴＡＲ＃5171991708900004＃Wayan Sudarmawan＃１７０８１９９０＃Sesetan＃Petani＃1000000＃081200010001"
      })
  void anSmsInAnyFormEntersAWorker(String text) {
    String answer = world.sms(AGENT, text, T0).getFirst();
    assertThat(answer)
        .contains("Tercatat no.", "Sesetan", "JKK+JKM.")
        .containsIgnoringCase("Wayan S*****")
        .doesNotContainIgnoringCase("Sudarmawan");
    assertThat(Gsm7.septets(answer)).isLessThanOrEqualTo(306);
    assertThat(world.text("SELECT occupation || band || plan || channel FROM application"))
        .isEqualTo("farmerb1jkk_jkmsms");
    assertThat(world.sentTo(WORKER)).hasSize(1);
  }

  @Test
  void aNinthFieldAsksForOldAge() {
    assertThat(world.sms(AGENT, DAFTAR + "#JHT", T0).getFirst()).contains("JKK+JKM+JHT");
    assertThat(world.text("SELECT plan FROM application")).isEqualTo("jkk_jkm_jht");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DAFTAR#1#2|Contoh: DAFTAR#",
        "DAFTAR#517199170890004#A B#17081990#Sesetan#petani#1000000#081200010001|NIK harus 16"
            + " angka",
        "DAFTAR#5171991708900004#B4YU#17081990#Sesetan#petani#1000000#081200010001|NAMA",
        "DAFTAR#5171991708900004#Wayan#31021990#Sesetan#petani#1000000#081200010001|Tanggal lahir 8"
            + " angka",
        "DAFTAR#5171991708900004#Wayan#18081990#Sesetan#petani#1000000#081200010001|tidak cocok"
            + " dengan NIK",
        "DAFTAR#5171991708500004#Wayan#17081950#Sesetan#petani#1000000#081200010001|di bawah 65",
        "DAFTAR#5171991708900004#Wayan#17081990#Atlantis#petani#1000000#081200010001|DESA tidak"
            + " ketemu",
        "DAFTAR#5171991708900004#Wayan#17081990#Sesetan#astronaut#1000000#081200010001|PEKERJAAN",
        "DAFTAR#5171991708900004#Wayan#17081990#Sesetan#petani#5#081200010001|UPAH",
        "DAFTAR#5171991708900004#Wayan#17081990#Sesetan#petani#1000000#halo|HP pekerja",
        "DAFTAR#5171991708900004#Wayan#17081990#Sesetan#petani#1000000#081200010001#apa|Contoh:"
            + " DAFTAR#"
      })
  void eachFieldsMistakeIsNamedInOneSms(String text, String words) {
    String answer = world.sms(AGENT, text, T0).getFirst();
    assertThat(answer).contains(words);
    assertThat(Gsm7.septets(answer)).isLessThanOrEqualTo(160);
    assertThat(world.count("application")).isZero();
  }

  @Test
  void anAmbiguousVillageIsAsked() {
    String answer = world.sms(AGENT, DAFTAR.replace("SESETAN", "dangin"), T0).getFirst();
    assertThat(answer).contains("Dangin Puri Kaja", "Dangin Puri Kangin");
    Matcher code = Pattern.compile("(?m)^(\\S+) Dangin Puri Kaja").matcher(answer);
    assertThat(code.find()).isTrue();
    assertThat(world.sms(AGENT, DAFTAR.replace("SESETAN", code.group(1)), T0).getFirst())
        .contains("Tercatat no.", "Dangin Puri Kaja");
  }

  @Test
  void aDuplicateIsToldWhatExists() {
    world.sms(AGENT, DAFTAR, T0);
    String reference = world.text("SELECT reference FROM application");
    assertThat(world.sms(AGENT, DAFTAR, T0).getFirst())
        .contains("..0004", reference, "menunggu SETUJU");
    assertThat(world.sms(OTHER_AGENT, DAFTAR, T0).getFirst())
        .contains("..0004", "sedang diproses")
        .doesNotContain(reference);
    assertThat(world.sentTo(WORKER)).hasSize(1);
    world.sms(WORKER, "SETUJU " + code("SETUJU"), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("CARD-0001"), "api", T0);
    assertThat(world.sms(OTHER_AGENT, DAFTAR, T0).getFirst()).contains("sudah terdaftar");
  }

  @Test
  void mistakesAreAnsweredThreeTimesAnHourUntilOneIsRight() {
    for (int i = 0; i < 3; i++) {
      assertThat(world.sms(AGENT, "DAFTAR#1", T0)).hasSize(1);
    }
    assertThat(world.sms(AGENT, "DAFTAR#1", T0)).isEmpty();
    world.sms(AGENT, DAFTAR, T0);
    assertThat(world.sms(AGENT, "DAFTAR#1", T0)).hasSize(1);
  }

  @Test
  void helpIsForWhoAsks() {
    assertThat(world.sms(AGENT, "bantuan", T0).getFirst()).contains("DAFTAR#", "REKAP");
    assertThat(world.sms(WORKER, "bantuan", T0).getFirst())
        .contains("STATUS")
        .doesNotContain("TOLAK");
  }

  @Test
  void theMonthsFiguresAreTheAgentsOwn() {
    assertThat(world.sms(WORKER, "REKAP", T0).getFirst()).contains("hanya untuk agen");
    String reference = entered();
    world.sms(WORKER, "SETUJU " + code("SETUJU"), T0);
    world.desk.decide(reference, new BranchDesk.Decision.Approve("CARD-0001"), "api", T0);
    world.register(
        world.registration(
            "i2",
            "5171991708900005",
            Optional.of("Ketut Rai"),
            Optional.of("PRS001"),
            new Msisdn("6281200010002")));
    world.sms(AGENT, "YA " + world.agentCode(), LATER);
    assertThat(world.workers.month(AGENT, LATER)).contains(new AgentWorkers.Month(1, 1, 1, 0, 0));
    assertThat(world.sms(AGENT, "rekap", LATER).getFirst())
        .isEqualTo(
            "Bulan ini: 1 Anda daftarkan, 1 Anda konfirmasi, 1 disetujui kantor cabang."
                + " Setoran Rp0. Kas Anda Rp0.");
    assertThat(world.workers.month(OTHER_AGENT, LATER))
        .contains(new AgentWorkers.Month(0, 0, 0, 0, 0));
    assertThat(world.workers.month(SUSPENDED, LATER)).isEmpty();
    // 1 November 00.00 WITA
    Instant november = Instant.parse("2026-10-31T16:00:00Z");
    assertThat(world.workers.month(AGENT, november.minusMillis(1)))
        .contains(new AgentWorkers.Month(1, 1, 1, 0, 0));
    assertThat(world.workers.month(AGENT, november))
        .contains(new AgentWorkers.Month(0, 0, 0, 0, 0));
  }
}
