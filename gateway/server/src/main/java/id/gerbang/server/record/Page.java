package id.gerbang.server.record;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A piece of a list that is read page by page.
 *
 * @param next the word that asks for the page behind this one; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }

  /** The whole of a list that has no more than a page. */
  public static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, Optional.empty());
  }

  /**
   * @param found what was found, one more than {@code limit} where there is more
   * @param word the word that asks for what is behind an item
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, String> word) {
    if (found.size() <= limit) {
      return whole(found);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, Optional.of(word.apply(items.getLast())));
  }
}
