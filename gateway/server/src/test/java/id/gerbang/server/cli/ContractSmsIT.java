package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.enrolment.BranchDesk.Decision;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SMS of the contract, as they stand there, through the inbox of a whole gateway; YA and TOLAK
 * are {@link SmsAnswersIT}'s.
 */
class ContractSmsIT {
  private static final String AGENT = "6281200000001";
  private static final String STRANGER = "6281200077001";

  @TempDir private static Path folder;
  private static Gateway gateway;
  private static volatile Instant now = Instant.parse("2026-11-23T01:00:00Z"); // 09.00 WITA

  @BeforeAll
  static void open() throws InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    gateway =
        new Gateway(
            TestStores.here().under(RunningServer.settings(0)),
            RunningServer.home(),
            Gateway.Plan.of(folder, true, _ -> Runnable::run),
            new World(() -> now, new Random(9), () -> "id" + ids.incrementAndGet()),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  /** Sends an SMS; gives all that is in the outbox for {@code reader} since, the newest last. */
  private static List<String> send(String from, String text, String reader) {
    long before = gateway.database.jdbi().withHandle(ContractSmsIT::last);
    assertThat(
            gateway.inbox.store(
                new Inbox.Sms("first", new Msisdn(from), "2757", text, Optional.empty())))
        .isTrue();
    while (gateway.inboxWorker.handleNext()) {
      // until everything is handled
    }
    SealedText sealed = new SealedText(gateway.vault);
    return gateway
        .database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT text_sealed FROM outbox WHERE to_lookup = ? AND id > ? ORDER BY id")
                    .bind(0, gateway.vault.lookup("phone", reader))
                    .bind(1, before)
                    .map((row, _) -> sealed.open(row.getBytes(1), "outbox.text:"))
                    .list());
  }

  private static long last(org.jdbi.v3.core.Handle handle) {
    return handle.createQuery("SELECT coalesce(max(id), 0) FROM outbox").mapTo(Long.class).one();
  }

  private static String answer(String from, String text) {
    List<String> answers = send(from, text, from);
    assertThat(answers).as(text).hasSize(1);
    return answers.getFirst();
  }

  private static String code(String word, List<String> texts) {
    Matcher matcher = Pattern.compile(word + " ([A-Z2-9]{6})").matcher(String.join(" ", texts));
    assertThat(matcher.find()).as("%s in %s", word, texts).isTrue();
    return matcher.group(1);
  }

  private static String entry(String nik, String phone) {
    return "DAFTAR#" + nik + "#WAYAN SUDARMA#17081990#SESETAN#PETANI#1000000#" + phone;
  }

  private static String reference(String status) {
    return gateway
        .database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT reference FROM application WHERE status = ? ORDER BY created_at"
                            + " DESC LIMIT 1")
                    .bind(0, status)
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void anAgentEntersAWorkerWhoConsentsAndSavesUntilProtected() {
    String worker = "6281200077101";
    String nik = "5171991708900771";
    List<String> asked = send(AGENT, entry(nik, worker), worker);
    assertThat(asked).singleElement().asString().contains("SETUJU", "BATAL");
    assertThat(answer(worker, "setuju " + code("SETUJU", asked))).contains("cabang memutuskan");
    // not a member yet
    assertThat(answer(AGENT, "SETOR#" + nik + "#5000")).contains("belum peserta");

    String member = reference("awaiting_branch");
    gateway.domain.desk.decide(member, new Decision.Approve("BPU-771"), "api:branch", now);
    assertThat(send(AGENT, "SETOR#" + nik + "#5000", worker))
        .singleElement()
        .asString()
        .contains("Setoran Rp5.000", "BELUM jadi iuran");
    now = now.plus(Duration.ofMinutes(3));
    assertThat(answer(AGENT, "Setor * " + nik + " * Rp5.000"))
        .isEqualTo("Rp5.000 sudah dicatat 09.00. Setoran lain? Balas SETOR#NIK#5000#2");
    assertThat(send(AGENT, "SETOR#" + nik + "#5000#2", worker))
        .anyMatch(text -> text.contains("AKTIF"));
    assertThat(answer(AGENT, "SETOR#" + nik + "#lima"))
        .contains("JUMLAH tidak terbaca", "SETOR#5171991708900001#5000");
    assertThat(answer(AGENT, "REKAP")).contains("1 Anda daftarkan", "Rp10.000");
    assertThat(answer(AGENT, "bantuan"))
        .contains("YA kode", "TOLAK kode alasan", "REKAP", "DAFTAR#NIK#", "SETOR#NIK#JUMLAH");
  }

  @Test
  void aWorkerWhoIsAskedMayRefuse() {
    String worker = "6281200077102";
    List<String> asked = send(AGENT, entry("5171991708900772", worker), worker);
    assertThat(answer(worker, "BATAL " + code("BATAL", asked))).contains("dibatalkan");
  }

  @Test
  void anyoneOpensAMenuByItsWord() {
    int number = 200;
    for (String word : List.of("DAFTAR", "BAYAR", "STATUS", "INFO", "LAPOR", "MENU")) {
      String phone = "6281200077" + number++;
      List<String> screen = send(phone, word, phone);
      assertThat(screen).as(word).hasSize(1);
      assertThat(screen.getFirst()).as(word).doesNotContain("tidak mengerti");
    }
  }

  @Test
  void anyoneIsSilentAndHeardAgain() {
    assertThat(answer(STRANGER, "STOP")).contains("Tidak ada pengingat");
    assertThat(answer(STRANGER, "MULAI")).contains("dikirim lagi");
  }

  @Test
  void whatOnlyAgentsDoIsToldToOthers() {
    assertThat(answer("6281200077301", "SETOR#5171991708900001#5000")).contains("hanya untuk agen");
    assertThat(answer("6281200077302", "REKAP")).contains("hanya untuk agen");
    assertThat(answer("6281200077303", "BANTUAN")).contains("MENU", "SETUJU kode", "BATAL kode");
    assertThat(answer("6281200000009", "SETOR#5171991708900001#5000")).contains("tidak aktif");
  }
}
