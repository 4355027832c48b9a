package id.gerbang.server.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Names by the beginning of any of their words: sorted, so that a search looks only at what fits.
 */
final class WordStarts {
  /**
   * What one search looks at, in the order of the alphabet: all names of Indonesia that begin with
   * two given letters, and a fifth of those with one. Below a millisecond.
   */
  private static final int LOOKS_AT = 20_000;

  private final String[] rests;
  private final int[] names;
  private final boolean[] whole;

  private record Start(String rest, int name, boolean whole) {}

  /** Takes what fits. */
  interface Found {
    /**
     * @param exact nothing of the name is left over
     * @param whole it is the name's first word that begins so
     */
    void take(int name, boolean exact, boolean whole);
  }

  /**
   * @param folded names by their number; words are parted by one space
   */
  WordStarts(List<String> folded) {
    List<Start> starts = new ArrayList<>(folded.size() * 2);
    for (int name = 0; name < folded.size(); name++) {
      String text = folded.get(name);
      for (int from = 0; from >= 0; from = text.indexOf(' ', from) + 1) {
        starts.add(new Start(text.substring(from), name, from == 0));
        if (text.indexOf(' ', from) < 0) {
          break;
        }
      }
    }
    starts.sort(Comparator.comparing(Start::rest).thenComparingInt(Start::name));
    rests = new String[starts.size()];
    names = new int[starts.size()];
    whole = new boolean[starts.size()];
    for (int i = 0; i < rests.length; i++) {
      rests[i] = starts.get(i).rest();
      names[i] = starts.get(i).name();
      whole[i] = starts.get(i).whole();
    }
  }

  /** All names of which a word, and what follows it, begins so; a name may come twice. */
  void find(String beginning, Found found) {
    int first = Arrays.binarySearch(rests, beginning);
    if (first < 0) {
      first = -first - 1;
    }
    while (first > 0 && rests[first - 1].equals(beginning)) {
      first--;
    }
    int until = Math.min(rests.length, first + LOOKS_AT);
    for (int i = first; i < until && rests[i].startsWith(beginning); i++) {
      found.take(names[i], whole[i] && rests[i].length() == beginning.length(), whole[i]);
    }
  }
}
