package id.gerbang.server.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.server.turn.Books;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BookCacheTest {
  static final String WORDS =
      """
      nav: {back: Kembali, exit: Keluar, next: Lanjut, ok: OK, goodbye: Sampai jumpa}
      resume: {question: "Lanjut {topic}?", go_on: Ya, anew: Baru}
      months: {1: Jan, 2: Feb, 3: Mar, 4: Apr, 5: Mei, 6: Jun, 7: Jul, 8: Agu, 9: Sep, 10: Okt, 11: Nov, 12: Des}
      mistakes:
        menu: Pilih 1-{last}
        nik: {digits: a, area: a, date: a, serial: a}
        person_name: {empty: a, letters: a, long: a}
        date: {form: a, impossible: a, future: a}
        text: {empty: a, long: a}
        agent_code: {form: a}
        phone: {form: a}
        reference: {form: a}
      """;

  private final List<String> loaded = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();

  /** A book of its own for each number. */
  static FlowBook book(int number) {
    Map<String, String> sources =
        Map.of(
            "main.yaml",
            "# "
                + number
                + "\nflow: main\nstart: a\nsteps:\n  a: {menu: [{x: b}]}\n  b: {end: true}\n",
            "messages/id.yaml",
            WORDS + "main: {a: {_: Halo, x: Ya}, b: Selesai}\n");
    return load(sources);
  }

  static FlowBook load(Map<String, String> sources) {
    return switch (FlowBook.load(sources, new ActionCatalog(Map.of(), Map.of()))) {
      case FlowBook.Loaded.Good(FlowBook book) -> book;
      case FlowBook.Loaded.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  private BookCache cache(Function<String, Optional<FlowBook>> load) {
    return new BookCache(
        hash -> {
          loaded.add(hash);
          return load.apply(hash);
        },
        waiting::add);
  }

  private void run() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  private static CompletableFuture<Optional<FlowBook>> ask(BookCache cache, String hash) {
    return cache.get(hash).toCompletableFuture();
  }

  @Test
  void nobodyWaitsAndABookIsLoadedOnce() {
    FlowBook book = book(1);
    BookCache cache = cache(_ -> Optional.of(book));
    CompletableFuture<Optional<FlowBook>> first = ask(cache, book.hash());
    CompletableFuture<Optional<FlowBook>> second = ask(cache, book.hash());
    assertThat(first).isNotDone();
    run();
    assertThat(first).isCompletedWithValue(Optional.of(book));
    assertThat(second).isCompletedWithValue(Optional.of(book));
    assertThat(ask(cache, book.hash())).isCompletedWithValue(Optional.of(book));
    assertThat(loaded).hasSize(1);
  }

  @Test
  void whatIsNotThereOrCannotBeKnownIsAskedForAnew() {
    List<Function<String, Optional<FlowBook>>> answers =
        new ArrayList<>(
            List.of(
                _ -> {
                  throw new Books.Away("PostgreSQL is away", null);
                },
                _ -> Optional.empty(),
                _ -> Optional.of(book(1))));
    BookCache cache = cache(hash -> answers.removeFirst().apply(hash));
    CompletableFuture<Optional<FlowBook>> away = ask(cache, "h");
    run();
    assertThatThrownBy(away::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Books.Away.class);
    CompletableFuture<Optional<FlowBook>> nothing = ask(cache, "h");
    run();
    assertThat(nothing).isCompletedWithValue(Optional.empty());
    CompletableFuture<Optional<FlowBook>> there = ask(cache, "h");
    run();
    assertThat(there.join()).isPresent();
  }

  @Test
  void theOnesUsedLastAreKept() {
    BookCache cache = cache(_ -> Optional.of(book(0)));
    cache.put(book(1));
    for (int i = 2; i <= BookCache.MOST_BOOKS; i++) {
      cache.put(book(i));
    }
    assertThat(ask(cache, book(1).hash())).isDone();
    cache.put(book(BookCache.MOST_BOOKS + 1));
    assertThat(ask(cache, book(1).hash())).as("used lately").isDone();
    assertThat(ask(cache, book(2).hash())).as("used longest ago").isNotDone();
    run();
    assertThat(loaded).containsExactly(book(2).hash());
  }
}
