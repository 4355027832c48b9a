package id.gerbang.engine.letter;

import id.gerbang.engine.value.Type;
import java.util.Map;

/**
 * What a menu's author must know of a letter — an SMS that the server writes by itself — to word
 * it: its text is {@code letters.<name>}.
 *
 * @param reader whose data the slots hold
 * @param slots what its text may print, by name
 */
public record LetterSignature(String name, Reader reader, Map<String, Slot> slots) {

  /** Who reads it. */
  public enum Reader {
    /** The person whose data the slots hold. */
    OWNER,
    /** Somebody else: what is personal is printed masked, or the text is refused. */
    OTHER
  }

  /**
   * What a text may print.
   *
   * @param personal encrypted at rest, and masked for everybody but its owner
   */
  public record Slot(Type type, boolean personal) {}

  public LetterSignature {
    slots = Map.copyOf(slots);
  }

  /** A letter to the person whose data its slots hold. */
  public static LetterSignature toOwner(String name, Map<String, Slot> slots) {
    return new LetterSignature(name, Reader.OWNER, slots);
  }

  /** A letter to somebody else. */
  public static LetterSignature toOther(String name, Map<String, Slot> slots) {
    return new LetterSignature(name, Reader.OTHER, slots);
  }

  /** A slot that holds nothing of a person. */
  public static Slot plain(Type type) {
    return new Slot(type, false);
  }

  /** A slot that holds something of a person. */
  public static Slot personal(Type type) {
    return new Slot(type, true);
  }
}
