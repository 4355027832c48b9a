package id.gerbang.server.enrolment;

import java.util.Locale;

/** What a code lets its owner do. The label in the table is the lower-case name. */
enum Act {
  /** The agent's YA and TOLAK. */
  AGENT_ANSWER,
  /** The worker's SETUJU and BATAL, on being asked. */
  WORKER_CONSENT,
  /** The worker's BATAL, later. */
  WORKER_WITHDRAWAL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Act of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
