package id.gerbang.engine.text;

import id.gerbang.engine.Screen;
import id.gerbang.engine.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cuts a screen's words and options into pages that fit a surface, measured in its real encoding. A
 * page is cut at a word's end, so never inside a number, an amount or a code; nor inside a {@link
 * #tied} value, such as a date in words. An option is never parted from its key.
 */
public final class Pages {
  /** A space that a page may not end at. Unicode gives it no meaning, so nobody types it. */
  private static final char TIE = '\uFDD0';

  private final Surface surface;
  private final Screen.Choice back;
  private final Screen.Choice next;

  /**
   * @param back what leaves the screen, printed on every page
   * @param next what turns the page, printed where there is a next one
   */
  public Pages(Surface surface, Screen.Choice back, Screen.Choice next) {
    this.surface = surface;
    this.back = fit(back, surface);
    this.next = fit(next, surface);
  }

  /** One page: its text with its options and navigation, and the words alone. */
  public record Page(String text, String body, List<Screen.Choice> choices) {}

  /**
   * Lays out a whole screen; at least one page.
   *
   * @param words what is read, lines parted by {@code \n}; may be empty
   * @param choices what may be pressed, in order
   */
  public List<Page> lay(String words, List<Screen.Choice> choices) {
    String body = fitted(words);
    List<Screen.Choice> fitted = choices.stream().map(choice -> fit(choice, surface)).toList();
    Page whole = page(body, fitted, false);
    if (units(whole.text()) <= surface.capacity()) {
      return List.of(whole);
    }
    return cut(body, fitted);
  }

  /** Text as the surface can carry it. */
  public static String fit(String text, Surface surface) {
    return switch (surface.encoding()) {
      case GSM7 -> Transliteration.toGsm7(text);
      case UNICODE -> text;
    };
  }

  /**
   * A value as one word: no page ends inside it, unless it is longer than a page. {@link #lay}
   * prints it as it was.
   */
  public static String tied(String value) {
    return value.replace(' ', TIE);
  }

  private static String untied(String text) {
    return text.replace(TIE, ' ');
  }

  /** As {@link #fit(String, Surface)}; what is tied stays so. */
  private String fitted(String words) {
    return Arrays.stream(words.split(String.valueOf(TIE), -1))
        .map(part -> fit(part, surface))
        .collect(Collectors.joining(String.valueOf(TIE)));
  }

  private static Screen.Choice fit(Screen.Choice choice, Surface surface) {
    return new Screen.Choice(choice.key(), fit(choice.label(), surface));
  }

  /** How many of the surface's units {@code text} takes. */
  public static int units(String text, Surface surface) {
    return switch (surface.encoding()) {
      case GSM7 -> Gsm7.septets(text);
      case UNICODE -> text.length();
    };
  }

  private int units(String text) {
    return units(untied(text), surface);
  }

  private static String line(Screen.Choice choice) {
    return choice.key() + " " + choice.label();
  }

  private Page page(String body, List<Screen.Choice> choices, boolean more) {
    String words = untied(body);
    StringBuilder text = new StringBuilder(words);
    List<Screen.Choice> shown = new ArrayList<>(choices);
    if (more) {
      shown.add(next);
    }
    if (!back.label().isEmpty()) {
      shown.add(back);
    }
    for (Screen.Choice choice : shown) {
      text.append(text.isEmpty() ? "" : "\n").append(line(choice));
    }
    return new Page(text.toString(), words, shown);
  }

  private List<Page> cut(String body, List<Screen.Choice> choices) {
    int navigation =
        units("\n" + line(next)) + (back.label().isEmpty() ? 0 : units("\n" + line(back)));
    int room = surface.capacity() - navigation;
    List<Page> pages = new ArrayList<>();
    List<String> bodies = cutWords(body, room);
    for (int i = 0; i < bodies.size() - 1; i++) {
      pages.add(page(bodies.get(i), List.of(), true));
    }
    StringBuilder words = new StringBuilder(bodies.getLast());
    List<Screen.Choice> on = new ArrayList<>();
    int used = units(words.toString());
    for (Screen.Choice choice : choices) {
      Screen.Choice bounded = shortened(choice, room);
      int more = units("\n" + line(bounded));
      if (used + more > room && used > 0) {
        pages.add(page(words.toString(), on, true));
        words.setLength(0);
        on = new ArrayList<>();
        used = 0;
      }
      on.add(bounded);
      used += more;
    }
    pages.add(page(words.toString(), on, false));
    return pages;
  }

  /** An option longer than a page loses its end: it can still be chosen. */
  private Screen.Choice shortened(Screen.Choice choice, int room) {
    String label = choice.label();
    while (units("\n" + choice.key() + " " + label) > room) {
      label =
          label.substring(
              0,
              Character.isLowSurrogate(label.charAt(label.length() - 1))
                  ? label.length() - 2
                  : label.length() - 1);
    }
    return new Screen.Choice(choice.key(), label);
  }

  private List<String> cutWords(String body, int room) {
    List<String> pieces = new ArrayList<>();
    String rest = body;
    while (units(rest) > room) {
      int fits = longestPrefix(rest, room);
      int end = Math.max(rest.lastIndexOf(' ', fits), rest.lastIndexOf('\n', fits));
      if (end <= 0) { // a value longer than a page
        end = rest.lastIndexOf(TIE, fits);
      }
      int cut = end > 0 ? end : fits; // a single word longer than a page has to be cut somewhere
      pieces.add(untied(rest.substring(0, cut)).stripTrailing());
      rest = leading(rest.substring(cut));
    }
    pieces.add(rest);
    return pieces;
  }

  private static String leading(String text) {
    int i = 0;
    while (i < text.length() && (text.charAt(i) == TIE || Character.isWhitespace(text.charAt(i)))) {
      i++;
    }
    return text.substring(i);
  }

  private int longestPrefix(String text, int room) {
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int step = Character.charCount(text.codePointAt(i));
      used += units(text.substring(i, i + step));
      if (used > room) {
        break;
      }
      i += step;
    }
    return i;
  }
}
