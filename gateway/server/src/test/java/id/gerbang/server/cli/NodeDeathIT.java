package id.gerbang.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.Surface;
import id.gerbang.server.channel.Channel;
import id.gerbang.server.channel.Inbound;
import id.gerbang.server.config.Settings;
import id.gerbang.server.crypt.Keyset;
import id.gerbang.server.enrolment.BranchDesk;
import id.gerbang.server.outbox.OutboxSender;
import id.gerbang.server.outbox.OutboxTimes;
import id.gerbang.server.outbox.Receipts;
import id.gerbang.server.outbox.SmsLink;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed at the two places where it hurts most; a second node on the same stores goes on.
 */
class NodeDeathIT {
  @TempDir private Path folder;
  private String redis;
  private String database;
  private Settings settings;
  private Path keyset;

  @BeforeEach
  void open() throws Exception {
    redis = TestStores.here().redis();
    database = TestStores.here().database();
    keyset = folder.resolve("keyset");
    Files.writeString(keyset, Keyset.generate().secret());
    settings = DyingNode.settings(redis, database, Files.readString(keyset));
  }

  private void killNode(String where) throws Exception {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                DyingNode.class.getName(),
                where,
                redis,
                database,
                keyset.toString())
            .inheritIO()
            .start();
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as("the node died where it should").isEqualTo(DyingNode.KILLED);
  }

  private Gateway secondNode() throws InterruptedException {
    Gateway gateway =
        new Gateway(
            settings,
            RunningServer.home(),
            Gateway.Plan.of(folder, true, _ -> Runnable::run),
            World.real(),
            new SimpleMeterRegistry());
    while (!gateway.health.look().values().stream().allMatch(up -> up)) {
      Thread.sleep(20);
    }
    return gateway;
  }

  private static long count(Gateway gateway, String sql) {
    return gateway
        .database
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static String take(Gateway gateway, Inbound.Event event) {
    return gateway
        .turns
        .take(
            new Inbound(
                Channel.USSD, Surface.USSD, new Msisdn(DyingNode.PHONE), event, "again", ""))
        .toCompletableFuture()
        .join()
        .text();
  }

  @Test
  void killedBetweenPostgresAndRedisTheRegistrationHappenedOnce() throws Exception {
    killNode("commit");
    try (Gateway gateway = secondNode()) {
      assertThat(count(gateway, "SELECT count(*) FROM application")).isEqualTo(1);
      String reference =
          gateway
              .database
              .jdbi()
              .withHandle(
                  h ->
                      h.createQuery("SELECT reference FROM application").mapTo(String.class).one());

      String screen = take(gateway, new Inbound.Event.Started());
      Instant patience =
          Instant.now().plus(Duration.ofSeconds(20)); // the dead node's lease of 15 s
      while (screen.startsWith("Permintaan Anda masih diproses")
          && Instant.now().isBefore(patience)) {
        screen = take(gateway, new Inbound.Event.Started());
      }
      assertThat(screen).startsWith("Lanjutkan pendaftaran?");
      assertThat(take(gateway, new Inbound.Event.Typed("1"))).contains("1 Kirim");
      assertThat(take(gateway, new Inbound.Event.Typed("1")))
          .startsWith("Tercatat no. " + reference + ". Agen Made Arta");

      assertThat(count(gateway, "SELECT count(*) FROM application")).isEqualTo(1);
      assertThat(count(gateway, "SELECT count(*) FROM outbox")).isEqualTo(2);
      assertThat(count(gateway, "SELECT count(*) FROM consent")).isEqualTo(1);
      assertThat(count(gateway, "SELECT count(*) FROM intent")).isEqualTo(1);
    }
  }

  @Test
  void killedBetweenTheCarriersAnswerAndTheMarkAMessageWaitsForItsReceiptAndIsRepeatedIdentically()
      throws Exception {
    killNode("mark");
    try (Gateway gateway = secondNode()) {
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE status = 'sending'"))
          .isEqualTo(2);
      Instant now = Instant.now();
      assertThat(sent(gateway, now)).as("another node's claim is respected").isEmpty();
      Instant claimEnded = now.plus(Duration.ofSeconds(61));
      assertThat(sent(gateway, claimEnded)).as("nobody knows: it waits for its receipt").isEmpty();
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE status = 'unknown'"))
          .isEqualTo(2);
      List<SmsLink.Outgoing> repeated = sent(gateway, claimEnded.plus(Duration.ofSeconds(61)));
      assertThat(repeated).hasSize(2);
      assertThat(repeated).extracting(SmsLink.Outgoing::reference).containsExactlyInAnyOrder(1, 2);
      assertThat(repeated)
          .extracting(SmsLink.Outgoing::text)
          .anyMatch(text -> text.startsWith("PERISAI: calon Wayan S*****"));
      assertThat(sent(gateway, claimEnded.plus(Duration.ofMinutes(10))))
          .as("what was accepted is not sent again")
          .isEmpty();
      assertThat(
              gateway.receipts.received(
                  new Receipts.Receipt("first", "00ID-1", Receipts.State.DELIVERED)))
          .isTrue();
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE status = 'delivered'"))
          .isEqualTo(1);
    }
  }

  /** A member with the phone of the dying node, who has paid nothing yet. */
  private void aMember() throws InterruptedException {
    try (Gateway gateway = secondNode()) {
      for (String typed : DyingNode.REGISTRATION) {
        take(
            gateway,
            typed.isEmpty() ? new Inbound.Event.Started() : new Inbound.Event.Typed(typed));
      }
      take(gateway, new Inbound.Event.Typed("1"));
      var jdbi = gateway.database.jdbi();
      String reference =
          jdbi.withHandle(
              handle ->
                  handle
                      .createQuery("SELECT reference FROM application")
                      .mapTo(String.class)
                      .one());
      jdbi.useHandle(handle -> handle.execute("UPDATE application SET status = 'awaiting_branch'"));
      gateway.domain.desk.decide(
          reference, new BranchDesk.Decision.Approve("BPU-1"), "test", Instant.now());
    }
  }

  /** What the phone sees that calls again, once the dead node's lease of 15 s is over. */
  private static String calledAgain(Gateway gateway) {
    String screen = take(gateway, new Inbound.Event.Started());
    Instant patience = Instant.now().plus(Duration.ofSeconds(20));
    while (screen.startsWith("Permintaan Anda masih diproses")
        && Instant.now().isBefore(patience)) {
      screen = take(gateway, new Inbound.Event.Started());
    }
    return screen;
  }

  @Test
  void killedBehindTheBillThereIsOneBillWithItsSmsAndItIsShownAgain() throws Exception {
    aMember();
    killNode("bill");
    try (Gateway gateway = secondNode()) {
      assertThat(count(gateway, "SELECT count(*) FROM bill")).isEqualTo(1);
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE about LIKE 'bill:%'"))
          .isEqualTo(1);
      assertThat(calledAgain(gateway)).startsWith("Lanjutkan bayar iuran?");
      assertThat(take(gateway, new Inbound.Event.Typed("1"))).contains("1 Minta kode bayar");
      String code =
          gateway
              .database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT payment_code FROM bill")
                          .mapTo(String.class)
                          .one());
      assertThat(take(gateway, new Inbound.Event.Typed("1"))).startsWith("Kode bayar " + code);
      assertThat(count(gateway, "SELECT count(*) FROM bill")).isEqualTo(1);
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE about LIKE 'bill:%'"))
          .isEqualTo(1);
    }
  }

  @Test
  void killedBeforeTheBillThereIsNoneAndNoSmsUntilItIsAskedForAgain() throws Exception {
    aMember();
    killNode("before_bill");
    try (Gateway gateway = secondNode()) {
      assertThat(count(gateway, "SELECT count(*) FROM bill")).isZero();
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE about LIKE 'bill:%'")).isZero();
      assertThat(calledAgain(gateway)).startsWith("Lanjutkan bayar iuran?");
      assertThat(take(gateway, new Inbound.Event.Typed("1"))).contains("1 Minta kode bayar");
      assertThat(take(gateway, new Inbound.Event.Typed("1"))).startsWith("Kode bayar ");
      assertThat(count(gateway, "SELECT count(*) FROM bill")).isEqualTo(1);
      assertThat(count(gateway, "SELECT count(*) FROM outbox WHERE about LIKE 'bill:%'"))
          .isEqualTo(1);
    }
  }

  /** What a sender sends whose clock says {@code at}. */
  private static List<SmsLink.Outgoing> sent(Gateway gateway, Instant at)
      throws InterruptedException {
    List<SmsLink.Outgoing> sent = new ArrayList<>();
    SmsLink link =
        new SmsLink() {
          @Override
          public String name() {
            return "first";
          }

          @Override
          public boolean ready() {
            return true;
          }

          @Override
          public int messagesPerSecond() {
            return 1_000;
          }

          @Override
          public CompletionStage<Sent> send(Outgoing message) {
            sent.add(message);
            return CompletableFuture.completedFuture(
                new Sent.Accepted(List.of("id-" + message.reference())));
          }
        };
    try (OutboxSender sender =
        new OutboxSender(
            gateway.database.jdbi(),
            gateway.vault,
            link,
            OutboxTimes.ORDINARY,
            () -> at,
            new Random(1),
            new SimpleMeterRegistry())) {
      sender.sendDue();
    }
    long expected = sent.size();
    Instant patience = Instant.now().plus(Duration.ofSeconds(5));
    while (expected > 0
        && count(gateway, "SELECT count(*) FROM outbox WHERE status = 'sent'") < expected
        && Instant.now().isBefore(patience)) {
      Thread.sleep(20);
    }
    return sent;
  }
}
