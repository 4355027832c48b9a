package id.gerbang.server.turn;

import id.gerbang.engine.Input;

/**
 * Takes the newest input out of an aggregator's accumulated text ({@code 1*2*5171…}). A {@code *}
 * inside an input makes splitting ambiguous, so the difference to what was there before is taken,
 * known by its length and hash.
 */
final class AccumulatedText {
  private AccumulatedText() {}

  /** What {@code text} means for a subscriber whose last turn left {@code before}. */
  static Input newest(TurnState before, String dialogue, String text) {
    boolean sameDialogue = before.dialogue().equals(dialogue);
    if (!sameDialogue || text.isEmpty()) {
      return new Input.Start();
    }
    int known = before.typedLength();
    if (text.length() <= known || hash(text, known) != before.typedHash()) {
      return new Input.Again(); // an earlier request that arrives late: nothing new was typed
    }
    if (known == 0) {
      return new Input.Answer(text);
    }
    return text.charAt(known) == '*'
        ? new Input.Answer(text.substring(known + 1))
        : new Input.Again();
  }

  /** How much of it is known after the turn. */
  static Known after(TurnState before, String dialogue, String text) {
    boolean newer =
        text.isEmpty()
            || !dialogue.equals(before.dialogue())
            || text.length() > before.typedLength();
    return newer
        ? new Known(dialogue, text.length(), hash(text, text.length()))
        : new Known(before.dialogue(), before.typedLength(), before.typedHash());
  }

  /**
   * What a {@link TurnState} keeps of a carrier's session.
   *
   * @param length how many characters were accumulated; 0 where nothing accumulates
   */
  record Known(String dialogue, int length, long hash) {}

  /**
   * FNV-1a of the first {@code length} characters: cheap, and only compared within one dialogue.
   */
  static long hash(String text, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
