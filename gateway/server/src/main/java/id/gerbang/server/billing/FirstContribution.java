package id.gerbang.server.billing;

import java.util.Locale;
import java.util.Optional;

/** How a member's first contribution is paid (config/commission.yaml). */
public enum FirstContribution {
  /** As every other: by a bill. */
  DIRECT,
  /**
   * Of a member with an active agent through the agents' own information system; the branch records
   * it.
   */
  AGENT_SYSTEM;

  /** As the file says it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when there is none of this label. */
  public static Optional<FirstContribution> labelled(String label) {
    for (FirstContribution way : values()) {
      if (way.label().equals(label)) {
        return Optional.of(way);
      }
    }
    return Optional.empty();
  }
}
