package id.gerbang.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.server.inbox.ChatHandler.Outcome;
import id.gerbang.server.inbox.ChatHandler.Update;
import id.gerbang.server.inbox.ChatInbox.Arrived;
import id.gerbang.server.testing.TestRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatInboxIT {
  private static final Outcome DONE = new Outcome.Done();

  private final TestRecords records = new TestRecords();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresChatInbox inbox =
      new PostgresChatInbox(records.jdbi, records.vault, records);
  private final List<ChatWorker> workers = new ArrayList<>();
  private final List<String> handled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(ChatWorker::close);
    inbox.close();
  }

  private static Arrived update(String account, int id, String chat, String body) {
    return new Arrived("telegram", account, Integer.toString(id), chat, body);
  }

  private ChatWorker worker(String account, ChatHandler handler) {
    ChatWorker worker =
        new ChatWorker(
            records.jdbi,
            records.vault,
            "telegram",
            account,
            "worker-" + workers.size(),
            handler,
            records,
            registry);
    inbox.onStored(worker::wake);
    workers.add(worker);
    return worker.start();
  }

  private Outcome note(Update update) {
    handled.add(update.body());
    return DONE;
  }

  @Test
  void aRepeatIsStoredOnceAndAnAccountHasItsOwnIds() {
    assertThat(inbox.store(List.of(update("a", 7, "1", "x"), update("a", 7, "1", "x")))).isTrue();
    assertThat(inbox.store(List.of(update("a", 7, "1", "x"), update("b", 7, "1", "y")))).isTrue();
    assertThat(records.count("chat_update")).isEqualTo(2);
    worker("a", this::note);
    TestRecords.await("done", () -> records.count("chat_update WHERE status = 'done'") == 1);
    assertThat(handled).containsExactly("x");
    assertThat(inbox.store(List.of(update("a", 7, "1", "x")))).isTrue();
    assertThat(records.count("chat_update WHERE status = 'received'"))
        .as("only what is of another account is open")
        .isEqualTo(1);
  }

  @Test
  void nothingPersonalIsInClearAndTheBodyGoesWhenItIsDone() {
    inbox.store(List.of(update("a", 7, "6281200010001", "Wayan Sari")));
    Map<String, Object> row = records.row("SELECT * FROM chat_update");
    row.forEach(
        (column, value) -> {
          String text = value instanceof byte[] bytes ? new String(bytes) : String.valueOf(value);
          assertThat(text).as(column).doesNotContain("6281200010001").doesNotContain("Wayan");
        });
    worker("a", this::note);
    TestRecords.await(
        "erased",
        () -> records.count("chat_update WHERE status = 'done' AND body_sealed IS NULL") == 1);
    assertThat(handled).containsExactly("Wayan Sari");
  }

  @Test
  void eachChatKeepsItsOrderUnderSeveralWorkersAndNoneIsHandledTwiceAtATime() {
    Set<String> busy = ConcurrentHashMap.newKeySet();
    AtomicBoolean crossed = new AtomicBoolean();
    ChatHandler handler =
        update -> {
          String chat = update.body().split(":")[0];
          if (!busy.add(chat)) {
            crossed.set(true);
          }
          LockSupport.parkNanos(1_000_000);
          handled.add(update.body());
          busy.remove(chat);
          return DONE;
        };
    for (int bundle = 0; bundle < 10; bundle++) {
      int from = bundle * 50;
      inbox.store(
          IntStream.range(from, from + 50)
              .mapToObj(i -> update("a", i, "chat" + i % 7, "chat" + i % 7 + ":" + i))
              .toList());
    }
    worker("a", handler);
    worker("a", handler);
    worker("a", handler);
    TestRecords.await("all", () -> records.count("chat_update WHERE status = 'done'") == 500);
    assertThat(crossed).isFalse();
    assertThat(handled).hasSize(500).doesNotHaveDuplicates();
    for (int chat = 0; chat < 7; chat++) {
      String name = "chat" + chat + ":";
      assertThat(
              handled.stream()
                  .filter(body -> body.startsWith(name))
                  .map(body -> Integer.parseInt(body.substring(name.length()))))
          .as(name)
          .isSorted();
    }
  }

  @Test
  void whatIsPutOffComesAgainAndItsChatWaitsForItButNoOther() {
    AtomicInteger tries = new AtomicInteger();
    worker(
        "a",
        update -> {
          if (update.body().equals("first") && tries.incrementAndGet() < 3) {
            assertThat(update.tries()).isEqualTo(tries.get() - 1);
            return new Outcome.Later(Duration.ofSeconds(30));
          }
          return note(update);
        });
    inbox.store(
        List.of(
            update("a", 1, "1", "first"),
            update("a", 2, "1", "second"),
            update("a", 3, "2", "other")));
    TestRecords.await("the other chat", () -> handled.contains("other"));
    TestRecords.await("put off", () -> records.count("chat_update WHERE tries = 1") >= 1);
    assertThat(handled).containsExactly("other");
    records.pass(Duration.ofSeconds(31));
    TestRecords.await("put off again", () -> tries.get() == 2);
    TestRecords.await("put off again", () -> records.count("chat_update WHERE tries = 2") == 1);
    records.pass(Duration.ofSeconds(31));
    TestRecords.await("both", () -> handled.size() == 3);
    assertThat(handled).containsExactly("other", "first", "second");
  }

  @Test
  void whatABugMeetsComesAgainAndIsParkedAndTheNextOfItsChatGoesOn() {
    AtomicInteger tries = new AtomicInteger();
    worker(
        "a",
        update -> {
          if (update.body().equals("bad")) {
            tries.incrementAndGet();
            throw new IllegalStateException("a bug");
          }
          return note(update);
        });
    inbox.store(List.of(update("a", 1, "1", "bad"), update("a", 2, "1", "good")));
    for (int failure = 1; failure < 5; failure++) {
      int sofar = failure;
      TestRecords.await(
          "failure " + failure, () -> records.count("chat_update WHERE failures = " + sofar) == 1);
      assertThat(handled).isEmpty();
      records.pass(Duration.ofSeconds(60));
    }
    TestRecords.await("the next", () -> handled.contains("good"));
    assertThat(tries).hasValue(5);
    assertThat(records.row("SELECT why FROM chat_update WHERE status = 'parked'"))
        .containsEntry("why", "a bug met it 5 times: IllegalStateException");
    assertThat(
            registry
                .counter(
                    "gerbang_chat_inbox_parked",
                    "channel",
                    "telegram",
                    "account",
                    "a",
                    "reason",
                    "bug")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aDamagedBodyIsParked() {
    inbox.store(List.of(update("a", 1, "1", "x")));
    records.execute("UPDATE chat_update SET body_sealed = '\\x00'::bytea || body_sealed");
    worker("a", this::note);
    TestRecords.await("parked", () -> records.count("chat_update WHERE status = 'parked'") == 1);
    assertThat(handled).isEmpty();
  }

  @Test
  void whatADeadNodeHeldComesToAnother() {
    inbox.store(List.of(update("a", 1, "1", "x"), update("a", 2, "1", "y")));
    ChatRows dead = new ChatRows(records.jdbi, "telegram", "a", "dead");
    List<ChatRows.Row> claimed = dead.claim(9, records.instant());
    assertThat(claimed).hasSize(1);
    worker("a", this::note);
    assertThat(new ChatRows(records.jdbi, "telegram", "a", "b").claim(9, records.instant()))
        .as("the whole chat is held")
        .isEmpty();
    records.execute(
        "UPDATE chat_update SET held_until = now() - interval '1 second' WHERE id = ?",
        claimed.getFirst().id());
    TestRecords.await("both", () -> handled.size() == 2);
    assertThat(handled).containsExactly("x", "y");
    dead.park(claimed.getFirst(), "too late to say");
    assertThat(records.count("chat_update WHERE status = 'parked'")).isZero();
  }

  @Test
  void aLongHandlingGivesSignsOfLife() {
    CountDownLatch go = new CountDownLatch(1);
    worker(
        "a",
        update -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return note(update);
        });
    inbox.store(List.of(update("a", 1, "1", "x")));
    TestRecords.await("held", () -> records.count("chat_update WHERE holder IS NOT NULL") == 1);
    Object first = records.row("SELECT held_until FROM chat_update").get("held_until");
    TestRecords.await(
        "held longer",
        () -> !first.equals(records.row("SELECT held_until FROM chat_update").get("held_until")));
    go.countDown();
    TestRecords.await("done", () -> records.count("chat_update WHERE status = 'done'") == 1);
  }

  @Test
  void aChatThatFloodsIsBoundedAndDoesNotHinderAnother() {
    inbox.store(IntStream.range(0, 150).mapToObj(i -> update("a", i, "1", "flood")).toList());
    inbox.store(List.of(update("a", 150, "1", "more"), update("a", 151, "2", "other")));
    assertThat(records.count("chat_update WHERE status = 'received'"))
        .isEqualTo(PostgresChatInbox.MOST_OPEN + 1);
    assertThat(records.count("chat_update WHERE status = 'flood' AND body_sealed IS NULL"))
        .isEqualTo(51);
  }

  @Test
  void whatIsOldIsErased() {
    inbox.store(List.of(update("a", 1, "1", "x"), update("b", 1, "1", "y")));
    worker("a", this::note);
    TestRecords.await("done", () -> records.count("chat_update WHERE status = 'done'") == 1);
    ChatAges ages = new ChatAges(records.jdbi);
    records.pass(ChatAges.DONE_KEPT.minusSeconds(1));
    assertThat(ages.runDue(records.instant())).isZero();
    records.pass(Duration.ofSeconds(1));
    assertThat(ages.runDue(records.instant())).isEqualTo(1);
    records.pass(ChatAges.UNHANDLED_KEPT);
    assertThat(ages.runDue(records.instant())).isEqualTo(1);
    assertThat(records.count("chat_update")).isZero();
  }
}
