package id.gerbang.server.enrolment;

import java.util.Locale;

/**
 * Somebody whom a worker names for the case of their death. Nothing is promised by it: who is paid
 * is decided at the claim.
 *
 * @param name as on the heir's KTP
 */
public record Heir(String name, Relation relation) {

  /** What an heir is to the worker. The label in menus, API and tables is the lower-case name. */
  public enum Relation {
    SPOUSE,
    CHILD,
    PARENT,
    SIBLING,
    OTHER;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when no relation has this label
     */
    public static Relation of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** It is a person. */
  @Override
  public String toString() {
    return "Heir[" + relation + "]";
  }
}
