package id.gerbang.server.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Five wrong codes lock a phone out for an hour (contract.md): a code cannot be guessed. */
final class WrongTries {
  private static final int MOST = 5;
  private static final Duration LOCK = Duration.ofHours(1);

  private WrongTries() {}

  /** Until when the phone is locked out, if it is. */
  static Optional<Instant> lockedUntil(Handle tx, byte[] phone, Instant at) {
    return tx.createQuery(
            "SELECT locked_until FROM wrong_try WHERE phone_lookup = ? AND locked_until > ?")
        .bind(0, phone)
        .bind(1, at)
        .map((row, _) -> row.getTimestamp(1).toInstant())
        .findFirst();
  }

  /** Counts a wrong one; the fifth within an hour locks, and says until when. */
  static Optional<Instant> count(Handle tx, byte[] phone, Instant at) {
    int tries =
        tx.createQuery(
                """
                INSERT INTO wrong_try AS w (phone_lookup, tries, since) VALUES (:phone, 1, :at)
                ON CONFLICT (phone_lookup) DO UPDATE
                SET tries = CASE WHEN w.since <= :forgotten THEN 1 ELSE w.tries + 1 END,
                    since = CASE WHEN w.since <= :forgotten THEN :at ELSE w.since END
                RETURNING tries
                """)
            .bind("phone", phone)
            .bind("at", at)
            .bind("forgotten", at.minus(LOCK))
            .mapTo(int.class)
            .one();
    if (tries < MOST) {
      return Optional.empty();
    }
    Instant until = at.plus(LOCK);
    tx.execute(
        "UPDATE wrong_try SET tries = 0, locked_until = ? WHERE phone_lookup = ?", until, phone);
    return Optional.of(until);
  }

  /** A right one forgives the wrong ones. */
  static void forgive(Handle tx, byte[] phone) {
    tx.execute("DELETE FROM wrong_try WHERE phone_lookup = ?", (Object) phone);
  }
}
