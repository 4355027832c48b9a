package id.gerbang.server.outbox;

import static id.gerbang.server.testing.TestRecords.await;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.outbox.Outbox.NewSms;
import id.gerbang.server.outbox.Receipts.Receipt;
import id.gerbang.server.outbox.Receipts.State;
import id.gerbang.server.outbox.SmsLink.Sent;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaves: each answer of a carrier, receipts early and late, pace, and several senders. */
class OutboxIT {
  private static final Msisdn AYU = new Msisdn("6281200010001");
  private static final Duration GRACE = OutboxTimes.ORDINARY.grace();
  private static final Duration CLAIM = OutboxTimes.ORDINARY.claim();

  /** The pace is PostgreSQL's clock's, the test's is this process's. */
  private static final Duration TWO_CLOCKS = Duration.ofMillis(5);

  private final TestRecords records = new TestRecords();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresOutbox outbox = new PostgresOutbox(records.vault, Routes.only("first"));
  private final PostgresReceipts receipts =
      new PostgresReceipts(records.jdbi, records, _ -> ReceiptIds.EITHER);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<OutboxSender> senders = new ArrayList<>();

  @AfterEach
  void close() {
    senders.forEach(OutboxSender::close);
    receipts.close();
    threads.shutdownNow();
  }

  private OutboxSender sender(SmsLink link) {
    return sender(link, records);
  }

  private OutboxSender sender(SmsLink link, InstantSource clock) {
    OutboxSender sender =
        new OutboxSender(
            records.jdbi,
            records.vault,
            link,
            OutboxTimes.ORDINARY,
            clock,
            new Random(3),
            registry);
    senders.add(sender);
    return sender;
  }

  private void add(String... texts) {
    Instant due = records.instant();
    records.jdbi.useTransaction(
        tx -> {
          for (String text : texts) {
            outbox.add(tx, new NewSms(AYU, text, "test", due));
          }
        });
  }

  private long rows(String status) {
    return records.count("outbox WHERE status = '" + status + "'");
  }

  private void awaitRows(String status, int many) {
    await(many + " rows are " + status, () -> rows(status) == many);
  }

  private void receipt(String id, State state) {
    assertThat(receipts.received(new Receipt("first", id, state))).isTrue();
  }

  private double counted(String result) {
    return registry.find("gerbang_outbox_sent").tag("result", result).counters().stream()
        .mapToDouble(c -> c.count())
        .sum();
  }

  @Test
  void aMessageIsSentAndItsReceiptsOfEveryPartDeliverIt() throws Exception {
    add("two parts");
    TestLink link = TestLink.answering(new Sent.Accepted(List.of("00A1", "00A2")));
    assertThat(sender(link).sendDue()).isEqualTo(1);
    awaitRows("sent", 1);
    receipt("a1", State.DELIVERED);
    receipt("a1", State.DELIVERED);
    receipt("a2", State.UNDER_WAY);
    assertThat(rows("sent")).isEqualTo(1);
    receipt("162", State.DELIVERED); // a2 in decimal
    assertThat(rows("delivered")).isEqualTo(1);
    assertThat(counted("accepted")).isEqualTo(1);
  }

  @Test
  void aReceiptThatSaysItFailedEndsTheMessage() throws Exception {
    add("x");
    sender(TestLink.answering(new Sent.Accepted(List.of("1")))).sendDue();
    awaitRows("sent", 1);
    receipt("1", State.FAILED);
    assertThat(rows("failed")).isEqualTo(1);
  }

  @Test
  void aReceiptThatComesBeforeTheMarkCounts() throws Exception {
    add("two parts");
    receipt("0A1", State.DELIVERED);
    sender(TestLink.answering(new Sent.Accepted(List.of("00a1", "00a2")))).sendDue();
    awaitRows("sent", 1);
    assertThat(records.count("early_receipt")).isZero();
    receipt("00a2", State.DELIVERED);
    assertThat(rows("delivered")).isEqualTo(1);
  }

  @Test
  void aReceiptDuringTheMarkIsNotLost() throws Exception {
    add("x");
    Future<Boolean> received;
    try (Handle marking = records.jdbi.open()) {
      marking.begin();
      PostgresReceipts.hold(marking, List.of("first"));
      marking.execute("UPDATE outbox SET status = 'sent', parts = 1");
      PostgresReceipts.keep(marking, "first", ReceiptIds.EITHER, Map.of("00FF", 1L));
      received =
          threads.submit(() -> receipts.received(new Receipt("first", "255", State.DELIVERED)));
      await(
          "the receipt waits or is kept",
          () -> received.isDone() || records.count(WAITING_FOR_A_LOCK) == 1);
      marking.commit();
    }
    assertThat(received.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(rows("delivered")).isEqualTo(1);
    assertThat(records.count("early_receipt")).isZero();
  }

  @Test
  void noneOfManyReceiptsThatRaceTheirMarksIsLost() {
    List<Future<?>> running = java.util.Collections.synchronizedList(new ArrayList<>());
    TestLink link =
        new TestLink(
            10_000,
            message -> {
              String id = "%X".formatted(0xAB00 + message.reference());
              running.add(threads.submit(() -> receipt(id, State.DELIVERED)));
              return CompletableFuture.completedFuture(new Sent.Accepted(List.of(id)));
            });
    add(java.util.stream.IntStream.range(0, 150).mapToObj(i -> "x").toArray(String[]::new));
    sender(link).start();
    awaitRows("delivered", 150);
    assertThat(records.count("early_receipt")).isZero();
    assertThat(records.count("outbox_part")).isZero();
  }

  @Test
  void aDeferredMessageWaitsLongerEachTimeAndNoAttemptIsCounted() throws Exception {
    add("x");
    OutboxSender sender = sender(TestLink.answering(new Sent.Deferred("ESME_RTHROTTLED")));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      assertThat(sender.sendDue()).isEqualTo(1);
      awaitRows("due", 1);
      Instant due =
          ((java.sql.Timestamp) records.row("SELECT due_at FROM outbox").get("due_at")).toInstant();
      Duration wait = Duration.between(records.instant(), due);
      waits.add(wait.toMillis());
      records.pass(wait.minusMillis(1));
      assertThat(sender.sendDue()).isZero();
      records.pass(Duration.ofMillis(1));
    }
    for (int i = 0; i < 7; i++) {
      assertThat(waits.get(i)).as("wait " + i).isBetween(1_000L << i, 2_000L << i);
    }
    assertThat(records.row("SELECT attempts, why FROM outbox"))
        .containsEntry("attempts", 0)
        .containsEntry("why", "ESME_RTHROTTLED");
    assertThat(sender(TestLink.taking(10_000)).sendDue()).isEqualTo(1);
    awaitRows("sent", 1);
  }

  @Test
  void aRefusedMessageIsNeverSentAgain() throws Exception {
    add("x");
    sender(TestLink.answering(new Sent.Refused("ESME_RINVDSTADR"))).sendDue();
    awaitRows("failed", 1);
    records.pass(Duration.ofDays(1));
    assertThat(sender(TestLink.taking(10_000)).sendDue()).isZero();
    assertThat(records.row("SELECT why FROM outbox")).containsEntry("why", "ESME_RINVDSTADR");
  }

  @Test
  void anUnknownMessageWaitsAGraceAndIsRepeatedIdenticallyFiveTimesAtMost() throws Exception {
    add("some words");
    TestLink link = TestLink.answering(new Sent.Unknown("no answer", List.of()));
    OutboxSender sender = sender(link);
    for (int attempt = 1; attempt <= OutboxTimes.ORDINARY.attempts(); attempt++) {
      assertThat(sender.sendDue()).isEqualTo(1);
      awaitRows("unknown", 1);
      records.pass(GRACE.minusMillis(1));
      assertThat(sender.sendDue()).as("within the grace").isZero();
      records.pass(Duration.ofMillis(1));
    }
    assertThat(sender.sendDue()).isZero();
    assertThat(rows("failed")).isEqualTo(1);
    assertThat(records.row("SELECT why FROM outbox")).containsEntry("why", "no answer, 5 times");
    assertThat(new HashSet<>(link.sent)).as("words and reference").hasSize(1);
    assertThat(link.sent).hasSize(5);
  }

  @Test
  void aMessageOfWhichOnlyAPartWasTakenIsNotDeliveredByThatPartsReceipt() throws Exception {
    add("three parts here");
    OutboxSender partly = sender(TestLink.answering(new Sent.Unknown("partly", List.of("p1"))));
    partly.sendDue();
    awaitRows("unknown", 1);
    receipt("p1", State.DELIVERED);
    assertThat(rows("unknown")).isEqualTo(1);
    records.pass(GRACE);
    sender(TestLink.answering(new Sent.Accepted(List.of("q1", "q2", "q3")))).sendDue();
    awaitRows("sent", 1);
    receipt("q1", State.DELIVERED);
    receipt("q2", State.DELIVERED);
    assertThat(rows("sent")).as("the third is not delivered yet").isEqualTo(1);
    receipt("q3", State.DELIVERED);
    assertThat(rows("delivered")).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesAfterTheClaimEndedStillSettlesTheMessage() throws Exception {
    add("x");
    CompletableFuture<Sent> late = new CompletableFuture<>();
    sender(new TestLink(10_000, _ -> late)).sendDue();
    records.pass(CLAIM);
    OutboxSender other = sender(TestLink.taking(10_000));
    assertThat(other.sendDue()).as("nobody knows").isZero();
    assertThat(rows("unknown")).isEqualTo(1);
    late.complete(new Sent.Accepted(List.of("late")));
    awaitRows("sent", 1);
    records.pass(GRACE);
    assertThat(other.sendDue()).as("what was accepted is not sent again").isZero();
    receipt("late", State.DELIVERED);
    assertThat(rows("delivered")).isEqualTo(1);
  }

  @Test
  void aLateNoOfAFormerAttemptDoesNotTouchTheOneUnderWay() throws Exception {
    add("x");
    CompletableFuture<Sent> first = new CompletableFuture<>();
    CompletableFuture<Sent> second = new CompletableFuture<>();
    sender(new TestLink(10_000, _ -> first)).sendDue();
    records.pass(CLAIM);
    OutboxSender other = sender(new TestLink(10_000, _ -> second));
    other.sendDue();
    records.pass(GRACE);
    assertThat(other.sendDue()).isEqualTo(1);
    first.complete(new Sent.Deferred("later"));
    await("the first answer is marked", () -> counted("deferred") == 1);
    assertThat(rows("sending")).isEqualTo(1);
    second.complete(new Sent.Accepted(List.of("2")));
    awaitRows("sent", 1);
  }

  @Test
  void aSealThatDoesNotOpenIsParkedWithAReasonAndTheOthersLeave() throws Exception {
    add("broken", "fine", "foreign");
    records.execute("UPDATE outbox SET text_sealed = '\\x010203' WHERE id = 1");
    records.execute("UPDATE outbox SET to_sealed = text_sealed WHERE id = 3");
    TestLink link = TestLink.taking(10_000);
    sender(link).sendDue();
    awaitRows("sent", 1);
    assertThat(link.texts()).containsExactly("fine");
    assertThat(rows("parked")).isEqualTo(2);
    assertThat(records.row("SELECT why FROM outbox WHERE id = 1").get("why"))
        .asString()
        .contains("does not open");
    assertThat(counted("parked")).isEqualTo(2);
    assertThat(new SentMessages(records.jdbi, records.vault).list(AYU)).hasSize(3);
  }

  @Test
  void twoSendersSendEachMessageOnce() {
    add(java.util.stream.IntStream.range(0, 300).mapToObj(i -> "m" + i).toArray(String[]::new));
    TestLink link = TestLink.taking(2_000);
    sender(link).start();
    sender(link).start();
    awaitRows("sent", 300);
    assertThat(link.sent).hasSize(300);
    assertThat(new HashSet<>(link.texts())).hasSize(300);
  }

  @Test
  void aBatchLeavesInTheOrderInWhichItWasDue() throws Exception {
    for (int i = 0; i < 40; i++) {
      add("m" + i);
    }
    TestLink link = TestLink.taking(10_000);
    sender(link).sendDue();
    assertThat(link.sent).extracting(SmsLink.Outgoing::reference).isSorted();
    assertThat(link.sent).hasSize(40);
  }

  @Test
  void partsCountForThePaceAcrossBatchesAndSenders() {
    int perSecond = 40;
    add(
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(i -> "three parts each")
            .toArray(String[]::new));
    TestLink link = TestLink.taking(perSecond);
    Instant promisedFrom = databaseTime();
    long begin = System.nanoTime();
    sender(link).start();
    sender(link).start();
    awaitRows("sent", 20);
    eachNotBefore(link, begin, Duration.ofSeconds(3).dividedBy(perSecond));
    assertThat(promisedUntil())
        .as("twenty of three parts were promised, one after the other, whoever sent them")
        .isAfterOrEqualTo(promisedFrom.plusMillis(20 * 3 * 1_000 / perSecond));
  }

  @Test
  void onesByOneTheyArePacedToo() throws Exception {
    TestLink link = TestLink.taking(20);
    OutboxSender sender = sender(link);
    long begin = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      add("x");
      while (sender.sendDue() == 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    eachNotBefore(link, begin, Duration.ofSeconds(1).dividedBy(20));
  }

  /**
   * From the beginning each has its own time on the link, and none leaves before all that was
   * promised before it. A machine that does much else makes some late, never one early.
   */
  private static void eachNotBefore(TestLink link, long begin, Duration each) {
    List<Long> left = link.times.stream().sorted().toList();
    for (int i = 0; i < left.size(); i++) {
      assertThat(Duration.ofNanos(left.get(i) - begin))
          .as("the %dth", i)
          .isGreaterThan(each.multipliedBy(i).minus(TWO_CLOCKS));
    }
  }

  private Instant databaseTime() {
    return records.jdbi.withHandle(
        h -> h.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one());
  }

  private Instant promisedUntil() {
    return records.jdbi.withHandle(
        h ->
            h.createQuery("SELECT free_at FROM outbox_pace WHERE link = 'first'")
                .mapTo(Instant.class)
                .one());
  }

  @Test
  void aNodeHoldsNoMoreThanHalfASecondOfThePaceWhileItsCarrierOwesAnswers() throws Exception {
    add(java.util.stream.IntStream.range(0, 150).mapToObj(i -> "x").toArray(String[]::new));
    ConcurrentLinkedQueue<CompletableFuture<Sent>> owed = new ConcurrentLinkedQueue<>();
    TestLink link =
        new TestLink(
            240,
            _ -> {
              CompletableFuture<Sent> answer = new CompletableFuture<>();
              owed.add(answer);
              return answer;
            });
    OutboxSender sender = sender(link);
    assertThat(sender.sendDue()).isEqualTo(120);
    assertThat(sender.sendDue()).isZero();
    for (int i = 0; i < 10; i++) {
      owed.remove().complete(new Sent.Accepted(List.of("i" + i)));
    }
    awaitRows("sent", 10);
    await("room for ten", () -> sendDue(sender) > 0);
    assertThat(records.count("outbox WHERE status = 'sending'")).isEqualTo(120);
  }

  private static int sendDue(OutboxSender sender) {
    try {
      return sender.sendDue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMarkIsTriedAgainWhileTheStoreIsAway() throws Exception {
    add("x");
    CompletableFuture<Sent> answer = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    InstantSource clock =
        () -> {
          looks.incrementAndGet();
          return records.instant();
        };
    sender(new TestLink(10_000, _ -> answer), clock).sendDue();
    records.execute("ALTER TABLE outbox RENAME TO away");
    int before = looks.get();
    answer.complete(new Sent.Accepted(List.of("1")));
    await("a second try", () -> looks.get() >= before + 2);
    records.execute("ALTER TABLE away RENAME TO outbox");
    awaitRows("sent", 1);
  }

  @Test
  void aSenderThatClosesGivesBackWhatHasNotLeft() {
    add("a", "b", "c d e f g h i j", "k");
    TestLink link = TestLink.taking(2);
    OutboxSender sender = sender(link).start();
    await("the first left", () -> !link.sent.isEmpty());
    sender.close();
    await("nothing is held", () -> rows("sending") == 0);
    assertThat(rows("due") + link.sent.size()).isEqualTo(4);
    assertThat(records.count("outbox WHERE status = 'due' AND attempts <> 0")).isZero();
  }

  private static final String WAITING_FOR_A_LOCK =
      "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
}
