package id.gerbang.server.record;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What was done, by whom, about what. Append-only, and without personal data. */
public final class Audit {
  private Audit() {}

  /**
   * Writes a line in the transaction of {@code tx}.
   *
   * @param who {@code agent:PRS001}, {@code api:branch}, {@code worker}, {@code system}
   * @param what {@code application.confirmed}
   * @param about {@code application:D7K2Q9}
   */
  public static void write(Handle tx, Instant at, String who, String what, String about) {
    tx.execute(
        "INSERT INTO audit (at, who, what, about) VALUES (?, ?, ?, ?)", at, who, what, about);
  }
}
