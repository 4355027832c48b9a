package id.gerbang.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch disk = new CountDownLatch(1);

  /** Its first transaction takes as long as the test wants. */
  private GroupCommit<Integer, String> slowAtFirst(
      int waiting, Duration patience, Function<Integer, String> one) {
    return new GroupCommit<>(
        "test",
        1,
        8,
        waiting,
        patience,
        all -> {
          sizes.add(all.size());
          begun.countDown();
          try {
            disk.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return all.stream().map(one).toList();
        });
  }

  @AfterEach
  void stop() {
    disk.countDown();
    people.shutdownNow();
  }

  private List<Future<String>> ask(GroupCommit<Integer, String> group, int count)
      throws InterruptedException {
    List<Future<String>> asked = new ArrayList<>();
    asked.add(people.submit(() -> group.submit(0)));
    begun.await();
    for (int i = 1; i < count; i++) {
      int number = i;
      asked.add(people.submit(() -> group.submit(number)));
    }
    return asked;
  }

  @Test
  void whoComesDuringATransactionSharesTheNext() throws Exception {
    try (GroupCommit<Integer, String> group = slowAtFirst(64, LONG, i -> "did " + i)) {
      List<Future<String>> asked = ask(group, 20);
      while (group.waiting() < 19) {
        Thread.onSpinWait();
      }
      disk.countDown();
      for (int i = 0; i < asked.size(); i++) {
        assertThat(asked.get(i).get()).isEqualTo("did " + i);
      }
      assertThat(sizes).containsExactly(1, 8, 8, 3);
    }
  }

  @Test
  void oneWhoFailsFailsAlone() throws Exception {
    Function<Integer, String> one =
        i -> {
          if (i == 3) {
            throw new IllegalArgumentException("three");
          }
          return "did " + i;
        };
    try (GroupCommit<Integer, String> group = slowAtFirst(64, LONG, one)) {
      List<Future<String>> asked = ask(group, 6);
      while (group.waiting() < 5) {
        Thread.onSpinWait();
      }
      disk.countDown();
      for (int i : new int[] {0, 1, 2, 4, 5}) {
        assertThat(asked.get(i).get()).isEqualTo("did " + i);
      }
      assertThatThrownBy(() -> asked.get(3).get())
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("three");
    }
  }

  @Test
  void whenTheStoreIsAwayAllHearItWithoutATryEach() throws Exception {
    Function<Integer, String> away =
        i -> {
          throw new ConnectionException(new SQLException("away"));
        };
    try (GroupCommit<Integer, String> group = slowAtFirst(64, LONG, away)) {
      List<Future<String>> asked = ask(group, 6);
      while (group.waiting() < 5) {
        Thread.onSpinWait();
      }
      disk.countDown();
      for (Future<String> one : asked) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(ConnectionException.class);
      }
      assertThat(sizes).containsExactly(1, 5);
    }
  }

  @Test
  void moreThanMayWaitAreRefusedAtOnce() throws Exception {
    try (GroupCommit<Integer, String> group = slowAtFirst(2, LONG, i -> "did " + i)) {
      ask(group, 3);
      while (group.waiting() < 2) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> group.submit(9))
          .isInstanceOf(RecordsBusy.class)
          .hasMessage("test: 2 wait already");
    }
  }

  @Test
  void whoWaitsTooLongIsToldAndNotBegun() throws Exception {
    try (GroupCommit<Integer, String> group = slowAtFirst(8, Duration.ofMillis(20), i -> "did")) {
      ask(group, 1);
      assertThatThrownBy(() -> group.submit(9))
          .isInstanceOf(RecordsBusy.class)
          .hasMessageContaining("not committed within");
      assertThat(group.waiting()).isZero();
    }
  }
}
