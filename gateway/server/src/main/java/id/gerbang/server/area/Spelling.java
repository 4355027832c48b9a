package id.gerbang.server.area;

import java.text.Normalizer;
import java.util.Locale;

/** How names are compared: what people type is near the name, not the name. */
final class Spelling {
  private static final String KEYS = "22233344455566677778889999";

  private Spelling() {}

  /** Lower case, without marks; anything but letters and digits is one space. */
  static String folded(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        folded.append(c);
      } else if (Character.getType(c) != Character.NON_SPACING_MARK
          && c != '\''
          && !folded.isEmpty()
          && folded.charAt(folded.length() - 1) != ' ') {
        folded.append(' ');
      }
    }
    return folded.toString().stripTrailing();
  }

  /** The keys of a keypad that carry the letters of a folded name. */
  static String keys(String folded) {
    StringBuilder keys = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      keys.append(c >= 'a' && c <= 'z' ? KEYS.charAt(c - 'a') : c);
    }
    return keys.toString();
  }

  /** The spelling since 1972 of what may be in the older one: Pecatoe, Tjanggoe, Djimbaran. */
  static String modern(String folded) {
    return folded
        .replace("oe", "u")
        .replace("tj", "c")
        .replace("dj", "j")
        .replace("nj", "ny")
        .replace("sj", "sy");
  }

  /**
   * How many letters must be added, left out, changed or swapped with their neighbour to make
   * {@code typed} the beginning of {@code name} from {@code from} on. More than {@code limit} is
   * told as {@code limit + 1}.
   */
  static int distanceToBeginning(String typed, String name, int from, int limit) {
    int width = Math.min(name.length() - from, typed.length() + limit);
    int[] before = new int[width + 1];
    int[] last = new int[width + 1];
    int[] row = new int[width + 1];
    for (int j = 0; j <= width; j++) {
      last[j] = j;
    }
    int best = limit + 1;
    for (int i = 1; i <= typed.length(); i++) {
      row[0] = i;
      best = i;
      for (int j = 1; j <= width; j++) {
        char a = typed.charAt(i - 1);
        char b = name.charAt(from + j - 1);
        int cost = Math.min(last[j - 1] + (a == b ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && a == name.charAt(from + j - 2) && typed.charAt(i - 2) == b) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row[j] = cost;
        best = Math.min(best, cost);
      }
      if (best > limit) {
        return limit + 1;
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return best;
  }
}
