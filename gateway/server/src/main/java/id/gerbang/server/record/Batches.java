package id.gerbang.server.record;

import java.util.function.IntSupplier;

/** Work on many rows by batches, so that no transaction holds many locks or lasts long. */
public final class Batches {
  private Batches() {}

  /**
   * Does batch after batch until one is not full, and says how many rows they were.
   *
   * @param size of a full batch
   * @param batch does a batch, and says how many rows it was
   */
  public static int all(int size, IntSupplier batch) {
    return some(Integer.MAX_VALUE, size, batch);
  }

  /**
   * As {@link #all}, but no more than {@code most} batches: what is left waits for the next time.
   */
  public static int some(int most, int size, IntSupplier batch) {
    int done = 0;
    for (int i = 0; i < most; i++) {
      int rows = batch.getAsInt();
      done += rows;
      if (rows < size) {
        break;
      }
    }
    return done;
  }
}
