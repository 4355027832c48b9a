package id.gerbang.server.claim;

import java.util.Locale;

/** What happened. */
public enum Risk {
  /** A work accident (JKK). */
  ACCIDENT,
  /** A death (JKM; or JKK when it was an accident, which the branch finds out). */
  DEATH;

  /** As menus, the API and the tables name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Risk of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
