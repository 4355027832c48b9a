package id.gerbang.server.channel.ussdhttp;

import java.util.Locale;

/** How a session ended; the names are Africa's Talking's words. */
public enum SessionEnd {
  /** Our last screen was shown. */
  SUCCESS,
  /** The subscriber hung up, or the network did. */
  INCOMPLETE,
  /** The aggregator gave up, mostly because an answer was late. */
  FAILED,
  /** A word that we do not know. */
  OTHER;

  static SessionEnd of(String status) {
    for (SessionEnd end : values()) {
      if (end != OTHER && end.name().equalsIgnoreCase(status.strip())) {
        return end;
      }
    }
    return OTHER;
  }

  /** Its name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it ended before our last screen. */
  boolean isBroken() {
    return switch (this) {
      case INCOMPLETE, FAILED -> true;
      case SUCCESS, OTHER -> false;
    };
  }
}
