package id.gerbang.server.inbox;

import static id.gerbang.server.testing.TestRecords.await;
import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.inbox.Inbox.Part;
import id.gerbang.server.inbox.Inbox.Sms;
import id.gerbang.server.inbox.SmsHandler.Handled;
import id.gerbang.server.subscriber.Msisdn;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SMS that came: in parts, twice, on two nodes, with bugs and with seals that do not open. */
class InboxIT {
  private static final Msisdn AYU = new Msisdn("6281200010001");
  private static final Msisdn BUDI = new Msisdn("6281200010002");

  private final TestRecords records = new TestRecords();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresInbox inbox = new PostgresInbox(records.jdbi, records.vault, records);
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    inbox.close();
    threads.shutdownNow();
  }

  private InboxWorker worker(SmsHandler handler) {
    return new InboxWorker(records.jdbi, records.vault, handler, records, registry);
  }

  private InboxWorker worker() {
    return worker(
        (_, sms) -> {
          handled.add(sms.text());
          return Handled.DONE;
        });
  }

  private void whole(Msisdn from, String text) {
    assertThat(inbox.store(new Sms("first", from, "2757", text, Optional.empty()))).isTrue();
  }

  private void part(Msisdn from, int reference, int total, int number, String text) {
    assertThat(
            inbox.store(
                new Sms(
                    "first", from, "2757", text, Optional.of(new Part(reference, total, number)))))
        .isTrue();
  }

  private static int handleAll(InboxWorker worker) {
    int count = 0;
    while (worker.handleNext()) {
      count++;
    }
    return count;
  }

  private double counted(String name) {
    return registry.find(name).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  private long rows(String status) {
    return records.count("inbox WHERE status = '" + status + "'");
  }

  @Test
  void partsComeInAnyOrder() {
    part(AYU, 7, 3, 3, "c");
    part(AYU, 7, 3, 1, "a");
    assertThat(handleAll(worker())).isZero();
    part(AYU, 7, 3, 2, "b");
    assertThat(handleAll(worker())).isEqualTo(1);
    assertThat(handled).containsExactly("abc");
    assertThat(rows("done")).isEqualTo(3);
    assertThat(counted("gerbang_inbox_handled")).isEqualTo(1);
  }

  @Test
  void aPartThatComesTwiceCountsOnce() {
    part(AYU, 7, 2, 1, "a");
    part(AYU, 7, 2, 1, "a");
    assertThat(handleAll(worker())).isZero();
    part(AYU, 7, 2, 2, "b");
    assertThat(handleAll(worker())).isEqualTo(1);
    assertThat(handled).containsExactly("ab");
    assertThat(rows("received")).isZero();
  }

  @Test
  void twoMessagesOfAPhoneThatKnowsOneReferenceAreBothHandled() {
    part(AYU, 0, 2, 1, "YA ");
    part(AYU, 0, 2, 2, "one");
    part(AYU, 0, 2, 1, "BATAL ");
    part(AYU, 0, 2, 2, "two");
    handleAll(worker());
    assertThat(handled).containsExactly("YA one", "BATAL two");
  }

  @Test
  void aRepeatOfAHandledPartDoesNotSpoilTheNextMessageOfItsReference() {
    part(AYU, 0, 2, 1, "YA ");
    part(AYU, 0, 2, 2, "one");
    handleAll(worker());
    part(AYU, 0, 2, 2, "one");
    part(AYU, 0, 2, 1, "BATAL ");
    handleAll(worker());
    part(AYU, 0, 2, 2, "two");
    handleAll(worker());
    assertThat(handled).containsExactly("YA one", "BATAL two");
  }

  @Test
  void messagesOfTwoSendersWithOneReferenceStayApart() {
    part(AYU, 9, 2, 1, "a1");
    part(BUDI, 9, 2, 2, "b2");
    part(BUDI, 9, 2, 1, "b1");
    part(AYU, 9, 2, 2, "a2");
    handleAll(worker());
    assertThat(handled).containsExactlyInAnyOrder("a1a2", "b1b2");
  }

  @Test
  void halfAMessageIsGivenUpAfterTenMinutesAndHoldsNobodyUpUntilThen() {
    part(AYU, 7, 2, 1, "half");
    whole(AYU, "later");
    handleAll(worker());
    assertThat(handled).containsExactly("later");
    records.pass(Duration.ofMinutes(10));
    handleAll(worker());
    assertThat(handled).containsExactly("later");
    assertThat(rows("lost")).isEqualTo(1);
    assertThat(counted("gerbang_inbox_lost")).isEqualTo(1);
  }

  @Test
  void twoNodesHandleAMessageOfSeveralPartsOnce() throws Exception {
    part(AYU, 7, 3, 1, "a");
    part(AYU, 7, 3, 2, "b");
    part(AYU, 7, 3, 3, "c");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    InboxWorker slow =
        worker(
            (_, sms) -> {
              handled.add(sms.text());
              begun.countDown();
              waitFor(go);
              return Handled.DONE;
            });
    Future<Boolean> first = threads.submit(slow::handleNext);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(worker().handleNext()).as("the other node finds nothing to do").isFalse();
    go.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(handleAll(worker())).isZero();
    assertThat(handled).containsExactly("abc");
  }

  @Test
  void aSendersMessagesKeepTheirOrderWhileAnotherNodeHandlesTheFirst() throws Exception {
    part(AYU, 7, 2, 1, "first ");
    part(AYU, 7, 2, 2, "message");
    whole(AYU, "second");
    whole(BUDI, "another's");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    InboxWorker slow =
        worker(
            (_, sms) -> {
              begun.countDown();
              waitFor(go);
              handled.add(sms.text());
              return Handled.DONE;
            });
    Future<Boolean> first = threads.submit(slow::handleNext);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(handleAll(worker())).isEqualTo(1);
    assertThat(handled).containsExactly("another's");
    go.countDown();
    first.get(10, TimeUnit.SECONDS);
    handleAll(worker());
    assertThat(handled).containsExactly("another's", "first message", "second");
  }

  @Test
  void fourNodesTogetherHandleEachMessageOnceAndEachSenderInOrder() throws Exception {
    for (int i = 0; i < 20; i++) {
      part(AYU, i, 2, 2, "!");
      whole(BUDI, "b" + (char) ('a' + i));
      part(AYU, i, 2, 1, "a" + (char) ('a' + i));
    }
    List<Future<Integer>> nodes =
        threads.invokeAll(
            IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(
                    _ ->
                        () -> {
                          int done = 0;
                          InboxWorker node = worker();
                          while (rows("received") > 0) {
                            done += node.handleNext() ? 1 : 0;
                          }
                          return done;
                        })
                .toList());
    int done = 0;
    for (Future<Integer> node : nodes) {
      done += node.get(30, TimeUnit.SECONDS);
    }
    assertThat(done).isEqualTo(40);
    assertThat(handled).hasSize(40);
    assertThat(handled.stream().filter(text -> text.startsWith("a"))).isSorted();
    assertThat(handled.stream().filter(text -> text.startsWith("b"))).isSorted();
  }

  @Test
  void aMessageThatMeetsABugIsTriedThreeTimesAndParkedWithWhatItDidUndone() {
    AtomicInteger tries = new AtomicInteger();
    InboxWorker buggy =
        worker(
            (tx, sms) -> {
              if (sms.text().equals("fine")) {
                handled.add(sms.text());
                return Handled.DONE;
              }
              tries.incrementAndGet();
              auditTry(tx, sms.at());
              throw new IllegalArgumentException("a bug");
            });
    part(AYU, 7, 2, 1, "bad");
    part(AYU, 7, 2, 2, "luck");
    whole(AYU, "fine");
    assertThat(handleAll(buggy)).isEqualTo(1);
    assertThat(tries).as("not tried again at once").hasValue(1);
    assertThat(handled).as("order is kept while it may still be handled").isEmpty();
    records.pass(Duration.ofSeconds(5));
    handleAll(buggy);
    records.pass(Duration.ofSeconds(5));
    handleAll(buggy);
    assertThat(tries).hasValue(3);
    assertThat(rows("parked")).isEqualTo(2);
    assertThat(records.count("audit")).isZero();
    assertThat(handled).containsExactly("fine");
    assertThat(counted("gerbang_inbox_failed")).isEqualTo(3);
    records.pass(Duration.ofHours(1));
    assertThat(handleAll(buggy)).isZero();
  }

  @Test
  void aDatabaseThatIsTooSlowIsNoBugOfTheMessage() {
    AtomicInteger tries = new AtomicInteger();
    InboxWorker slow =
        worker(
            (tx, sms) -> {
              if (tries.incrementAndGet() <= 5) {
                tx.execute("SET LOCAL statement_timeout = '20ms'");
                tx.createQuery("SELECT 1 FROM pg_sleep(2)").mapTo(Integer.class).one();
              }
              handled.add(sms.text());
              return Handled.DONE;
            });
    whole(AYU, "YA D7K2Q9");
    for (int i = 0; i < 6; i++) {
      handleAll(slow);
      records.pass(Duration.ofSeconds(5));
    }
    assertThat(tries).hasValue(6);
    assertThat(rows("parked")).isZero();
    assertThat(handled).containsExactly("YA D7K2Q9");
    assertThat(counted("gerbang_inbox_failed")).isZero();
  }

  @Test
  void aWorkerOutlivesWhateverItMeets() {
    AtomicInteger tries = new AtomicInteger();
    try (InboxWorker worker =
        worker(
            (_, sms) -> {
              if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("a test's");
              }
              if (sms.text().startsWith("nested")) {
                throw new StackOverflowError();
              }
              handled.add(sms.text());
              return Handled.DONE;
            })) {
      inbox.onStored(worker::wake);
      worker.start();
      whole(BUDI, "first");
      whole(AYU, "nested");
      await("the first is handled after all", () -> handled.contains("first"));
      await("the nested one waits", () -> records.count("inbox WHERE tries = 1") == 1);
      records.pass(Duration.ofSeconds(5));
      await("and again", () -> records.count("inbox WHERE tries = 2") == 1);
      records.pass(Duration.ofSeconds(5));
      await("it is parked", () -> rows("parked") == 1);
    }
  }

  @Test
  void whatIsAwayIsWaitedForWithoutATryAndOnlyForSixHours() {
    List<String> ids = new CopyOnWriteArrayList<>();
    InboxWorker waiting =
        worker(
            (_, sms) -> {
              ids.add(sms.id());
              return ids.size() < 10 ? Handled.LATER : Handled.DONE;
            });
    whole(AYU, "patience");
    for (int i = 0; i < 9; i++) {
      assertThat(handleAll(waiting)).isEqualTo(1);
      assertThat(handleAll(waiting)).as("not again at once").isZero();
      records.pass(Duration.ofSeconds(5));
    }
    handleAll(waiting);
    assertThat(rows("done")).isEqualTo(1);
    assertThat(ids).hasSize(10);
    assertThat(Set.copyOf(ids)).as("the same message").hasSize(1);

    InboxWorker never = worker((_, _) -> Handled.LATER);
    whole(BUDI, "for nothing");
    handleAll(never);
    records.pass(Duration.ofHours(6).plusSeconds(1));
    handleAll(never);
    assertThat(rows("parked")).isEqualTo(1);
  }

  private static void auditTry(Handle tx, java.time.Instant at) {
    tx.execute("INSERT INTO audit (at, who, what, about) VALUES (?, 't', 'tried', 't')", at);
  }

  @Test
  void aMessageWhoseSealDoesNotOpenIsParkedWithAReasonAndTheOthersGoOn() {
    whole(AYU, "broken");
    records.execute("UPDATE inbox SET text_sealed = '\\x0102'");
    part(BUDI, 1, 2, 1, "b");
    part(BUDI, 1, 2, 2, "c");
    records.execute("UPDATE inbox SET from_sealed = '\\x' WHERE number = 2");
    whole(AYU, "fine");
    handleAll(worker());
    assertThat(handled).containsExactly("fine");
    assertThat(rows("parked")).isEqualTo(3);
    assertThat(records.row("SELECT DISTINCT why FROM inbox WHERE status = 'parked'").get("why"))
        .asString()
        .contains("does not open");
    assertThat(counted("gerbang_inbox_parked")).isEqualTo(2);
  }

  @Test
  void thirtyTwoMayWaitForTheStoreAndTheNextOneIsTheCarriersToRepeat() throws Exception {
    try (Handle busy = records.jdbi.open()) {
      busy.begin();
      busy.execute("LOCK TABLE inbox IN EXCLUSIVE MODE");
      Future<Boolean> underWay = threads.submit(() -> inbox.store(sms("under way")));
      await("an insert is under way", () -> records.count(WAITING) == 1);
      List<Future<Boolean>> waiting =
          IntStream.range(1, PostgresInbox.MOST_WAITING)
              .mapToObj(i -> threads.submit(() -> inbox.store(sms("waiting " + i))))
              .toList();
      await("32 wait", () -> inbox.waiting() == 32);
      long before = System.nanoTime();
      assertThat(inbox.store(sms("one too many"))).isFalse();
      assertThat(System.nanoTime() - before).isLessThan(500_000_000L);
      busy.commit();
      assertThat(underWay.get(10, TimeUnit.SECONDS)).isTrue();
      for (Future<Boolean> stored : waiting) {
        assertThat(stored.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(rows("received")).isEqualTo(32);
    assertThat(records.row("SELECT count(DISTINCT xmin::text) AS commits FROM inbox"))
        .as("whoever waits together is committed together")
        .containsEntry("commits", 2L);
  }

  @Test
  void whatIsNotStoredWithinASecondIsTheCarriersToRepeat() {
    try (Handle busy = records.jdbi.open()) {
      busy.begin();
      busy.execute("LOCK TABLE inbox IN EXCLUSIVE MODE");
      assertThat(inbox.store(sms("late"))).isFalse();
      busy.rollback();
    }
  }

  private static final String WAITING =
      "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

  private static Sms sms(String text) {
    return new Sms("first", AYU, "2757", text, Optional.empty());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
