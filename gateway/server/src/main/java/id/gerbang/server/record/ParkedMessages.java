package id.gerbang.server.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Messages that were parked, because a bug met them or their seal does not open; and their way back
 * to be handled, once the cause is mended. Their words are never opened here. Blocks.
 */
public final class ParkedMessages {
  private final Jdbi jdbi;

  public ParkedMessages(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Where messages are parked. */
  public enum Kind {
    /** SMS that came. */
    INBOX("inbox", "status = 'received', tries = 0, retry_at = NULL, why = NULL", "received_at"),
    /** Updates of chats. */
    CHAT(
        "chat_update",
        "status = 'received', tries = 0, failures = 0, due_at = :now, holder = NULL, held_until ="
            + " NULL, why = NULL",
        "received_at"),
    /** SMS to be sent. */
    OUTBOX("outbox", "status = 'due', due_at = :now, why = NULL", "created_at");

    private final String table;
    private final String again;
    private final String since;

    Kind(String table, String again, String since) {
      this.table = table;
      this.again = again;
      this.since = since;
    }

    /** As people write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
  }

  /**
   * A parked message.
   *
   * @param at when it came or was written
   * @param why it was parked; never personal
   */
  public record Parked(long id, Instant at, String why) {}

  /**
   * What is parked, oldest first.
   *
   * @param id only this one, unless empty
   */
  public List<Parked> list(Kind kind, OptionalLong id) {
    return jdbi.withHandle(handle -> list(handle, kind, id, false));
  }

  private static List<Parked> list(Handle tx, Kind kind, OptionalLong id, boolean lock) {
    return tx.createQuery(
            "SELECT id, "
                + kind.since
                + " AS at, why FROM "
                + kind.table
                + " WHERE status = 'parked' AND (:any OR id = :id) ORDER BY id"
                + (lock ? " FOR UPDATE SKIP LOCKED" : ""))
        .bind("any", id.isEmpty())
        .bind("id", id.orElse(0))
        .map(
            (row, _) ->
                new Parked(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    Optional.ofNullable(row.getString("why")).orElse("")))
        .list();
  }

  /**
   * Brings parked messages back to be handled again, each with its line of the audit; says which.
   *
   * @param id only this one, unless empty
   * @param who for the audit
   */
  public List<Parked> replay(Kind kind, OptionalLong id, String who, Instant at) {
    return jdbi.inTransaction(
        tx -> {
          List<Parked> parked = list(tx, kind, id, true);
          for (Parked one : parked) {
            tx.createUpdate("UPDATE " + kind.table + " SET " + kind.again + " WHERE id = :id")
                .bind("id", one.id())
                .bind("now", at)
                .execute();
            Audit.write(tx, at, who, kind.label() + ".replayed", kind.label() + ":" + one.id());
          }
          return parked;
        });
  }
}
