package id.gerbang.server.record;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Acts of menus that happen once: a replay finds what they gave (architecture.md, intents). */
public final class Intents {
  private Intents() {}

  /**
   * Claims an intent in the caller's transaction; another transaction that has it is waited for.
   *
   * @return what it gave when it was done before; empty when it is to be done now
   */
  public static Optional<String> begin(Handle tx, String intent, String action, Instant at) {
    int fresh =
        tx.execute(
            "INSERT INTO intent (id, action, outcome, gives, at) VALUES (?, ?, 'done', '', ?)"
                + " ON CONFLICT DO NOTHING",
            intent,
            action,
            at);
    return fresh == 1
        ? Optional.empty()
        : Optional.of(
            tx.createQuery("SELECT gives FROM intent WHERE id = ?")
                .bind(0, intent)
                .mapTo(String.class)
                .one());
  }

  /** What a replay of it will find. */
  public static void done(Handle tx, String intent, String gives) {
    tx.execute("UPDATE intent SET gives = ? WHERE id = ?", gives, intent);
  }

  /** Nothing was done: who asks again may have another answer. */
  public static void forget(Handle tx, String intent) {
    tx.execute("DELETE FROM intent WHERE id = ?", intent);
  }
}
