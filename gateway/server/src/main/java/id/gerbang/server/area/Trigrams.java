package id.gerbang.server.area;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which names share many groups of three letters with what was typed. As pg_trgm does it, each word
 * with two spaces before and one after; held as one array of numbers. Never changes.
 */
final class Trigrams {
  /** A space, a–z, and anything else. */
  private static final int LETTERS = 28;

  /**
   * Marks that one search makes. The rarest groups come first and tell most; what is left out are
   * the beginnings and endings that tens of thousands of names have.
   */
  private static final int MARKS = 100_000;

  private final int names;
  private final int[] from;
  private final int[] posted;

  /**
   * @param spelled names by their number, in the order in which equals are wanted
   */
  Trigrams(List<String> spelled) {
    this.names = spelled.size();
    this.from = new int[LETTERS * LETTERS * LETTERS + 1];
    int[][] groups = new int[names][];
    for (int name = 0; name < names; name++) {
      groups[name] = groups(spelled.get(name));
      for (int group : groups[name]) {
        from[group + 1]++;
      }
    }
    Arrays.parallelPrefix(from, Integer::sum);
    this.posted = new int[from[from.length - 1]];
    int[] next = from.clone();
    for (int name = 0; name < names; name++) {
      for (int group : groups[name]) {
        posted[next[group]++] = name;
      }
    }
  }

  /** At most {@code limit} names that share at least two groups, those that share most first. */
  int[] near(String typed, int limit) {
    int[] groups = groups(typed);
    Integer[] rarest = Arrays.stream(groups).boxed().toArray(Integer[]::new);
    Arrays.sort(rarest, Comparator.comparingInt(this::size));
    byte[] shared = new byte[names];
    int[] marked = new int[Math.min(names, MARKS)];
    int[] ofShare = new int[groups.length + 2];
    int count = 0;
    int marks = 0;
    for (int group : rarest) {
      marks += size(group);
      if (marks > MARKS) {
        break;
      }
      for (int i = from[group]; i < from[group + 1]; i++) {
        int share = ++shared[posted[i]];
        ofShare[share]++;
        if (share == 1) {
          marked[count++] = posted[i];
        }
      }
    }
    // ofShare[n] counts the names that share n or more: the least share with room for all.
    int least = Math.min(2, groups.length);
    while (least < ofShare.length && ofShare[least] > limit) {
      least++;
    }
    return most(marked, count, shared, least, limit);
  }

  private static int[] most(int[] marked, int count, byte[] shared, int least, int limit) {
    int[] near = new int[limit];
    int found = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < count && found < limit; i++) {
        int share = shared[marked[i]];
        // First those above the line, then as many of those just below it as there is room for.
        if (pass == 0 ? share >= least : share == least - 1 && share >= 2) {
          near[found++] = marked[i];
        }
      }
    }
    return Arrays.copyOf(near, found);
  }

  private int size(int group) {
    return from[group + 1] - from[group];
  }

  private static int[] groups(String spelled) {
    String text = "  " + spelled.replace(" ", "  ") + " ";
    int[] groups = new int[text.length() - 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] =
          (letter(text.charAt(i)) * LETTERS + letter(text.charAt(i + 1))) * LETTERS
              + letter(text.charAt(i + 2));
    }
    return Arrays.stream(groups).distinct().toArray();
  }

  private static int letter(char c) {
    return c == ' ' ? 0 : c >= 'a' && c <= 'z' ? c - 'a' + 1 : LETTERS - 1;
  }
}
