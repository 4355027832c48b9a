package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Surface;
import id.gerbang.engine.text.Gsm7;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.crypt.SealedText;
import id.gerbang.server.inbox.Inbox;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can be answered by SMS, rightly and wrongly, on real stores and with a clock in
 * hand.
 */
class SmsAnswersIT {
  private static final String AGENT = "6281200000001";
  private static final String OTHER_AGENT = "6281200000002";
  private static final Pattern CODE = Pattern.compile("(YA|BATAL) ([A-Z2-9]{6})");

  @TempDir private static Path folder;
  private static Gateway gateway;
  private static volatile Instant now = Instant.parse("2026-05-04T01:00:00Z");
  private static final AtomicInteger workers = new AtomicInteger(100);

  @BeforeAll
  static void open() throws InterruptedException {
    AtomicInteger ids = new AtomicInteger();
    gateway =
        new Gateway(
            TestStores.here().under(RunningServer.settings(0)),
            RunningServer.home(),
            Gateway.Plan.of(folder, true, _ -> Runnable::run),
            new World(() -> now, new Random(5), () -> "id" + ids.incrementAndGet()),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.sleep(20);
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  /** A registered worker, with the codes that were sent. */
  private record Registered(
      String phone, String nik, String reference, String agentCode, String workerCode) {}

  private static Registered register(boolean nameLeftToTheAgent) {
    int number = workers.incrementAndGet();
    String phone = "628120009" + String.format("%04d", number);
    String nik = "517199170890" + String.format("%04d", number);
    for (String typed :
        List.of(
            "*",
            "1",
            "1",
            nik,
            nameLeftToTheAgent ? "1" : "Wayan Sudarma",
            "17081990",
            "sese",
            "1",
            "1",
            "1",
            "1",
            "1",
            "1",
            "PRS001")) {
      take(phone, typed);
    }
    String last = take(phone, "1");
    Matcher reference = Pattern.compile("no\\. ([A-Z2-9]{6})").matcher(last);
    assertThat(reference.find()).as(last).isTrue();
    return new Registered(
        phone, nik, reference.group(1), code(lastSmsTo(AGENT)), code(lastSmsTo(phone)));
  }

  private static String take(String phone, String typed) {
    Inbound.Event event =
        typed.equals("*") ? new Inbound.Event.Started() : new Inbound.Event.Typed(typed);
    return gateway
        .turns
        .take(new Inbound(Channel.USSD, Surface.USSD, new Msisdn(phone), event, "call", ""))
        .toCompletableFuture()
        .join()
        .text();
  }

  private static String code(String sms) {
    Matcher matcher = CODE.matcher(sms);
    assertThat(matcher.find()).as(sms).isTrue();
    return matcher.group(2);
  }

  private static String lastSmsTo(String phone) {
    byte[] sealed =
        gateway
            .database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT text_sealed FROM outbox WHERE to_lookup = ? ORDER BY id DESC"
                                + " LIMIT 1")
                        .bind(0, gateway.vault.lookup("phone", phone))
                        .mapTo(byte[].class)
                        .one());
    String text = new SealedText(gateway.vault).open(sealed, "outbox.text:");
    assertThat(Gsm7.encodes(text)).as(text).isTrue();
    return text;
  }

  private static long messages() {
    return gateway
        .database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT count(*) FROM outbox").mapTo(Long.class).one());
  }

  /** Sends an SMS and returns the answer to it. */
  private static String answer(String phone, String text) {
    sms(phone, text);
    return lastSmsTo(phone);
  }

  private static void sms(String phone, String text) {
    assertThat(
            gateway.inbox.store(
                new Inbox.Sms("first", new Msisdn(phone), "2757", text, Optional.empty())))
        .isTrue();
    while (gateway.inboxWorker.handleNext()) {
      // until everything is handled
    }
  }

  private static String status(Registered worker) {
    return gateway
        .database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT status FROM application WHERE reference = ?")
                    .bind(0, worker.reference())
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void theWrongPhoneAndTheWrongCodeChangeNothing() {
    Registered worker = register(false);
    assertThat(answer(OTHER_AGENT, "YA " + worker.agentCode())).contains("tidak dikenal");
    assertThat(answer(AGENT, "YA ABCDEF"))
        .contains("Kode ABCDEF tidak dikenal")
        .contains("YA D7K2Q9");
    assertThat(answer(AGENT, "YA")).contains("Tulis kodenya");
    assertThat(answer(AGENT, "TOLAK " + worker.agentCode())).contains("Tulis alasannya");
    assertThat(status(worker)).isEqualTo("awaiting_agent");
    assertThat(
            answer(AGENT, "  ya#" + worker.agentCode().toLowerCase(java.util.Locale.ROOT) + "# "))
        .contains("tercatat: YA");
    assertThat(status(worker)).isEqualTo("awaiting_branch");
  }

  @Test
  void fiveWrongTriesLockAPhoneOutForAnHour() {
    String phone = "6281200008801";
    for (int i = 0; i < 4; i++) {
      assertThat(answer(phone, "YA ABCDEF")).contains("tidak dikenal");
    }
    assertThat(answer(phone, "YA ABCDEF")).contains("Terlalu banyak kode salah");
    now = now.plus(Duration.ofMinutes(59));
    assertThat(answer(phone, "YA ABCDEF")).contains("Terlalu banyak kode salah");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(answer(phone, "YA ABCDEF")).contains("tidak dikenal");
  }

  @Test
  void aSuspendedAgentAndAnExpiredCodeDoNothing() {
    Registered worker = register(false);
    gateway
        .database
        .jdbi()
        .useHandle(h -> h.execute("UPDATE agent SET status = 'suspended' WHERE code = 'PRS001'"));
    assertThat(answer(AGENT, "YA " + worker.agentCode())).contains("tidak aktif sebagai agen");
    gateway
        .database
        .jdbi()
        .useHandle(h -> h.execute("UPDATE agent SET status = 'active' WHERE code = 'PRS001'"));
    now = now.plus(Duration.ofHours(73));
    assertThat(answer(AGENT, "YA " + worker.agentCode())).contains("lewat batas waktu");
    assertThat(status(worker)).isEqualTo("awaiting_agent");
  }

  @Test
  void aNameThatWasLeftToTheAgentIsAskedFor() {
    Registered worker = register(true);
    assertThat(answer(AGENT, "YA " + worker.agentCode())).contains("Nama pekerja belum ada");
    assertThat(answer(AGENT, "YA " + worker.agentCode() + " 12345"))
        .contains("Nama pekerja belum ada");
    assertThat(status(worker)).isEqualTo("awaiting_agent");
    assertThat(answer(AGENT, "YA " + worker.agentCode() + " Ketut Sari")).contains("tercatat: YA");
    assertThat(status(worker)).isEqualTo("awaiting_branch");
  }

  @Test
  void aWorkerWithdrawsAndMayBeginAgain() {
    Registered worker = register(false);
    assertThat(answer(worker.phone(), "batal " + worker.workerCode())).contains("dibatalkan");
    assertThat(status(worker)).isEqualTo("withdrawn");
    assertThat(answer(AGENT, "YA " + worker.agentCode())).contains("Pekerja sudah membatalkan");
    assertThat(answer(worker.phone(), "STATUS")).contains("dibatalkan");
  }

  @Test
  void silenceIsRemindedOnceAndThenTheBranchDecides() {
    Registered worker = register(false);
    now = now.plus(Duration.ofHours(25));
    gateway.domain.deadlines.forEach(deadlines -> deadlines.runDue(now));
    long after = messages();
    assertThat(lastSmsTo(AGENT)).contains("masih menunggu Anda").contains("YA ");
    gateway.domain.deadlines.forEach(deadlines -> deadlines.runDue(now));
    assertThat(messages()).isEqualTo(after);
    now = now.plus(Duration.ofHours(24));
    gateway.domain.deadlines.forEach(deadlines -> deadlines.runDue(now));
    assertThat(status(worker)).isEqualTo("awaiting_branch");
    assertThat(lastSmsTo(worker.phone())).contains("agen belum menjawab");
    assertThat(answer(AGENT, "YA " + worker.agentCode()))
        .contains("sudah diteruskan ke kantor cabang");
  }

  @Test
  void whatIsNotUnderstoodIsAnsweredThreeTimesAnHourAtMost() {
    String machine = "6281200008802";
    long before = messages();
    for (String text :
        List.of(
            "",
            "halo",
            "\u0000\u0001",
            "😀".repeat(500),
            "{0} ${x} ' ; --",
            "مرحبا",
            "x".repeat(1_000))) {
      sms(machine, text);
    }
    assertThat(messages() - before).isEqualTo(3);
    now = now.plus(Duration.ofMinutes(61));
    assertThat(answer(machine, "halo lagi")).contains("kami tidak mengerti");
  }

  @Test
  void theSameAndAnotherIntentForOneNikAtOnceMakeOneApplication() {
    String nik = "5171991708909990";
    List<CompletableFuture<String>> pressed = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String phone = "62812000777" + (10 + i);
      for (String typed :
          List.of(
              "*",
              "1",
              "1",
              nik,
              "Wayan Sudarma",
              "17081990",
              "sese",
              "1",
              "1",
              "1",
              "1",
              "1",
              "1",
              "1")) {
        take(phone, typed);
      }
    }
    for (int i = 0; i < 8; i++) {
      String phone = "62812000777" + (10 + i);
      pressed.add(CompletableFuture.supplyAsync(() -> take(phone, "1"), gateway.blocking));
    }
    List<String> screens = pressed.stream().map(CompletableFuture::join).toList();
    assertThat(screens).filteredOn(screen -> screen.startsWith("Tercatat no.")).hasSize(1);
    assertThat(screens)
        .filteredOn(screen -> screen.startsWith("NIK ini sedang diproses"))
        .hasSize(7);
  }

  @Test
  void nothingOfAPersonRestsInClear() {
    Registered worker = register(false);
    List<String> found = new ArrayList<>();
    gateway
        .database
        .jdbi()
        .useHandle(
            handle -> {
              record Column(String table, String name) {}
              List<Column> columns =
                  handle
                      .createQuery(
                          "SELECT table_name, column_name FROM information_schema.columns WHERE"
                              + " table_schema = 'public' AND data_type IN ('text', 'bytea')")
                      .map((row, _) -> new Column(row.getString(1), row.getString(2)))
                      .list();
              assertThat(columns).hasSizeGreaterThan(40);
              for (Column column : columns) {
                String sql =
                    "SELECT convert_to("
                        + column.name()
                        + "::text, 'UTF8') FROM "
                        + column.table()
                        + " WHERE "
                        + column.name()
                        + " IS NOT NULL";
                for (byte[] value : handle.createQuery(sql).mapTo(byte[].class).list()) {
                  String text = new String(value, StandardCharsets.UTF_8);
                  String plain =
                      text.startsWith("\\x")
                          ? new String(
                              java.util.HexFormat.of().parseHex(text.substring(2)),
                              StandardCharsets.ISO_8859_1)
                          : text;
                  for (String personal :
                      List.of(
                          worker.nik(), worker.phone(), "Sudarma", "6281200000001", "Made Arta")) {
                    if (plain.contains(personal)) {
                      found.add(column + " holds " + personal);
                    }
                  }
                }
              }
            });
    assertThat(found).isEmpty();
  }
}
