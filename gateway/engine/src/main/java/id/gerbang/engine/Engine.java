package id.gerbang.engine;

import id.gerbang.engine.action.ActionResult;
import id.gerbang.engine.book.FlowBook;

/**
 * Menus in, screens out. Pure: the same book, conversation, input and situation give the same progress, on every node and
 * in every test. No I/O, no clock, no randomness, no threads.
 */
public final class Engine {
  private Engine() {}

  /** A conversation that has not begun: {@link Input.Start} takes it to the main menu. */
  public static Conversation fresh(FlowBook book, String language) {
    return new Conversation(book.hash(), language);
  }

  /** Takes what a person did. */
  public static Progress step(FlowBook book, Conversation conversation, Input input, Situation situation) {
    throw new IllegalStateException("no menus yet");
  }

  /** Goes on after {@link Progress.Needs} with what the world answered. */
  public static Progress resume(FlowBook book, Conversation conversation, ActionResult result, Situation situation) {
    throw new IllegalStateException("no menus yet");
  }
}
