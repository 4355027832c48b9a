package id.gerbang.server.signal;

import id.gerbang.server.record.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Signals as rows: one for a rule, a subject and a stretch of time. */
final class SignalRows {
  /** Of the applications that it is about a signal names the first; its count counts them all. */
  static final int MOST_NAMED = 200;

  /** Who was reviewed is flagged anew when it has become as much again. */
  private static final int AS_MUCH_AGAIN = 2;

  private SignalRows() {}

  /** What a signal is about, without anything personal. */
  sealed interface Subject {
    record OfAgent(String code) implements Subject {}

    /** A phone, by the first application that it had a part in. */
    record OfPhone(String first) implements Subject {}

    /** A name and a birth date, by their first application. */
    record OfPerson(String first) implements Subject {}

    /** As stored and as the API says it. */
    default String label() {
      return switch (this) {
        case OfAgent(String code) -> "agent:" + code;
        case OfPhone(String first) -> "phone:" + first;
        case OfPerson(String first) -> "person:" + first;
      };
    }
  }

  /**
   * @param latest when the latest of it happened
   * @param count all of it; {@code applications} may be fewer
   */
  record Found(
      Rule rule,
      Threshold threshold,
      Subject subject,
      Instant latest,
      int count,
      List<String> applications) {}

  private record Before(long id, boolean reviewed, int count, int reviewedCount) {}

  /**
   * Raises a signal, or adds to the one of the same stretch. Who calls holds {@link LookOut}'s
   * lock.
   */
  static void raise(Handle tx, Found found, Instant now) {
    Optional<Before> before =
        tx.createQuery(
                "SELECT id, status = 'reviewed' AS reviewed, count, coalesce(reviewed_count, 0) AS"
                    + " reviewed_count FROM signal WHERE rule = ? AND subject = ? AND window_from ="
                    + " ? FOR UPDATE")
            .bind(0, found.rule().label())
            .bind(1, found.subject().label())
            .bind(2, found.threshold().stretch(found.latest()))
            .map(
                (row, _) ->
                    new Before(
                        row.getLong("id"),
                        row.getBoolean("reviewed"),
                        row.getInt("count"),
                        row.getInt("reviewed_count")))
            .findFirst();
    long id = before.map(known -> more(tx, known, found, now)).orElseGet(() -> add(tx, found, now));
    tx.execute(
        """
        INSERT INTO signal_application (signal, application)
        SELECT ?, unnest(?::text[]) LIMIT greatest(0, ? - (SELECT count(*) FROM signal_application WHERE signal = ?))
        ON CONFLICT DO NOTHING
        """,
        id,
        found.applications().toArray(String[]::new),
        MOST_NAMED,
        id);
  }

  private static long add(Handle tx, Found found, Instant now) {
    long id =
        tx.createQuery(
                """
                INSERT INTO signal (rule, subject, window_from, hours, threshold, count, created_at, updated_at)
                VALUES (:rule, :subject, :from, :hours, :threshold, :count, :now, :now) RETURNING id
                """)
            .bind("rule", found.rule().label())
            .bind("subject", found.subject().label())
            .bind("from", found.threshold().stretch(found.latest()))
            .bind("hours", found.threshold().window().toHours())
            .bind("threshold", found.threshold().count())
            .bind("count", found.count())
            .bind("now", now)
            .mapTo(Long.class)
            .one();
    Audit.write(tx, now, "system", "signal.raised", about(id));
    return id;
  }

  private static long more(Handle tx, Before before, Found found, Instant now) {
    boolean again = before.reviewed() && found.count() >= AS_MUCH_AGAIN * before.reviewedCount();
    if (again) {
      tx.execute("UPDATE signal SET status = 'open' WHERE id = ?", before.id());
      Audit.write(tx, now, "system", "signal.reopened", about(before.id()));
    }
    if (found.count() > before.count()) {
      tx.execute(
          "UPDATE signal SET count = ?, updated_at = ? WHERE id = ?",
          found.count(),
          now,
          before.id());
    }
    return before.id();
  }

  static String about(long id) {
    return "signal:" + id;
  }
}
