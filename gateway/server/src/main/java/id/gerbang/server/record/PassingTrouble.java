package id.gerbang.server.record;

import java.sql.SQLException;

/** Tells what a database will not do now from what it will never do. */
public final class PassingTrouble {
  private PassingTrouble() {}

  /**
   * Whether {@code failure} comes of a database that is away, full, restarting, or too slow for our
   * time limit (SQLSTATE classes 08, 53, 57; 40 and 55P03 of locks): the same may succeed later,
   * and nothing is wrong with what was asked.
   */
  public static boolean is(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("40")
            || state.equals("55P03");
      }
    }
    return failure instanceof RecordsBusy;
  }
}
