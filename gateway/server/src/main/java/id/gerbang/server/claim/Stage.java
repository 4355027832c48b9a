package id.gerbang.server.claim;

import java.util.Locale;

/**
 * How far a report has come, in this order and never back. What is skipped is skipped: a death has
 * no second report of a recovery.
 *
 * <pre>
 * REPORTED ──→ STAGE_1 ──→ STAGE_2 ──→ DECIDED
 *     └───────────┴────(skipping)────────↗
 * </pre>
 */
public enum Stage {
  /** Told to agent and branch; the clock of 2×24 h runs (R18). */
  REPORTED,
  /** The branch has the first papers. */
  STAGE_1,
  /** The branch has the papers of the recovery, the disability or the death. */
  STAGE_2,
  /** Decided outside of this system (R19). What was decided is not kept here. */
  DECIDED;

  /** As menus, the API and the tables name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a report may go from here to {@code next}. */
  public boolean leadsTo(Stage next) {
    return next.compareTo(this) > 0;
  }

  static Stage of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
