package id.gerbang.server.channel;

import id.gerbang.engine.Screen;
import java.util.List;

/**
 * What is shown in answer.
 *
 * @param text all of it as a keypad surface prints it, options included; already fits the surface
 *     of the {@link Inbound}. Empty when nothing is to be shown
 * @param body the words alone, for surfaces with buttons; the text itself elsewhere
 * @param choices what may be pressed, for surfaces with buttons; empty elsewhere
 * @param ends whether the carrier's session closes with it
 * @param number the screen's number in the subscriber's conversation: what a button under it names
 *     in {@link Inbound.Event.Pressed}
 * @param apology whether it only says that something of ours is away and nothing was done, so that
 *     a channel that can wait may bring the same input again
 */
public record Reply(
    String text,
    String body,
    List<Screen.Choice> choices,
    boolean ends,
    long number,
    boolean apology) {
  /** Nothing is to be shown. */
  public static final Reply NOTHING = new Reply("", true);

  public Reply {
    choices = List.copyOf(choices);
  }

  /** A screen without buttons. */
  public Reply(String text, boolean ends) {
    this(text, text, List.of(), ends, 0, false);
  }

  /** A screen that says that something of ours is away. */
  public static Reply apology(String text) {
    return new Reply(text, text, List.of(), true, 0, true);
  }
}
