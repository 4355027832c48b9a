package id.gerbang.server.channel.whatsapp;

/**
 * A label cut to what a button or a row holds, without lying: it is cut at a word's end and says so
 * by an ellipsis, and never between the groups of a number, so that an amount is whole or absent.
 */
final class ShortTitle {
  private static final String MORE = "…";

  private ShortTitle() {}

  /**
   * @param room UTF-16 code units, 2 or more; Meta counts characters, of which there are no more
   */
  static String of(String label, int room) {
    String line = label.strip().replaceAll("\\s+", " ");
    if (line.length() <= room) {
      return line;
    }
    int most = room - MORE.length();
    int end = line.charAt(most) == ' ' ? most : line.lastIndexOf(' ', most);
    while (end > 0 && isWithinNumber(line, end)) {
      end = line.lastIndexOf(' ', end - 1);
    }
    if (end <= 0) { // one long word has to be cut somewhere, but not through a character
      end = Character.isLowSurrogate(line.charAt(most)) ? most - 1 : most;
    }
    return line.substring(0, end).stripTrailing() + MORE;
  }

  /** Whether the space at {@code at} has digits on both sides: {@code 0812 3456}. */
  private static boolean isWithinNumber(String line, int at) {
    return Character.isDigit(line.charAt(at - 1)) && Character.isDigit(line.charAt(at + 1));
  }
}
