package id.gerbang.engine;

import java.util.List;

/**
 * One page as it is shown: already cut, measured and numbered for its {@link Surface}.
 *
 * @param text the whole page as a keypad surface prints it, options and navigation included
 * @param choices what may be pressed on this page, for surfaces with buttons; the same as in {@code
 *     text}
 * @param ends whether the conversation ends with this page, so that the carrier's session may close
 */
public record Screen(String text, List<Choice> choices, boolean ends) {

  /**
   * @param key what a keypad phone sends for it ({@code 1}, {@code 98}, {@code 0})
   * @param label the words beside the key
   */
  public record Choice(String key, String label) {}

  public Screen {
    choices = List.copyOf(choices);
  }
}
