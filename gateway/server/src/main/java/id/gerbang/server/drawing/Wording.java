package id.gerbang.server.drawing;

import java.util.ArrayList;
import java.util.List;

/** Makes texts short enough for a picture. */
final class Wording {
  private static final String MORE = "…";

  private Wording() {}

  /** On one line, at most {@code limit} characters, cut at the end of a word where there is one. */
  static String shortened(String text, int limit) {
    String line = String.join(" / ", text.strip().lines().map(String::strip).toList());
    if (line.codePointCount(0, line.length()) <= limit) {
      return line;
    }
    String cut = line.substring(0, line.offsetByCodePoints(0, limit - 1));
    int space = cut.lastIndexOf(' ');
    return (space > limit / 2 ? cut.substring(0, space) : cut).replaceFirst("[\\s.,:;/]+$", "")
        + MORE;
  }

  /** In lines of at most {@code width} characters, broken between words where possible. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      String rest = word;
      if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        int cut =
            rest.offsetByCodePoints(0, Math.min(width, rest.codePointCount(0, rest.length())) - 1);
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
