package id.gerbang.engine;

import java.util.List;

/**
 * One page as it is shown: already cut, measured and numbered for its {@link Surface}.
 *
 * @param text the whole page as a keypad surface prints it, options and navigation included
 * @param body the words of the page alone, for surfaces with buttons; empty on a page that only
 *     goes on with options
 * @param choices what may be pressed on this page, for surfaces with buttons; the same as in {@code
 *     text}
 * @param ends whether the conversation ends with this page, so that the carrier's session may close
 */
public record Screen(String text, String body, List<Choice> choices, boolean ends) {

  /**
   * @param key what a keypad phone sends for it ({@code 1}, {@code 98}, {@code 0})
   * @param label the words beside the key
   */
  public record Choice(String key, String label) {}

  public Screen {
    choices = List.copyOf(choices);
  }
}
