package id.gerbang.server.payment;

import id.gerbang.server.record.Cursor;
import java.util.Optional;

/**
 * Where a page of what is or was in suspense ends; what is open stands before what has ended.
 *
 * @param ended whether what stands last on it has ended
 */
public record SuspenseCursor(boolean ended, Cursor last) {
  private static final String OPEN = "o";
  private static final String ENDED = "e";

  /** As one word that goes into a URL as it is. */
  public String written() {
    return (ended ? ENDED : OPEN) + last.written();
  }

  /**
   * @return empty when {@code word} is not what {@link #written()} wrote
   */
  public static Optional<SuspenseCursor> read(String word) {
    return word.startsWith(OPEN) || word.startsWith(ENDED)
        ? Cursor.read(word.substring(1))
            .map(last -> new SuspenseCursor(word.startsWith(ENDED), last))
        : Optional.empty();
  }
}
