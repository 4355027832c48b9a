package id.gerbang.server.area;

import id.gerbang.server.area.Villages.Village;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Villages by what people type. Never changes once made; a search takes bounded time and may run on
 * an event loop (docs/adr/0005 has the figures).
 */
final class VillageIndex {
  /** Longer than the longest name of a village; what is typed after that tells nothing more. */
  private static final int TYPED_AT_MOST = 40;

  /** Names that a misspelling is compared with, letter by letter. */
  private static final int CANDIDATES = 300;

  /** Below four letters everything is near everything. */
  private static final int FORGIVEN_FROM = 4;

  private static final int TWO_MISTAKES_FROM = 7;
  private static final int THREE_MISTAKES_FROM = 13;

  private final List<Village> villages;
  private final Map<String, Village> byId = new HashMap<>();
  private final List<String> spelled;
  private final WordStarts letters;
  private final WordStarts keys;
  private final Trigrams trigrams;

  /** In any order. */
  VillageIndex(List<Village> anyOrder) {
    // Equals are offered in this order: first where a branch serves, then by name and place.
    this.villages =
        anyOrder.stream()
            .sorted(
                Comparator.comparing((Village village) -> !village.isServed())
                    .thenComparing(Village::name)
                    .thenComparing(village -> !village.isAdministrative())
                    .thenComparing(Village::regency)
                    .thenComparing(Village::id))
            .toList();
    villages.forEach(village -> byId.put(village.id(), village));
    List<String> folded =
        villages.stream().map(village -> Spelling.folded(village.name())).toList();
    this.spelled = folded.stream().map(Spelling::modern).toList();
    this.letters = new WordStarts(folded);
    this.keys = new WordStarts(folded.stream().map(Spelling::keys).toList());
    this.trigrams = new Trigrams(spelled);
  }

  Optional<Village> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  int size() {
    return villages.size();
  }

  /**
   * The one village of that name; where a desa adat or banjar is called like its village, the
   * village; where several are, the one that is served. Empty when it is none or not clear.
   */
  Optional<Village> named(String name) {
    List<Village> exact = new ArrayList<>();
    letters.find(
        Spelling.folded(name),
        (number, isExact, _) -> {
          if (isExact && villages.get(number).name().equalsIgnoreCase(name.strip())) {
            exact.add(villages.get(number));
          }
        });
    if (exact.isEmpty()) {
      return Optional.empty();
    }
    boolean served = exact.stream().anyMatch(Village::isServed);
    List<Village> best = exact.stream().filter(v -> v.isServed() == served).toList();
    boolean administrative = best.stream().anyMatch(Village::isAdministrative);
    best = best.stream().filter(v -> v.isAdministrative() == administrative).toList();
    return best.size() == 1 ? Optional.of(best.getFirst()) : Optional.empty();
  }

  /**
   * Exact names first, then names of which a word begins so; of each those that a branch serves
   * before others. Where none of these is served, then what was perhaps meant.
   */
  List<Village> search(String query, int limit) {
    String wanted = Spelling.folded(query);
    wanted = wanted.substring(0, Math.min(wanted.length(), TYPED_AT_MOST)).strip();
    if (wanted.isEmpty()) {
      return List.of(); // nothing that letters or keys could mean
    }
    boolean byKeys = wanted.chars().allMatch(c -> (c >= '2' && c <= '9') || c == ' ');
    Set<Integer> found = new LinkedHashSet<>();
    for (long ranked : beginnings(byKeys ? keys : letters, wanted, villages)) {
      if (found.size() == limit) {
        break;
      }
      found.add((int) ranked);
    }
    if (!byKeys && found.stream().noneMatch(number -> villages.get(number).isServed())) {
      addNear(Spelling.modern(wanted), found, limit);
    }
    return found.stream().map(villages::get).toList();
  }

  private static long[] beginnings(WordStarts starts, String wanted, List<Village> villages) {
    long[][] ranked = {new long[64]};
    int[] count = {0};
    starts.find(
        wanted,
        (number, exact, whole) -> {
          if (count[0] == ranked[0].length) {
            ranked[0] = Arrays.copyOf(ranked[0], count[0] * 2);
          }
          long rank = (exact ? 0 : 4) + (villages.get(number).isServed() ? 0 : 2) + (whole ? 0 : 1);
          ranked[0][count[0]++] = (rank << 32) | number;
        });
    long[] all = Arrays.copyOf(ranked[0], count[0]);
    Arrays.sort(all);
    return all;
  }

  private void addNear(String typed, Set<Integer> found, int limit) {
    int length = typed.length();
    if (length < FORGIVEN_FROM) {
      return;
    }
    int mistakes = length < TWO_MISTAKES_FROM ? 1 : length < THREE_MISTAKES_FROM ? 2 : 3;
    int[] near = trigrams.near(typed, CANDIDATES);
    long[] ranked = new long[near.length];
    int count = 0;
    for (int number : near) {
      int distance = distance(typed, spelled.get(number), mistakes);
      if (distance <= mistakes) {
        long left = Math.min(255, Math.abs(spelled.get(number).length() - length));
        long unserved = villages.get(number).isServed() ? 0 : 1;
        ranked[count++] = ((long) distance << 48) | (unserved << 40) | (left << 32) | number;
      }
    }
    Arrays.sort(ranked, 0, count);
    for (int i = 0; i < count && found.size() < limit; i++) {
      found.add((int) ranked[i]);
    }
  }

  /** To the nearest beginning of any word. */
  private static int distance(String typed, String name, int limit) {
    int best = limit + 1;
    for (int from = 0; from >= 0 && best > 0; from = name.indexOf(' ', from) + 1) {
      best = Math.min(best, Spelling.distanceToBeginning(typed, name, from, limit));
      if (name.indexOf(' ', from) < 0) {
        break;
      }
    }
    return best;
  }
}
