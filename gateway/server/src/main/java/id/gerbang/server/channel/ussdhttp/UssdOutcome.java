package id.gerbang.server.channel.ussdhttp;

import java.util.Locale;

/** What became of an aggregator's request. */
enum UssdOutcome {
  /** A turn was taken. */
  SCREEN(200),
  /** It told the end of a session. */
  END(200),
  /** From elsewhere, without the secret, or for a path that is not there. */
  FORBIDDEN(403),
  METHOD(405),
  TOO_LARGE(413),
  /** No session or no phone in it. */
  UNREADABLE(400);

  private final int status;

  UssdOutcome(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** Its name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
