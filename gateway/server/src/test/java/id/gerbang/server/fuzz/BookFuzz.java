package id.gerbang.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import id.gerbang.engine.action.ActionCatalog;
import id.gerbang.engine.book.FlowBook;
import id.gerbang.engine.book.Problem;
import id.gerbang.server.action.ShippedActions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What must hold of the reader of menus. */
final class BookFuzz {
  private static final ActionCatalog CATALOG =
      ShippedActions.catalog(Path.of("..", "..", "config", "programme.yaml"));

  /** Menus are published by people who wait for it. */
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private BookFuzz() {}

  /** Two files with a NUL between them: {@code main.yaml} and {@code messages/id.yaml}. */
  static void book(byte[] input) {
    String all = new String(input, StandardCharsets.UTF_8);
    int cut = all.indexOf('\0');
    Map<String, String> sources =
        Map.of(
            "main.yaml",
            cut < 0 ? all : all.substring(0, cut),
            "messages/id.yaml",
            cut < 0 ? "" : all.substring(cut + 1));
    long begin = System.nanoTime();
    FlowBook.Loaded loaded = FlowBook.load(sources, CATALOG);
    assertThat(System.nanoTime() - begin).as("nanoseconds").isLessThan(LONGEST_NANOS);
    switch (loaded) {
      case FlowBook.Loaded.Good(FlowBook book) ->
          assertThat(book.hash()).isEqualTo(FlowBook.hash(sources));
      case FlowBook.Loaded.Bad(java.util.List<Problem> problems) -> {
        assertThat(problems).isNotEmpty();
        problems.forEach(problem -> assertThat(problem.toString()).contains(".yaml:").isNotBlank());
      }
    }
  }
}
