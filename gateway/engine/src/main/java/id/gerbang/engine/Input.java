package id.gerbang.engine;

/** What a person did. */
public sealed interface Input {

  /** The person dialled, or opened the chat: greet them, or offer to resume what was left open. */
  record Start() implements Input {}

  /**
   * The person named what they want ({@code DAFTAR} by SMS): greet them there. Where that menu is
   * open already they are offered to go on; anything else that was left open is left.
   *
   * @param wish one of the words that the main menu knows ({@link Engine#WISH}); a main menu that
   *     does not know it is simply shown
   */
  record Open(String wish) implements Input {}

  /** Nothing new was done: show where the conversation stands, and change nothing. */
  record Again() implements Input {}

  /**
   * The person answered the screen they saw. Raw and hostile: length, script and controls are
   * anything.
   */
  record Answer(String text) implements Input {}
}
