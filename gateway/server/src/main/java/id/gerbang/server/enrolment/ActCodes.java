package id.gerbang.server.enrolment;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Makes codes for acts. */
final class ActCodes {
  /** A code that exists already is drawn anew; three in a row do not happen. */
  static final int DRAWS = 3;

  private ActCodes() {}

  /** Draws a code that no other act has, and writes it. */
  static String make(
      Handle tx, Codes codes, Act act, String reference, byte[] phone, Instant expiresAt) {
    for (int draw = 1; draw <= DRAWS; draw++) {
      String code = codes.next();
      int fresh =
          tx.execute(
              """
              INSERT INTO act_code (code, act, application, phone_lookup, expires_at) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT DO NOTHING
              """,
              code,
              act.label(),
              reference,
              phone,
              expiresAt);
      if (fresh == 1) {
        return code;
      }
    }
    throw new IllegalStateException(DRAWS + " codes in a row exist already; is chance broken?");
  }
}
