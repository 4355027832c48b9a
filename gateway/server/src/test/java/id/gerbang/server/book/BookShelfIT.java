package id.gerbang.server.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.book.BookShelf.Published;
import id.gerbang.server.testing.TestRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BookShelfIT {
  private static final Map<String, String> A = Map.of("main.yaml", "flow: a — né\n");
  private static final Map<String, String> B = Map.of("main.yaml", "flow: b\n");
  private static final Map<String, String> C =
      Map.of("main.yaml", "flow: c\n", "messages/id.yaml", "x: y\n");

  private final TestRecords records = new TestRecords();
  private final BookShelf shelf = new BookShelf(records.jdbi);

  private Published publish(Map<String, String> sources, Live.Why why) {
    records.pass(Duration.ofMinutes(1));
    return shelf.publish(FlowBook.hash(sources), sources, "operator:wayan", why, records.instant());
  }

  private Live live() {
    return shelf.live().orElseThrow();
  }

  @Test
  void whatIsPublishedIsLiveAndReadAsItWas() {
    assertThat(shelf.live()).isEmpty();
    publish(C, Live.Why.PUBLISHED);
    assertThat(live().hash()).isEqualTo(FlowBook.hash(C));
    assertThat(live().by()).isEqualTo("operator:wayan");
    assertThat(live().since()).isEqualTo(records.instant());
    assertThat(shelf.sources(live().hash())).contains(C);
    assertThat(shelf.hash(live().hash().substring(0, 16))).contains(live().hash());
    assertThat(shelf.sources("0".repeat(64))).isEmpty();
    assertThat(records.row("SELECT who, what, about FROM audit"))
        .containsEntry("what", "book.published")
        .containsEntry("about", "book:" + live().name());
  }

  @Test
  void theLiveBookAgainWritesNothing() {
    publish(A, Live.Why.PUBLISHED);
    assertThat(publish(A, Live.Why.PUBLISHED)).isEqualTo(new Published.Already(live()));
    assertThat(records.count("book_live")).isEqualTo(1);
  }

  @Test
  void aFirstStartPublishesOnlyWhereNothingEverWas() {
    assertThat(publish(A, Live.Why.FIRST_START)).isInstanceOf(Published.Now.class);
    assertThat(publish(B, Live.Why.FIRST_START)).isEqualTo(new Published.Already(live()));
    assertThat(live().hash()).isEqualTo(FlowBook.hash(A));
    assertThat(records.count("book")).isEqualTo(1);
  }

  @Test
  void goingBackTwiceGoesBackTwo() {
    assertThat(shelf.before()).isEmpty();
    publish(A, Live.Why.PUBLISHED);
    assertThat(shelf.before()).isEmpty();
    publish(B, Live.Why.PUBLISHED);
    publish(C, Live.Why.PUBLISHED);
    back();
    assertThat(live().hash()).isEqualTo(FlowBook.hash(B));
    assertThat(live().why()).isEqualTo(Live.Why.BACK);
    back();
    assertThat(live().hash()).isEqualTo(FlowBook.hash(A));
    assertThat(shelf.before()).isEmpty();
    publish(C, Live.Why.PUBLISHED);
    back();
    assertThat(live().hash()).as("on the pile it stood on").isEqualTo(FlowBook.hash(A));
    assertThat(shelf.history(20)).extracting(Live::hash).hasSize(7).startsWith(FlowBook.hash(A));
  }

  private void back() {
    assertThat(shelf.back(shelf.before().orElseThrow(), "operator:wayan", records.instant()))
        .isPresent();
  }

  @Test
  void whoWantsBackWhatIsNoLongerTheOneBeforeIsRefused() {
    publish(A, Live.Why.PUBLISHED);
    publish(B, Live.Why.PUBLISHED);
    Live seen = shelf.before().orElseThrow();
    publish(C, Live.Why.PUBLISHED);
    assertThat(shelf.back(seen, "operator:wayan", records.instant())).isEqualTo(Optional.empty());
    assertThat(live().hash()).isEqualTo(FlowBook.hash(C));
  }

  @Test
  void nothingOnTheShelfCanBeChanged() {
    publish(A, Live.Why.PUBLISHED);
    for (String sql :
        List.of(
            "UPDATE book SET made_by = 'me'",
            "DELETE FROM book_live",
            "DELETE FROM book",
            "UPDATE book_live SET by = 'me'",
            "TRUNCATE book_live")) {
      assertThatThrownBy(() -> records.execute(sql)).as(sql).hasMessageContaining("append-only");
    }
  }

  @Test
  void manyAtOnceLeaveOneOrder() throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Map<String, String> sources = List.of(A, B, C).get(i % 3);
        all.add(
            many.submit(
                () ->
                    shelf.publish(
                        FlowBook.hash(sources),
                        sources,
                        "operator:wayan",
                        Live.Why.PUBLISHED,
                        records.instant())));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(records.count("book")).isEqualTo(3);
    assertThat(
            records.count(
                "book_live l WHERE number <> (SELECT min(number) FROM book_live) AND before IS"
                    + " DISTINCT FROM (SELECT max(number) FROM book_live p WHERE p.number <"
                    + " l.number)"))
        .as("each lies on the one before it")
        .isZero();
  }
}
