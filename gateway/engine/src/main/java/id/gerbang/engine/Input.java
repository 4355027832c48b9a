package id.gerbang.engine;

/** What a person did. */
public sealed interface Input {

  /** The person dialled, or opened the chat: greet them, or offer to resume what was left open. */
  record Start() implements Input {}

  /** Nothing new was done: show where the conversation stands, and change nothing. */
  record Again() implements Input {}

  /**
   * The person answered the screen they saw. Raw and hostile: length, script and controls are
   * anything.
   */
  record Answer(String text) implements Input {}
}
